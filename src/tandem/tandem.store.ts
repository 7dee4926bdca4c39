import type { Collection, Database, Stored } from '../persistence/database.js';
import { everything, inParts } from './everything.js';
import { Tandem } from './tandem.js';

export interface TandemStore {
  get(id: string): Promise<Stored<Tandem> | undefined>;
  /** Those that were formed in a cohort. */
  inCohort(cohortId: string): Promise<readonly Stored<Tandem>[]>;
  some(ids: readonly string[]): Promise<readonly Stored<Tandem>[]>;
  insert(tandem: Tandem): Promise<Stored<Tandem>>;
  /** @throws {StaleRevision} */
  replace(tandem: Stored<Tandem>): Promise<Stored<Tandem>>;
}

export async function openTandemStore(database: Database): Promise<TandemStore> {
  const tandems: Collection<Tandem> = await database.collection({
    name: 'tandems',
    schema: Tandem,
    indexes: ['cohortId'],
  });
  return {
    get: (id) => tandems.get(id),
    inCohort: (cohortId) => everything(tandems, { cohortId }),
    async some(ids) {
      const found: Stored<Tandem>[] = [];
      for (const part of inParts(ids)) {
        found.push(...(await everything(tandems, { id: { $in: part } })));
      }
      return found;
    },
    insert: (tandem) => tandems.insert(tandem),
    replace: (tandem) => tandems.replace(tandem),
  };
}
