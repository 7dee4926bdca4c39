import type { Collection, Database, Stored } from '../../persistence/database.js';
import { CohortCode } from './cohort-code.js';

export interface CohortCodeStore {
  get(id: string): Promise<Stored<CohortCode> | undefined>;
  /** All that lead into a cohort. */
  into(cohortId: string): Promise<readonly Stored<CohortCode>[]>;
  insert(code: CohortCode): Promise<Stored<CohortCode>>;
  /** @throws {StaleRevision} when somebody else was faster */
  replace(code: Stored<CohortCode>): Promise<Stored<CohortCode>>;
  /** Of several callers exactly one receives it. */
  consume(id: string): Promise<Stored<CohortCode> | undefined>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export async function openCohortCodeStore(database: Database): Promise<CohortCodeStore> {
  const codes: Collection<CohortCode> = await database.collection({
    name: 'cohort_codes',
    schema: CohortCode,
    indexes: ['cohortId'],
    expiry: 'expiresAt',
  });
  return {
    get: (id) => codes.get(id),
    into: async (cohortId) => (await codes.find({ cohortId })).documents,
    insert: (code) => codes.insert(code),
    replace: (code) => codes.replace(code),
    consume: (id) => codes.consume(id),
    sweep: () => codes.sweep(),
  };
}
