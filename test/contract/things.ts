import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { z } from 'zod';
import type { Clock } from '../../src/shared/clock.js';
import type {
  Collection,
  CollectionDefinition,
  Database,
  FindOptions,
} from '../../src/persistence/database.js';

export const Thing = z.object({
  id: z.string(),
  group: z.string().optional(),
  name: z.string().optional(),
  rank: z.number().optional(),
  open: z.boolean().optional(),
  dueAt: z.number().optional(),
  expiresAt: z.number().optional(),
  payload: z.unknown().optional(),
});
export type Thing = z.infer<typeof Thing>;

export const THINGS: Omit<CollectionDefinition<Thing>, 'name'> = {
  schema: Thing,
  indexes: ['group', 'rank', 'open', 'dueAt'],
  uniqueKeys: [['group', 'name']],
  expiry: 'expiresAt',
};

/** When every test begins. */
export const NOW = 1_700_000_000_000;

/** Opens the same database each time it is called; several may be open at once. */
export type Open = (clock: Clock) => Database | Promise<Database>;

/** What each test of the contract works on: a collection of its own. */
export interface Setting {
  database: Database;
  things: Collection<Thing>;
  /** The clock's time; a test may move it. */
  now: number;
}

export function settingOf(open: Open): Setting {
  const setting = { now: NOW } as Setting;
  beforeAll(async () => {
    setting.database = await open(() => setting.now);
  });
  afterAll(() => setting.database.close());
  beforeEach(async () => {
    setting.now = NOW;
    setting.things = await setting.database.collection({ ...THINGS, name: freshName() });
  });
  return setting;
}

let collections = 0;

/** A collection name of its own, so that tests do not meet. */
export function freshName(): string {
  collections += 1;
  const letters = String(collections).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
  return `things_${letters}`;
}

export async function insertAll(
  things: Collection<Thing>,
  documents: readonly Thing[],
): Promise<void> {
  for (let start = 0; start < documents.length; start += 500) {
    const some = documents.slice(start, start + 500);
    await Promise.all(some.map((document) => things.insert(document)));
  }
}

export function idsOf(page: { readonly documents: readonly Thing[] }): string[] {
  return page.documents.map(({ id }) => id);
}

/** The ids of all pages of a search. */
export async function pagesOf(
  things: Collection<Thing>,
  options: FindOptions<Thing>,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await things.find({}, { ...options, cursor });
    ids.push(...idsOf(page));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}
