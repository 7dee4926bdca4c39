import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { inParts } from '../everything.js';
import { Assessment } from './assessment.js';
import { Cooperation } from './cooperation.js';

export interface AssessmentStore {
  get(id: string): Promise<Stored<Assessment> | undefined>;
  /** Of some tandems, whatever the activity; in no order. */
  ofTandems(tandemIds: readonly string[]): Promise<readonly Stored<Assessment>[]>;
  /** Whichever of two that open it at once was first. */
  opened(assessment: Assessment): Promise<Stored<Assessment>>;
  /** @throws {StaleRevision} */
  replace(assessment: Stored<Assessment>): Promise<Stored<Assessment>>;
  /** The one that is due longest, put off until `until`. */
  lease(dueAt: number, until: number): Promise<Stored<Assessment> | undefined>;
  /** What partners said of their cooperation. */
  cooperations(assessmentId: string): Promise<readonly Cooperation[]>;
  /** In place of what the person said before. @throws {StaleRevision} */
  putCooperation(cooperation: Cooperation): Promise<void>;
}

/** Activities of one tandem: so many, and more. */
const PAGE = 1000;

export async function openAssessmentStore(database: Database): Promise<AssessmentStore> {
  const assessments: Collection<Assessment> = await database.collection({
    name: 'assessments',
    schema: Assessment,
    indexes: ['tandemId', 'dueAt'],
  });
  const cooperations: Collection<Cooperation> = await database.collection({
    name: 'cooperations',
    schema: Cooperation,
    indexes: ['assessmentId'],
  });
  return {
    get: (id) => assessments.get(id),
    async ofTandems(tandemIds) {
      const found: Stored<Assessment>[] = [];
      for (const part of inParts(tandemIds)) {
        let cursor: string | undefined;
        do {
          const query = { tandemId: { $in: part } };
          const page = await assessments.find(query, { limit: PAGE, cursor });
          found.push(...page.documents);
          cursor = page.next;
        } while (cursor !== undefined);
      }
      return found;
    },
    async opened(assessment) {
      try {
        return await assessments.insert(assessment);
      } catch (fault) {
        const other = hasCode(fault) ? await assessments.get(assessment.id) : undefined;
        if (!other) throw fault;
        return other;
      }
    },
    replace: (assessment) => assessments.replace(assessment),
    lease: (dueAt, until) => assessments.lease({ field: 'dueAt', dueAt, until }),
    cooperations: async (assessmentId) => (await cooperations.find({ assessmentId })).documents,
    async putCooperation(cooperation) {
      const known = await cooperations.get(cooperation.id);
      if (known) await cooperations.replace({ ...cooperation, revision: known.revision });
      else await cooperations.insert(cooperation);
    },
  };
}
