import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { workspaceIdOf } from '../../../src/tandem/workspace/workspace.js';
import { openWorkspaceStore } from '../../../src/tandem/workspace/workspace.store.js';
import { until, type Visit } from '../../support/launch.js';
import {
  aCode,
  askedBy,
  aTown,
  COMPANY,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../../tandem/people/cast.js';
import { textOf } from '../gradebook/panel.js';

/** People of the second platform read their own languages. */
const THERE = /gradebook has it|on teie kursuse hindelehel|žurnālā|knygelėje|arviointikirjassa/u;
const LEVELS = { 'level.fit': '3', 'level.safety': '3', 'level.goals': '3', 'level.support': '3' };
const RATING = { ...LEVELS, 'level.pair': '3', 'comment.fit': 'Fits both places.' };

describe('points of a tandem whose partners come from two platforms', () => {
  let town: Town;
  let trainer: Visit;
  let far: Visit;
  let partners: { readonly vet: Visit; readonly company: Visit };
  let path: string;

  beforeAll(async () => {
    town = await aTown({ jobs: true });
    trainer = await town.come(TRAINER);
    far = await town.come(TRAINER, 'second');
    await post(far, '/tandem/cohort/take', { code: await aCode(trainer, 'cohort') });
    const from = await askedBy(trainer, 'cohort');
    await post(trainer, '/tandem/cohort/answer', { from, yes: '1' });
    partners = {
      vet: await town.tutor(VET, 'vet'),
      company: await town.tutor(COMPANY, 'company', { from: 'second' }),
    };
    await pairByCode(partners.vet, partners.company);
    const tandem = await tandemId(trainer, 1);
    path = `/tandem/assessments/${tandem}/TA1`;
    const store = await openWorkspaceStore(town.pair.database);
    await store.opened({
      ...{ id: workspaceIdOf(tandem, 'TA1'), tandemId: tandem, activityId: 'TA1', openedAt: 0 },
      ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations: [], doneSteps: [] },
      frozenAt: 1,
    });
  });

  afterAll(() => town.stop());

  function gradeIn(sandbox: Sandbox, userId: string): number | undefined {
    const column = sandbox.state.lineItems().filter(({ resourceId }) => resourceId === 'TA1');
    expect(column.length).toBeLessThanOrEqual(1);
    return column[0] && sandbox.state.grade(column[0].id, userId)?.finalGrade;
  }

  it('are in neither gradebook before they are released', async () => {
    const { first, second } = town.sandboxes;
    await post(trainer, `${path}/rating`, RATING);

    expect(gradeIn(first, VET)).toBeUndefined();
    expect(gradeIn(second, COMPANY)).toBeUndefined();
    expect(await read(trainer, path)).toContain('gradebook of their own course');
  });

  it('reach the gradebook of each partner’s own course', async () => {
    const { first, second } = town.sandboxes;
    expect((await post(trainer, `${path}/release`, { when: 'now' })).status).toBe(303);

    await until(() => gradeIn(first, VET) !== undefined);
    await until(() => gradeIn(second, COMPANY) !== undefined);

    expect(gradeIn(first, VET)).toBe(gradeIn(second, COMPANY));
    expect(gradeIn(first, COMPANY)).toBeUndefined();
    expect(gradeIn(second, VET)).toBeUndefined();
  });

  it('are said to be there on the result, and stand in the panel of each trainer', async () => {
    for (const each of [partners.vet, partners.company]) {
      await until(async () => THERE.test(await read(each, path)));
    }
    for (const each of [trainer, far]) {
      const grades = await textOf(each, '/gradebook/grades.csv');
      expect(grades.split('\r\n')).toHaveLength(3);
      expect(grades).toContain('"delivered","delivered"');
    }
  });

  it('are sent again for the one whose points are changed', async () => {
    const { first, second } = town.sandboxes;
    const before = gradeIn(first, VET)!;
    const page = await read(trainer, path);
    const [participant = ''] = [...page.matchAll(/name="participant"[^>]*value="([^"]+)"/gu)].map(
      ([, id = '']) => id,
    );
    const options = [...page.matchAll(/<option value="([^"]{20,})"/gu)].map(([, id = '']) => id);
    const chosen = participant === '' ? (options[0] ?? '') : participant;
    const change = { participant: chosen, points: '1', reason: 'Away for half of it.', known: '1' };
    expect((await post(trainer, `${path}/credit`, change)).status).toBe(303);

    await until(() =>
      [gradeIn(first, VET), gradeIn(second, COMPANY)].some((one) => one !== before),
    );

    expect([gradeIn(first, VET), gradeIn(second, COMPANY)]).toContain(before);
  });
});
