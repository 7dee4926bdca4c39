import type { Collection, Database, FoundPage, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { laneEndOf, laneOf, Progress, progressIdOf } from './progress.js';

/** What a platform has waiting. */
export interface WaitingPlatform {
  readonly platformId: string;
  /** Epoch milliseconds of its longest due document. */
  readonly dueAt: number;
}

export interface Lease {
  /** Epoch milliseconds. */
  readonly now: number;
  /** From then on others may claim it. */
  readonly until: number;
  /** What is written down beside the lease. */
  readonly note: (progress: Progress) => Pick<Progress, 'delivery' | 'completion'>;
}

export interface ProgressStore {
  of(linkId: string, userId: string): Promise<Stored<Progress> | undefined>;
  byId(id: string): Promise<Stored<Progress> | undefined>;
  /** Everybody's work behind these links, a page of at most `limit`. */
  behind(
    linkIds: readonly string[],
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<FoundPage<Progress>>;
  /** @throws {DuplicateKey} when the person's first answer arrived twice at once */
  insert(progress: Progress): Promise<Stored<Progress>>;
  /** @throws {StaleRevision} */
  replace(progress: Stored<Progress>): Promise<Stored<Progress>>;
  /** The link whose id follows this one among those behind which somebody has worked; '' for the first. */
  linkAfter(linkId: string): Promise<string | undefined>;
  /** The platform whose id follows this one among those with something waiting; '' for the first. */
  waitingPlatformAfter(platformId: string): Promise<WaitingPlatform | undefined>;
  /**
   * Claims the platform's longest due delivery until `lease.until`, and notes in the same write
   * what a next sender has to know if this one dies.
   * @returns as it was before the note; undefined when nothing is due, or others were faster
   */
  claim(platformId: string, lease: Lease): Promise<Stored<Progress> | undefined>;
  /** The document of which a record store is to be told longest, for this caller alone until then. Epoch milliseconds. */
  claimStatements(dueAt: number, until: number): Promise<Stored<Progress> | undefined>;
  /** Deliveries that are still to be made, due or not. */
  waiting(): Promise<number>;
}

/** Other processes may be faster so many times; then another platform is looked at. */
const CLAIMS = 5;

export async function openProgressStore(database: Database): Promise<ProgressStore> {
  const progress: Collection<Progress> = await database.collection({
    name: 'progress',
    schema: Progress,
    indexes: ['linkId', 'deliveryDueAt', 'lane', 'statementsDueAt'],
  });
  await giveLanes(progress);

  async function firstIn(from: string, to?: string): Promise<Stored<Progress> | undefined> {
    const lane = to === undefined ? { $gte: from } : { $gte: from, $lte: to };
    return (await progress.find({ lane }, { sort: 'lane', limit: 1 })).documents[0];
  }

  return {
    of: (linkId, userId) => progress.get(progressIdOf(linkId, userId)),
    byId: (id) => progress.get(id),
    behind: (linkIds, page) => progress.find({ linkId: { $in: linkIds } }, page),
    insert: (document) => progress.insert(inLane(document)),
    replace: (document) => progress.replace(inLane(document)),
    async linkAfter(linkId) {
      const query = { linkId: { $gt: linkId } };
      return (await progress.find(query, { sort: 'linkId', limit: 1 })).documents[0]?.linkId;
    },
    async waitingPlatformAfter(platformId) {
      const found = await firstIn(laneEndOf(platformId));
      if (found?.deliveryDueAt === undefined) return undefined;
      return { platformId: found.platformId, dueAt: found.deliveryDueAt };
    },
    async claim(platformId, { now, until, note }) {
      for (let claim = 0; claim < CLAIMS; claim += 1) {
        const due = await firstIn(`${platformId} `, laneOf(platformId, now));
        if (!due) return undefined;
        const leased = { ...due, ...note(due), deliveryDueAt: until, leasedUntil: until };
        const claimed = await replaceUnlessStale(inLane(leased));
        if (claimed)
          return { ...due, deliveryDueAt: until, leasedUntil: until, revision: claimed.revision };
      }
      return undefined;
    },
    claimStatements: (dueAt, until) => progress.lease({ field: 'statementsDueAt', dueAt, until }),
    waiting: () => progress.count({ deliveryDueAt: { $gt: 0 } }),
  };

  async function replaceUnlessStale(
    document: Stored<Progress>,
  ): Promise<Stored<Progress> | undefined> {
    try {
      return await progress.replace(document);
    } catch (fault) {
      if (hasCode(fault) && fault.code === 'persistence.stale-revision') return undefined;
      throw fault;
    }
  }
}

function inLane<T extends Progress>(document: T): T {
  return { ...document, lane: laneOf(document.platformId, document.deliveryDueAt) };
}

/** What an earlier version left waiting has no place yet. */
async function giveLanes(progress: Collection<Progress>): Promise<void> {
  const query = { deliveryDueAt: { $gt: 0 } } as const;
  const placed = await progress.count({ lane: { $gt: '' } });
  if ((await progress.count(query)) === placed) return;
  let cursor: string | undefined;
  do {
    const page: FoundPage<Progress> = await progress.find(query, { limit: 500, cursor });
    for (const document of page.documents) {
      if (document.lane === undefined) await progress.replace(inLane(document));
    }
    cursor = page.next;
  } while (cursor !== undefined);
}
