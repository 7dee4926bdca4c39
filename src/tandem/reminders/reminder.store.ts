import type { Collection, Database, Stored } from '../../persistence/database.js';
import { everything, inParts } from '../everything.js';
import { Reminded } from './reminder.js';

export interface ReminderStore {
  get(participantId: string): Promise<Stored<Reminded> | undefined>;
  some(participantIds: readonly string[]): Promise<readonly Stored<Reminded>[]>;
  /** @throws {DuplicateKey} */
  insert(reminded: Reminded): Promise<Stored<Reminded>>;
  /** @throws {StaleRevision} */
  replace(reminded: Stored<Reminded>): Promise<Stored<Reminded>>;
}

export async function openReminderStore(database: Database): Promise<ReminderStore> {
  const reminded: Collection<Reminded> = await database.collection({
    name: 'reminded_people',
    schema: Reminded,
  });
  return {
    get: (id) => reminded.get(id),
    async some(ids) {
      const found: Stored<Reminded>[] = [];
      for (const part of inParts(ids)) {
        found.push(...(await everything(reminded, { id: { $in: part } })));
      }
      return found;
    },
    insert: (one) => reminded.insert(one),
    replace: (one) => reminded.replace(one),
  };
}
