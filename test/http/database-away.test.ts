import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DatabaseUnavailable,
  type Collection,
  type CollectionDefinition,
  type Database,
  type Document,
} from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { loadAnswers, type Answers } from '../support/answers.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, answer, ILZE, until, visit, type Visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** A real database behind a switch: off, it answers as one that is away, or as one whose disk is full. */
function switchable(real: Database): {
  database: Database;
  away: (what: 'all' | 'writes' | 'none') => void;
} {
  let missing: 'all' | 'writes' | 'none' = 'none';
  const guard = async <T>(write: boolean, act: () => Promise<T>): Promise<T> => {
    if (missing === 'all' || (missing === 'writes' && write))
      throw new DatabaseUnavailable('switched off');
    return act();
  };
  const behind = <T extends Document>(collection: Collection<T>): Collection<T> => ({
    get: (id) => guard(false, () => collection.get(id)),
    find: (query, options) => guard(false, () => collection.find(query, options)),
    count: (query) => guard(false, () => collection.count(query)),
    insert: (document) => guard(true, () => collection.insert(document)),
    replace: (next) => guard(true, () => collection.replace(next)),
    remove: (id, revision) => guard(true, () => collection.remove(id, revision)),
    consume: (id) => guard(true, () => collection.consume(id)),
    lease: (claim) => guard(true, () => collection.lease(claim)),
    sweep: () => guard(true, () => collection.sweep()),
  });
  return {
    away: (what) => (missing = what),
    database: {
      collection: async <T extends Document>(definition: CollectionDefinition<T>) =>
        behind(await real.collection(definition)),
      ping: () => guard(false, () => real.ping()),
      close: () => real.close(),
    },
  };
}

describe('a database', () => {
  let pair: Pair;
  let answers: Answers;
  let ilze: Visit;
  let lineItemId: string;
  const { database, away } = switchable(openSqlite({ file: ':memory:', clock: Date.now }));

  beforeAll(async () => {
    pair = await aPair({ database });
    answers = await loadAnswers();
    const link = addLink(pair, 'M1');
    lineItemId = link.lineItemId!;
    ilze = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
  });

  afterAll(() => pair.stop());

  it('that goes away is said so on every route, and everything goes on when it is back', async () => {
    away('all');
    const ready = await fetch(`${pair.toolUrl}/readyz`);
    const page = await ilze.browser.get(`${ilze.base}/`);
    const refused = await answer(ilze, 'M1-05', { response: answers.right('M1-05') });
    const alive = await fetch(`${pair.toolUrl}/healthz`);
    away('none');

    expect([ready.status, page.status, refused.status, alive.status]).toEqual([503, 503, 503, 200]);
    expect(ready.headers.get('retry-after')).toBe('5');
    expect(await page.text()).toContain('persistence.unavailable');
    expect(await refused.json()).toMatchObject({ code: 'persistence.unavailable' });
    expect((await fetch(`${pair.toolUrl}/readyz`)).status).toBe(200);
    expect((await answer(ilze, 'M1-05', { response: answers.right('M1-05') })).status).toBe(201);
    await until(() => pair.sandbox.state.grade(lineItemId, ILZE) !== undefined);
  });

  it('that cannot write refuses the answer, keeps what it had, and takes it again later', async () => {
    const standing = async (): Promise<string> =>
      (await ilze.browser.get(`${ilze.base}/exercises/M1-05/standing`)).text();
    await until(async () => (await standing()).includes('delivered'));
    const kept = await standing();
    const attemptId = crypto.randomUUID();
    const body = { attemptId, response: answers.right('M1-03') };
    away('writes');
    const refused = await answer(ilze, 'M1-03', body);
    const read = await standing();
    away('none');

    expect(refused.status).toBe(503);
    expect(read).toBe(kept);
    expect((await answer(ilze, 'M1-03', body)).status).toBe(201);
  });
});
