import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { defaultGrading, LinkGrading } from './link-grading.js';

export interface LinkGradingStore {
  /** The default where nobody has decided anything. */
  of(linkId: string): Promise<LinkGrading>;
  /** Changes it, whoever writes at the same time. @param change may be called more than once */
  update(linkId: string, change: (known: LinkGrading) => LinkGrading): Promise<void>;
  /** Claims the longest due comparison until `until`. */
  leaseCheck(now: number, until: number): Promise<LinkGrading | undefined>;
}

/** Trainers who decide at the same moment. */
const WRITES = 10;

export async function openLinkGradingStore(database: Database): Promise<LinkGradingStore> {
  const gradings: Collection<LinkGrading> = await database.collection({
    name: 'link_gradings',
    schema: LinkGrading,
    indexes: ['checkDueAt'],
  });

  async function write(
    known: Stored<LinkGrading> | undefined,
    next: LinkGrading,
  ): Promise<boolean> {
    try {
      await (known
        ? gradings.replace({ ...next, revision: known.revision })
        : gradings.insert(next));
      return true;
    } catch (fault) {
      if (hasCode(fault) && CONFLICTS.has(fault.code)) return false;
      throw fault;
    }
  }

  return {
    of: async (linkId) => (await gradings.get(linkId)) ?? defaultGrading(linkId),
    async update(linkId, change) {
      for (let tries = 0; tries < WRITES; tries += 1) {
        const known = await gradings.get(linkId);
        if (await write(known, change(known ?? defaultGrading(linkId)))) return;
      }
    },
    leaseCheck: (now, until) => gradings.lease({ field: 'checkDueAt', dueAt: now, until }),
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
