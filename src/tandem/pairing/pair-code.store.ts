import type { Collection, Database, Stored } from '../../persistence/database.js';
import { PairCode, WrongCodes } from './pair-code.js';

export interface PairCodeStore {
  get(id: string): Promise<Stored<PairCode> | undefined>;
  madeBy(participantId: string): Promise<readonly Stored<PairCode>[]>;
  takenBy(participantId: string): Promise<readonly Stored<PairCode>[]>;
  insert(code: PairCode): Promise<Stored<PairCode>>;
  /** @throws {StaleRevision} when somebody else was faster */
  replace(code: Stored<PairCode>): Promise<Stored<PairCode>>;
  remove(id: string): Promise<boolean>;
  wrongCodes(participantId: string): Promise<Stored<WrongCodes> | undefined>;
  /** @throws {DuplicateKey} @throws {StaleRevision} when two wrong codes came at once */
  putWrongCodes(wrong: WrongCodes | Stored<WrongCodes>): Promise<void>;
  /** Removes what has expired. @returns how many, of the kind that had more */
  sweep(): Promise<number>;
}

export async function openPairCodeStore(database: Database): Promise<PairCodeStore> {
  const codes: Collection<PairCode> = await database.collection({
    name: 'pair_codes',
    schema: PairCode,
    indexes: ['madeBy', 'takenBy'],
    expiry: 'expiresAt',
  });
  const wrongCodes: Collection<WrongCodes> = await database.collection({
    name: 'wrong_pair_codes',
    schema: WrongCodes,
    expiry: 'expiresAt',
  });
  return {
    get: (id) => codes.get(id),
    madeBy: async (madeBy) => (await codes.find({ madeBy })).documents,
    takenBy: async (takenBy) => (await codes.find({ takenBy })).documents,
    insert: (code) => codes.insert(code),
    replace: (code) => codes.replace(code),
    remove: (id) => codes.remove(id),
    wrongCodes: (id) => wrongCodes.get(id),
    async putWrongCodes(wrong) {
      await ('revision' in wrong ? wrongCodes.replace(wrong) : wrongCodes.insert(wrong));
    },
    sweep: async () => Math.max(await codes.sweep(), await wrongCodes.sweep()),
  };
}
