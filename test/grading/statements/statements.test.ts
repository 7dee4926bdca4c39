import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRecordStore } from '../../../src/grading/statements/lrs.client.js';
import {
  createSendStatements,
  type SendStatements,
} from '../../../src/grading/statements/send-statements.service.js';
import { HOUR } from '../../../src/shared/clock.js';
import { createSealer } from '../../../src/shared/seal.js';
import { silent } from '../../../src/shared/logger.js';
import { aDesk, aLearner, type Desk } from '../desk.js';
import { aRecordStore, type ARecordStore } from './record-store.js';

describe('statements for a record store', () => {
  let desk: Desk;
  let lrs: ARecordStore;
  let sender: SendStatements;

  beforeEach(async () => {
    lrs = await aRecordStore();
    desk = await aDesk({ tellsRecordStore: true });
    sender = createSendStatements({
      store: desk.store,
      recordStore: createRecordStore({ url: lrs.url, key: 'key', secret: 'secret' }),
      publicUrl: new URL('https://tandem.school.example'),
      sealer: createSealer('a secret of at least 32 characters'),
      clock: () => desk.now,
      chance: () => 0,
      logger: silent,
      resourceLink: (id) => Promise.resolve(desk.links.get(id)),
      readableFor: (_principal, { id }) =>
        Promise.resolve({
          ...{ title: `Exercise ${id}`, language: 'en', library: 'Tandem.SingleChoice' },
          inWords: () => undefined,
        }),
    });
  });
  afterEach(() => lrs.stop());

  async function drain(): Promise<number> {
    let count = 0;
    while (await sender.sendNext()) count += 1;
    return count;
  }

  it('say what was answered and what it gave, and nobody’s name or id', async () => {
    await desk.answer(3);
    await drain();

    const [statement] = [...lrs.kept.values()];
    expect(statement).toMatchObject({
      id: expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u,
      ) as unknown as string,
      verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
      object: {
        id: 'https://tandem.school.example/activities/M1-01',
        definition: { name: { en: 'Exercise M1-01' } },
      },
      result: { score: { min: 0, raw: 3, max: 6, scaled: 0.5 }, completion: true, success: false },
      context: {
        contextActivities: {
          parent: [{ id: 'https://tandem.school.example/activities/M1' }],
          category: [{ id: 'http://h5p.org/libraries/Tandem.SingleChoice' }],
        },
        revision: 'v1',
      },
    });
    const { actor } = statement!;
    expect(actor.account.homePage).toBe('https://tandem.school.example');
    expect(actor.account.name).toMatch(/^[\w-]{43}$/u);
    const [{ path, headers } = { path: '', headers: {} }] = lrs.asked;
    expect(path).toBe(`/xapi/statements?statementId=${statement!.id}`);
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('key:secret').toString('base64')}`,
      'x-experience-api-version': '1.0.3',
    });
  });

  it('are told once each, in the order of the answers', async () => {
    for (const points of [1, 2, 3]) await desk.answer(points);
    await drain();
    await desk.answer(4);
    await drain();

    expect([...lrs.kept.values()].map(({ result }) => result.score.raw)).toEqual([1, 2, 3, 4]);
    expect(lrs.asked).toHaveLength(4);
    expect(await drain()).toBe(0);
  });

  it.each([
    ['is down for a while', { status: 503 }],
    ['does not let us in', { status: 401 }],
    ['is another page', { status: 404 }],
    ['is behind a page to sign in', { status: 200 }],
    ['leads elsewhere', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['asks for patience', { status: 429, headers: { 'retry-after': '60' } }],
  ])('wait while the record store %s, and come later', async (_what, answer) => {
    await desk.answer(3);
    lrs.answers = [answer];
    await drain();
    expect(lrs.kept.size).toBe(0);
    expect(lrs.asked).toHaveLength(1);
    desk.now += 400;
    expect(await drain()).toBe(0);

    desk.now += HOUR;
    await drain();
    expect(lrs.kept.size).toBe(1);
  });

  it('of two people whose browsers named their answers alike are two', async () => {
    await desk.answer(3, { attemptId: 'alike' });
    await desk.answer(3, { attemptId: 'alike', by: aLearner({ userId: '4' }) });
    await drain();

    const [one, other] = [...lrs.kept.values()];
    expect(lrs.kept.size).toBe(2);
    expect(one!.actor.account.name).not.toBe(other!.actor.account.name);
  });

  it('that it refuses for good hold up no other', async () => {
    await desk.answer(1);
    await desk.answer(2);
    lrs.answers = [{ status: 400 }];
    await drain();

    expect([...lrs.kept.values()].map(({ result }) => result.score.raw)).toEqual([2]);
  });

  it('that it has already, since its answer was lost, are told of no more', async () => {
    await desk.answer(3);
    await drain();
    const known = (await desk.store.of('link', '3'))!;
    await desk.store.replace({
      ...{ ...known, statements: { told: 0, tries: 0 }, statementsDueAt: desk.now },
    });
    await drain();

    expect(lrs.asked).toHaveLength(2);
    expect(lrs.kept.size).toBe(1);
    expect((await desk.store.of('link', '3'))!.statementsDueAt).toBeUndefined();
  });

  it('are none where no record store was named', async () => {
    const other = await aDesk();
    await other.answer(3);
    const { statements, statementsDueAt } = (await other.store.of('link', '3'))!;
    expect([statements, statementsDueAt]).toEqual([undefined, undefined]);
  });
});
