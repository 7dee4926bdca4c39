import type { Collection, Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import { Begun } from './begun.js';

/** A learner at an exercise. */
export interface Beginner {
  readonly linkId: string;
  readonly userId: string;
  readonly exerciseId: string;
}

export interface BegunStore {
  /** Label of the version that the person plays; undefined before they opened the exercise. */
  labelOf(beginner: Beginner): Promise<string | undefined>;
  /** From now on the person plays this version. Of two windows at once either may win: both asked for the same. */
  note(beginner: Beginner, label: string): Promise<void>;
  /** How many people have begun the exercise, in whatever version. */
  count(exerciseId: string): Promise<number>;
}

export async function openBegunStore(database: Database, clock: Clock): Promise<BegunStore> {
  const begun: Collection<Begun> = await database.collection({
    name: 'begun_exercises',
    schema: Begun,
    indexes: ['exerciseId', 'linkId'],
  });
  return {
    async labelOf(beginner) {
      return (await begun.get(idOf(beginner)))?.label;
    },
    async note(beginner, label) {
      const id = idOf(beginner);
      const { linkId, userId, exerciseId } = beginner;
      const known = await begun.get(id);
      if (known?.label === label) return;
      const next = { id, linkId, userId, exerciseId, label, at: clock() };
      try {
        if (known) await begun.replace({ ...next, revision: known.revision });
        else await begun.insert(next);
      } catch (fault) {
        if (!hasCode(fault) || !MET.has(fault.code)) throw fault;
      }
    },
    count: (exerciseId) => begun.count({ exerciseId }),
  };
}

const MET: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);

function idOf({ linkId, userId, exerciseId }: Beginner): string {
  return digest('begun', linkId, userId, exerciseId);
}
