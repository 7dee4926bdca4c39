import type { Collection, Database, Stored } from '../persistence/database.js';
import { Progress, progressIdOf } from './progress.js';

export interface ProgressStore {
  of(linkId: string, userId: string): Promise<Stored<Progress> | undefined>;
  /** @throws {DuplicateKey} when the person's first answer arrived twice at once */
  insert(progress: Progress): Promise<Stored<Progress>>;
  /** @throws {StaleRevision} */
  replace(progress: Stored<Progress>): Promise<Stored<Progress>>;
  /** Claims the longest due delivery until `until`; whoever claims it and dies leaves it to be claimed again then. */
  leaseDelivery(now: number, until: number): Promise<Stored<Progress> | undefined>;
  /** Deliveries that are still to be made, due or not. */
  waiting(): Promise<number>;
}

export async function openProgressStore(database: Database): Promise<ProgressStore> {
  const progress: Collection<Progress> = await database.collection({
    name: 'progress',
    schema: Progress,
    indexes: ['linkId', 'deliveryDueAt'],
  });
  return {
    of: (linkId, userId) => progress.get(progressIdOf(linkId, userId)),
    insert: (document) => progress.insert(document),
    replace: (document) => progress.replace(document),
    leaseDelivery: (now, until) => progress.lease({ field: 'deliveryDueAt', dueAt: now, until }),
    waiting: () => progress.count({ deliveryDueAt: { $gt: 0 } }),
  };
}
