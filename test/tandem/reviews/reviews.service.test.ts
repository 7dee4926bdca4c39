import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../src/shared/principal.js';
import { createHandedInWork } from '../../../src/tandem/assessment/handed-in.js';
import { createCohortPeople } from '../../../src/tandem/people/cohort-people.js';
import {
  createReviewDuties,
  type ReviewDuties,
} from '../../../src/tandem/reviews/review-duties.service.js';
import { withReviews } from '../../../src/tandem/reviews/review-standings.js';
import { openReviewStore, type ReviewStore } from '../../../src/tandem/reviews/review.store.js';
import { createReviewing, type Reviewing } from '../../../src/tandem/reviews/reviewing.service.js';
import { openWorkspaceStore } from '../../../src/tandem/workspace/workspace.store.js';
import { aClass, STRANGE_TRAINER, TRAINER, type Class } from '../assessment/class.js';

const ABOUT = { activityId: 'TA1', locale: 'en' } as const;
const NOT_FOUND = { code: 'http.not-found' };

describe('reviews between tandems', () => {
  let group: Class;
  let store: ReviewStore;
  let duties: ReviewDuties;
  let reviewing: Reviewing;
  let people: Principal[];
  let criteria: readonly string[];

  beforeEach(async () => {
    group = await aClass();
    people = [];
    for (const number of [1, 2, 3]) {
      people.push((await group.pair(number))[0]);
      await group.handIn(`t${number}`, 'TA1');
    }
    store = await openReviewStore(group.database);
    const deps = {
      ...{ ...group, ...group.stores, store },
      people: createCohortPeople(group.stores),
      handedIn: createHandedInWork(await openWorkspaceStore(group.database)),
    };
    duties = createReviewDuties(deps);
    reviewing = createReviewing(deps);
    criteria = group.activityFor(TRAINER, 'TA1', 'en')?.review.map(({ id }) => id) ?? [];
  });

  /** The member of tandem 1, 2 or 3. */
  function of(number: number): Principal {
    const person = people[number - 1];
    if (!person) throw new Error('no such tandem');
    return person;
  }

  async function pairs(): Promise<string[]> {
    const { rows } = await duties.overview(TRAINER, ABOUT);
    return rows
      .flatMap(({ gives }) => gives)
      .map(({ reviewerTandemId, reviewedTandemId }) => `${reviewerTandemId}>${reviewedTandemId}`)
      .sort();
  }

  const written = (ids = criteria): Record<string, { strength: string; risk: string }> =>
    Object.fromEntries(ids.map((id) => [id, { strength: 'Clear', risk: 'Late' }]));

  /** Tandem 2 reviews tandem 1. */
  async function assigned(isBlind = false): Promise<string> {
    const wish = { reviewerTandemId: 't2', reviewedTandemId: 't1', isBlind };
    await duties.assignOne(TRAINER, ABOUT, wish);
    return (await reviewing.own(of(2), ABOUT)).gives[0]?.id ?? '';
  }

  it('are shared out among those who have handed in, and again for who comes late', async () => {
    await group.pair(4);
    await duties.assign(TRAINER, ABOUT, { each: 1, isBlind: true });
    expect(await pairs()).toEqual(['t1>t3', 't2>t1', 't3>t2']);
    await duties.assign(TRAINER, ABOUT, { each: 1, isBlind: true });
    expect(await pairs()).toHaveLength(3);
    await group.handIn('t4', 'TA1');
    await duties.assign(TRAINER, ABOUT, { each: 1, isBlind: true });
    expect((await pairs()).slice(0, 2)).toEqual(['t1>t3', 't1>t4']);
    expect((await pairs()).filter((pair) => pair.startsWith('t4'))).toHaveLength(1);
  });

  it('are given by hand, once and never about oneself or what is not there', async () => {
    await group.pair(4);
    await assigned();
    for (const [reviewerTandemId, reviewedTandemId] of [
      ['t2', 't1'],
      ['t1', 't1'],
      ['t1', 't4'],
    ] as const) {
      const wish = { reviewerTandemId, reviewedTandemId, isBlind: false };
      await expect(duties.assignOne(TRAINER, ABOUT, wish)).rejects.toMatchObject({
        code: 'tandem.not-reviewable',
      });
    }
    const foreign = { reviewerTandemId: 't9', reviewedTandemId: 't1', isBlind: false };
    await expect(duties.assignOne(TRAINER, ABOUT, foreign)).rejects.toMatchObject(NOT_FOUND);
  });

  it('are a draft until strength and risk are there for each criterion', async () => {
    const reviewId = await assigned();
    const some = { reviewId, revision: 1, notes: written(criteria.slice(1)) };
    expect(await reviewing.write(of(2), ABOUT, some)).toEqual(criteria.slice(0, 1));
    expect((await reviewing.own(of(1), ABOUT)).gets).toEqual([]);
    await expect(reviewing.one(of(1), ABOUT, reviewId)).rejects.toMatchObject(NOT_FOUND);
    const all = {
      reviewId,
      revision: 2,
      notes: { ...written(), foreign: { strength: 'x', risk: 'y' } },
    };
    expect(await reviewing.write(of(2), ABOUT, all)).toEqual([]);
    const { review, side } = await reviewing.one(of(1), ABOUT, reviewId);
    expect(side.kind).toBe('reviewed');
    expect(review.notes).toEqual(written());
    await expect(reviewing.write(of(2), ABOUT, { ...all, revision: 3 })).rejects.toMatchObject({
      code: 'tandem.review-sent',
    });
    await expect(duties.remove(TRAINER, ABOUT, reviewId)).rejects.toMatchObject({
      code: 'tandem.review-sent',
    });
  });

  it('do not overwrite what a partner wrote meanwhile', async () => {
    const reviewId = await assigned();
    const some = { reviewId, revision: 1, notes: written(criteria.slice(1)) };
    await reviewing.write(of(2), ABOUT, some);
    await expect(reviewing.write(of(2), ABOUT, some)).rejects.toMatchObject({
      code: 'persistence.stale-revision',
    });
  });

  it('are thanked for once, by those who got them', async () => {
    const reviewId = await assigned();
    await reviewing.write(of(2), ABOUT, { reviewId, revision: 1, notes: written() });
    const thanks = { reviewId, text: 'We changed the plan' };
    for (const who of [of(2), of(3), TRAINER]) {
      await expect(reviewing.reply(who, ABOUT, thanks)).rejects.toMatchObject(NOT_FOUND);
    }
    await reviewing.reply(of(1), ABOUT, thanks);
    expect((await reviewing.one(of(2), ABOUT, reviewId)).review.reply).toMatchObject({
      text: 'We changed the plan',
    });
    await expect(reviewing.reply(of(1), ABOUT, thanks)).rejects.toMatchObject({
      code: 'tandem.review-sent',
    });
  });

  it('name nobody to the other side when they are blind', async () => {
    const reviewId = await assigned(true);
    const seen = async (who: Principal): Promise<readonly number[]> => {
      const { reviewers, reviewed } = await reviewing.one(who, ABOUT, reviewId);
      return [reviewers.length, reviewed.length];
    };
    expect(await seen(of(2))).toEqual([2, 0]);
    await reviewing.write(of(2), ABOUT, { reviewId, revision: 1, notes: written() });
    expect(await seen(of(1))).toEqual([0, 2]);
    expect(await seen(TRAINER)).toEqual([2, 2]);
  });

  it('are for the two tandems and their trainers', async () => {
    const reviewId = await assigned();
    for (const who of [of(3), of(1), STRANGE_TRAINER]) {
      await expect(reviewing.one(who, ABOUT, reviewId)).rejects.toMatchObject(NOT_FOUND);
      await expect(
        reviewing.write(who, ABOUT, { reviewId, revision: 1, notes: written() }),
      ).rejects.toMatchObject(NOT_FOUND);
      await expect(duties.remove(who, ABOUT, reviewId)).rejects.toMatchObject(NOT_FOUND);
    }
    await expect(
      reviewing.one(of(2), { ...ABOUT, activityId: 'TA2' }, reviewId),
    ).rejects.toMatchObject(NOT_FOUND);
    await duties.remove(TRAINER, ABOUT, reviewId);
    expect((await reviewing.own(of(2), ABOUT)).gives).toEqual([]);
  });

  it('wait on the board for those who have to write', async () => {
    const reviewId = await assigned();
    const standingsOf = withReviews(() => Promise.resolve(new Map()), {
      ...{ store, participants: group.stores.participants },
      activity: (id, locale) => group.activityFor(TRAINER, id, locale),
    });
    const reader = { t: (key: string) => key, locale: 'en' } as const;
    const before = await standingsOf(['t1', 't2'], reader);
    expect([...before.keys()]).toEqual(['t2']);
    expect(before.get('t2')?.[0]?.waitsFor).toHaveLength(2);
    await reviewing.write(of(2), ABOUT, { reviewId, revision: 1, notes: written() });
    const after = await standingsOf(['t1', 't2'], reader);
    expect(after.get('t2')?.[0]).toMatchObject({ isDone: true, waitsFor: [] });
  });
});
