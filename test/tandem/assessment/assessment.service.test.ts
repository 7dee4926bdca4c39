import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY } from '../../../src/shared/clock.js';
import type { Principal } from '../../../src/shared/principal.js';
import type { AssessedPlace } from '../../../src/tandem/assessment/assessed-place.service.js';
import {
  createAssessments,
  type Assessments,
} from '../../../src/tandem/assessment/assessment.service.js';
import {
  openAssessmentStore,
  type AssessmentStore,
} from '../../../src/tandem/assessment/assessment.store.js';
import {
  createGiving,
  type AwardedScore,
  type Giving,
} from '../../../src/tandem/assessment/giving.service.js';
import { createHandedInWork } from '../../../src/tandem/assessment/handed-in.js';
import { createReleases, type Releases } from '../../../src/tandem/assessment/releases.service.js';
import { createResults, type Results } from '../../../src/tandem/assessment/results.service.js';
import { openWorkspaceStore } from '../../../src/tandem/workspace/workspace.store.js';
import {
  aClass,
  CO_TRAINER,
  STRANGE_TRAINER,
  THIRD_TRAINER,
  TRAINER,
  type Class,
} from './class.js';

const PLACE: AssessedPlace = { tandemId: 't1', activityId: 'TA1', locale: 'en' };
const CRITERIA = ['fit', 'safety', 'goals', 'support', 'pair'];
const SAID = { share: 'even', kept: 'always', words: 'All went well' } as const;

describe('assessment', () => {
  let group: Class;
  let store: AssessmentStore;
  let giving: Giving;
  let assessments: Assessments;
  let releases: Releases;
  let results: Results;
  let vet: Principal;
  let company: Principal;
  /** `vet1 30/40`, in the order in which they came. */
  let given: (AwardedScore & { readonly to: string | undefined })[];
  /** Whose gradebook answers with an error. */
  let broken: string | undefined;

  beforeEach(async () => {
    group = await aClass();
    [vet, company] = await group.pair(1);
    await group.handIn('t1', 'TA1');
    store = await openAssessmentStore(group.database);
    given = [];
    broken = undefined;
    giving = createGiving({
      ...{ store, clock: () => group.at.now, participants: group.stores.participants },
      rubricOf: (id) => group.activityFor(TRAINER, id, 'en')?.rubric,
      award({ userId }, score) {
        if (userId === broken) return Promise.reject(new Error('no gradebook'));
        given.push({ ...score, to: userId });
        return Promise.resolve();
      },
    });
    const deps = {
      ...{ ...group, store, giving, clock: () => group.at.now },
      handedIn: createHandedInWork(await openWorkspaceStore(group.database)),
      audit: () => Promise.resolve(),
    };
    assessments = createAssessments(deps);
    releases = createReleases(deps);
    results = createResults(deps);
  });

  const all = (level: number, more: Record<string, number> = {}): Record<string, number> => ({
    ...Object.fromEntries(CRITERIA.map((id) => [id, level])),
    ...more,
  });
  const rate = (who: Principal, levels: Record<string, number>): Promise<readonly string[]> =>
    assessments.rate(who, PLACE, { levels, comments: { safety: 'Mind the oven', foreign: 'x' } });
  const shares = (): string[] => given.map(({ to, scoreGiven }) => `${to ?? ''} ${scoreGiven}`);

  it('is for trainers of the cohort only', async () => {
    for (const who of [vet, STRANGE_TRAINER]) {
      await expect(assessments.view(who, PLACE)).rejects.toMatchObject({ code: 'http.not-found' });
      await expect(rate(who, all(3))).rejects.toMatchObject({ code: 'http.not-found' });
      await expect(releases.release(who, PLACE, 0)).rejects.toMatchObject({
        code: 'http.not-found',
      });
    }
    await expect(results.view(TRAINER, PLACE)).rejects.toMatchObject({ code: 'http.not-found' });
  });

  it('waits until all members have confirmed', async () => {
    await group.pair(2);
    const place = { ...PLACE, tandemId: 't2' };
    await expect(
      assessments.rate(TRAINER, place, { levels: all(3), comments: {} }),
    ).rejects.toMatchObject({ code: 'tandem.not-handed-in' });
  });

  it('names the criteria without a level, and keeps nothing', async () => {
    const { safety: _safety, ...levels } = all(3);
    expect(await rate(TRAINER, { ...levels, fit: 9 })).toEqual(['fit', 'safety']);
    expect((await assessments.view(TRAINER, PLACE)).own).toBeUndefined();
  });

  it('shows the other rating only after one’s own, and takes no third', async () => {
    await rate(TRAINER, all(3));
    const before = await assessments.view(CO_TRAINER, PLACE);
    expect(before).toMatchObject({ othersRated: 1, others: [], apart: [], outcome: undefined });
    await rate(CO_TRAINER, all(4));
    const after = await assessments.view(CO_TRAINER, PLACE);
    expect(after.others.map(({ levels }) => levels.fit)).toEqual([3]);
    expect(after.outcome).toMatchObject({ points: 35, maximum: 40 });
    await expect(rate(THIRD_TRAINER, all(1))).rejects.toMatchObject({
      code: 'tandem.rated-by-two',
    });
    expect(after.own?.comments).toEqual({ safety: 'Mind the oven' });
  });

  it('has both agree where they are more than one level apart', async () => {
    await rate(TRAINER, all(4));
    await rate(CO_TRAINER, all(4, { safety: 2 }));
    expect(await assessments.view(TRAINER, PLACE)).toMatchObject({
      apart: ['safety'],
      outcome: undefined,
    });
    await expect(releases.release(TRAINER, PLACE, 0)).rejects.toMatchObject({
      code: 'tandem.assessment-open',
    });
    for (const levels of [{}, { fit: 3 }, { safety: 9 }]) {
      await expect(assessments.agree(TRAINER, PLACE, levels)).rejects.toMatchObject({
        code: 'http.invalid-input',
      });
    }
    await assessments.agree(TRAINER, PLACE, { safety: 3 });
    expect((await assessments.view(CO_TRAINER, PLACE)).outcome).toMatchObject({ points: 38 });
    await rate(CO_TRAINER, all(4, { safety: 1 }));
    expect((await assessments.view(TRAINER, PLACE)).outcome).toBeUndefined();
  });

  it('shows members nothing before the release, and each their result after it', async () => {
    await rate(TRAINER, all(4, { safety: 2 }));
    expect((await results.view(vet, PLACE)).result).toBeUndefined();
    await releases.release(TRAINER, PLACE, 0);
    const { result } = await results.view(vet, PLACE);
    expect(result).toMatchObject({ points: 36, comments: [{ safety: 'Mind the oven' }] });
    expect(result?.lacks).toEqual([{ kind: 'level', criterion: 'safety', needed: 3 }]);
    expect(shares()).toEqual(['vet1 36', 'company1 36']);
    expect(given[0]).toMatchObject({ scoreMaximum: 40, comment: 'Mind the oven' });
    await expect(rate(TRAINER, all(1))).rejects.toMatchObject({
      code: 'tandem.assessment-released',
    });
    await expect(releases.release(TRAINER, PLACE, 0)).rejects.toMatchObject({
      code: 'tandem.assessment-released',
    });
  });

  it('releases on its day, and a change before takes the plan back', async () => {
    await rate(TRAINER, all(3));
    await releases.release(TRAINER, PLACE, group.at.now + DAY);
    expect(await giving.giveNext()).toBe(false);
    expect((await results.view(vet, PLACE)).result).toBeUndefined();
    await rate(TRAINER, all(4));
    group.at.now += 2 * DAY;
    expect(await giving.giveNext()).toBe(false);
    await releases.release(TRAINER, PLACE, group.at.now + DAY);
    group.at.now += DAY;
    expect((await results.view(vet, PLACE)).result).toMatchObject({ points: 40 });
    expect(await giving.giveNext()).toBe(true);
    expect(await giving.giveNext()).toBe(false);
    expect(shares()).toEqual(['vet1 40', 'company1 40']);
  });

  it('goes on with the others after a failure, and gives nobody twice', async () => {
    await rate(TRAINER, all(3));
    broken = 'vet1';
    await expect(releases.release(TRAINER, PLACE, 0)).rejects.toThrow('no gradebook');
    expect(shares()).toEqual(['company1 30']);
    broken = undefined;
    expect(await giving.giveNext()).toBe(true);
    expect(shares()).toEqual(['company1 30', 'vet1 30']);
    await giving.give((await store.ofTandems(['t1']))[0]?.id ?? '');
    expect(await giving.giveNext()).toBe(false);
    expect(given).toHaveLength(2);
  });

  it('gives one person other points with a reason, after the partners were heard', async () => {
    await rate(TRAINER, all(3));
    const id = (await results.view(vet, PLACE)).self.id;
    const change = { participantId: id, points: 20, reason: 'Less than half', isKnown: false };
    await expect(releases.credit(TRAINER, PLACE, change)).rejects.toMatchObject({
      code: 'tandem.cooperation-unknown',
    });
    await results.cooperate(vet, PLACE, SAID);
    await results.cooperate(company, PLACE, { ...SAID, share: 'more' });
    await releases.credit(TRAINER, PLACE, change);
    expect(given).toEqual([]);
    await releases.release(TRAINER, PLACE, 0);
    expect(shares()).toEqual(['vet1 20', 'company1 30']);
    expect((await results.view(vet, PLACE)).result).toMatchObject({
      points: 20,
      credit: { reason: 'Less than half' },
      lacks: [{ kind: 'total', needed: 24 }],
    });
    expect((await results.view(company, PLACE)).result).toMatchObject({
      points: 30,
      credit: undefined,
    });
    await releases.credit(TRAINER, PLACE, { ...change, points: 25 });
    expect(shares().slice(2)).toEqual(['vet1 25']);
    for (const wrong of [{ points: 41 }, { participantId: 'nobody' }]) {
      await expect(releases.credit(TRAINER, PLACE, { ...change, ...wrong })).rejects.toMatchObject({
        code: expect.stringMatching(/invalid-input|not-found/u),
      });
    }
  });

  it('shows what a partner said to trainers and to nobody else', async () => {
    await results.cooperate(vet, PLACE, SAID);
    expect((await assessments.view(TRAINER, PLACE)).cooperations).toMatchObject([SAID]);
    expect((await results.view(vet, PLACE)).cooperation).toMatchObject(SAID);
    expect((await results.view(company, PLACE)).cooperation).toBeUndefined();
    await rate(TRAINER, all(3));
    await releases.release(TRAINER, PLACE, 0);
    await expect(results.cooperate(company, PLACE, SAID)).rejects.toMatchObject({
      code: 'tandem.assessment-released',
    });
  });
});
