import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reviewIdOf } from '../../../src/tandem/reviews/review.js';
import { openReviewStore } from '../../../src/tandem/reviews/review.store.js';
import { workspaceIdOf } from '../../../src/tandem/workspace/workspace.js';
import { openWorkspaceStore } from '../../../src/tandem/workspace/workspace.store.js';
import type { Visit } from '../../support/launch.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

type Route = readonly ['GET' | 'POST', string, Record<string, string>?];

const LEVELS = { 'level.fit': '3', 'level.safety': '3', 'level.goals': '3', 'level.support': '3' };
const RATING = { ...LEVELS, 'level.pair': '3' };
const ASSESSMENT = '/tandem/assessments/:tandem/TA1';
const REVIEWS = '/tandem/reviews/TA1';

/** What only the tandem's trainers may do. */
const TRAINER_ROUTES: readonly Route[] = [
  ['POST', `${ASSESSMENT}/rating`, RATING],
  ['POST', `${ASSESSMENT}/rating`, {}],
  ['POST', `${ASSESSMENT}/agreed`, { 'level.fit': '3' }],
  ['POST', `${ASSESSMENT}/release`, { when: 'now' }],
  ['POST', `${ASSESSMENT}/release`, { when: 'not' }],
  ['POST', `${ASSESSMENT}/credit`, { participant: 'p', points: '1', reason: 'r', known: '1' }],
  ['POST', `${REVIEWS}/by-hand`, { reviewer: ':tandem', reviewed: ':tandem', kind: 'open' }],
  ['POST', `${REVIEWS}/:review/remove`],
];
/** What only members may do, each for their own tandem. */
const MEMBER_ROUTES: readonly Route[] = [
  ['POST', `${ASSESSMENT}/cooperation`, { share: 'even', kept: 'always' }],
  ['POST', `${REVIEWS}/:review/write`, { revision: '1' }],
  ['POST', `${REVIEWS}/:review/thanks`, { text: 'Thanks' }],
];
/** What members and their trainers see. */
const PAGES: readonly Route[] = [
  ['GET', ASSESSMENT],
  ['GET', `${REVIEWS}/:review`],
];

describe('strangers to an assessment and a review', () => {
  let town: Town;
  let trainer: Visit;
  let member: Visit;
  let known: { readonly tandem: string; readonly review: string };

  beforeAll(async () => {
    town = await aTown();
    trainer = await town.come(TRAINER);
    member = await town.tutor(VET, 'vet');
    await pairByCode(member, await town.tutor(COMPANY, 'company'));
    const tandem = await tandemId(trainer, 1);
    await handIn(tandem);
    known = { tandem, review: await aReview(tandem) };
  });
  afterAll(() => town.stop());

  async function handIn(tandem: string): Promise<void> {
    const store = await openWorkspaceStore(town.pair.database);
    await store.opened({
      ...{ id: workspaceIdOf(tandem, 'TA1'), tandemId: tandem, activityId: 'TA1', openedAt: 0 },
      ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations: [], doneSteps: [] },
      frozenAt: 1,
    });
  }

  /** That the tandem has to write about the work of one that is not there any more. */
  async function aReview(tandem: string): Promise<string> {
    const sides = { reviewerTandemId: tandem, reviewedTandemId: 'gone' };
    const id = reviewIdOf('TA1', sides);
    const store = await openReviewStore(town.pair.database);
    await store.insert({
      ...{ ...sides, id, activityId: 'TA1', isBlind: false },
      ...{ assignedAt: 1, notes: {} },
    });
    return id;
  }

  async function ask(
    who: Visit,
    [method, path, fields = {}]: Route,
    ids = known,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const fill = (text: string): string =>
      text.replace(':tandem', ids.tandem).replace(':review', ids.review);
    const filled = Object.entries(fields).map(([key, value]) => [key, fill(value)] as const);
    const answer =
      method === 'GET'
        ? await who.browser.get(`${who.base}${fill(path)}`)
        : await post(who, fill(path), Object.fromEntries(filled));
    // Of each failure the id differs, and nothing else.
    const text = (await answer.text()).replace(/(<code[^>]*>)[^<]*/gu, '$1');
    return { status: answer.status, text };
  }

  const strangers: readonly (readonly [string, () => Promise<Visit>])[] = [
    ['a learner without a tandem', () => town.tutor(OTHER_VET, 'vet')],
    [
      'a member of another tandem',
      async () => {
        const company = await town.tutor(OTHER_COMPANY, 'company');
        await pairByCode(await town.tutor(OTHER_VET, 'vet'), company);
        return company;
      },
    ],
    ['a learner of another platform', () => town.tutor(VET, 'vet', { from: 'second' })],
    ['a trainer of another course', () => town.come(TRAINER, 'second')],
  ];

  it.each(strangers)('%s gets 404, as for what is not there', async (_who, arrive) => {
    const stranger = await arrive();
    for (const route of [...TRAINER_ROUTES, ...MEMBER_ROUTES, ...PAGES]) {
      const there = await ask(stranger, route);
      expect([route[1], there.status]).toEqual([route[1], 404]);
      const nowhere = await ask(stranger, route, { tandem: 'none', review: 'none' });
      expect(there).toEqual(nowhere);
    }
  });

  it('a member does nothing that is the trainers’', async () => {
    for (const route of TRAINER_ROUTES) {
      expect([route[1], (await ask(member, route)).status]).toEqual([route[1], 404]);
    }
    expect(
      (await ask(member, ['POST', `${REVIEWS}/evenly`, { each: '1', kind: 'open' }])).status,
    ).toBe(404);
  });

  it('a trainer does nothing that is the members’', async () => {
    for (const route of MEMBER_ROUTES) {
      expect([route[1], (await ask(trainer, route)).status]).toEqual([route[1], 404]);
    }
  });

  it('those whose they are get the pages, and what is sent by them is kept', async () => {
    for (const who of [trainer, member]) {
      for (const route of [...PAGES, ['GET', REVIEWS] as const]) {
        expect([route[1], (await ask(who, route)).status]).toEqual([route[1], 200]);
      }
    }
    const missing = await ask(trainer, ['POST', `${ASSESSMENT}/rating`, LEVELS]);
    expect(missing).toMatchObject({ status: 400 });
    expect(missing.text).toContain('Choose a level.');
    expect((await ask(trainer, ['POST', `${ASSESSMENT}/rating`, RATING])).status).toBe(303);
    expect((await ask(member, PAGES[0] ?? ['GET', ''])).text).not.toContain('30 of 40');
    expect((await ask(trainer, ['POST', `${ASSESSMENT}/release`, { when: 'now' }])).status).toBe(
      303,
    );
    expect((await ask(member, PAGES[0] ?? ['GET', ''])).text).toContain('30 of 40 points');
    const board = await ask(trainer, ['GET', '/tandem/board']);
    expect(board.text).toContain('Result released');
    expect(board.text).toContain('0 of 1 reviews written');
  });
});
