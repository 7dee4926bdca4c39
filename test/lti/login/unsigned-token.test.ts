import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection, Database, Document } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { anAttackedPlatform, outcomeOf, type AttackedPlatform } from '../../support/attacks.js';
import { aBrowser } from '../../support/browser-client.js';
import { aPair, type Pair } from '../../support/tool.js';

/** A real database that counts what it is asked for. */
function counted(real: Database): { readonly database: Database; readonly reads: () => number } {
  let count = 0;
  const behind = <T extends Document>(collection: Collection<T>): Collection<T> => ({
    ...collection,
    get: (id) => ((count += 1), collection.get(id)),
    find: (query, options) => ((count += 1), collection.find(query, options)),
    count: (query) => ((count += 1), collection.count(query)),
  });
  return {
    reads: () => count,
    database: {
      ping: () => real.ping(),
      close: () => real.close(),
      collection: async (definition) => behind(await real.collection(definition)),
    },
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** With as many audiences as there is room for: ltijs looked each of them up. */
function unsigned(bytes: number): string {
  const aud = Array.from({ length: Math.floor((bytes * 3) / 4 / 4) }, () => 'a');
  return `${part({ alg: 'none', typ: 'JWT', kid: 'x' })}.${part({ iss: 'anybody', aud })}.`;
}

describe('unsigned token that answers a true login', () => {
  const { database, reads } = counted(openSqlite({ file: ':memory:', clock: Date.now }));
  let pair: Pair;
  let school: AttackedPlatform;

  beforeAll(async () => {
    pair = await aPair({ jobs: false, database });
    school = await anAttackedPlatform(pair);
  });

  afterAll(async () => {
    await school.stop();
    await pair.stop();
  });

  it.each([
    ['of 90 kilobytes, causes no read of the database', 90_000, 0],
    ['as long as tokens may be, causes one, however many audiences it names', 59_000, 1],
  ])('%s', async (_name, bytes, most) => {
    const begun = await school.begin(aBrowser());
    const id_token = unsigned(bytes);
    expect(id_token.length).toBeGreaterThan(bytes * 0.9);
    const before = reads();

    const answer = await begun.browser.post(`${pair.toolUrl}/lti/launch`, {
      state: begun.state,
      id_token,
    });

    expect(reads() - before).toBe(most);
    expect(await outcomeOf(answer)).toMatch(/^401 /);
  });
});
