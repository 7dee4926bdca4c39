import type { Collection, Database, Stored } from '../persistence/database.js';
import { WaitingLetter } from './waiting-letter.js';

export interface OutboxStore {
  insert(letter: WaitingLetter): Promise<void>;
  about(id: string): Promise<readonly Stored<WaitingLetter>[]>;
  /** The one that is due longest, for this caller alone until `until`. Epoch milliseconds. */
  claim(now: number, until: number): Promise<Stored<WaitingLetter> | undefined>;
  /** @throws {StaleRevision} */
  replace(letter: Stored<WaitingLetter>): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what is of no use any more. @returns how many */
  sweep(): Promise<number>;
}

export async function openOutboxStore(database: Database): Promise<OutboxStore> {
  const letters: Collection<WaitingLetter> = await database.collection({
    name: 'waiting_letters',
    schema: WaitingLetter,
    indexes: ['about', 'dueAt'],
    expiry: 'expiresAt',
  });
  return {
    async insert(letter) {
      await letters.insert(letter);
    },
    about: async (about) => (await letters.find({ about })).documents,
    claim: (now, until) => letters.lease({ field: 'dueAt', dueAt: now, until }),
    async replace(letter) {
      await letters.replace(letter);
    },
    async remove(id) {
      await letters.remove(id);
    },
    sweep: () => letters.sweep(),
  };
}
