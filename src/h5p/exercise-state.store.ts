import type { Collection, Database, FoundPage } from '../persistence/database.js';
import type { Clock } from '../shared/clock.js';
import { hasCode } from '../shared/errors.js';
import { digest } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import { ExerciseState } from './exercise-state.js';

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
/** More windows than one person has. */
const WRITES = 20;

type Owner = Pick<Principal, 'linkId' | 'userId'>;
type LinkOwner = Owner & { readonly linkId: string };

export interface ExerciseStateStore {
  /** @returns the JSON text that was saved last; undefined when nothing was, as without a link */
  load(owner: Owner, exerciseId: string): Promise<string | undefined>;
  /** The last save wins: one person's two tabs are the only ones to meet here. Without a link nothing is kept. */
  save(owner: Owner, exerciseId: string, data: string): Promise<void>;
  remove(owner: Owner, exerciseId: string): Promise<void>;
  /** Everybody's at these exercises behind these links, a page at a time. */
  behind(
    where: { readonly linkIds: readonly string[]; readonly exerciseIds: readonly string[] },
    cursor: string | undefined,
  ): Promise<FoundPage<ExerciseState>>;
}

export async function openExerciseStateStore(
  database: Database,
  clock: Clock,
): Promise<ExerciseStateStore> {
  const states: Collection<ExerciseState> = await database.collection({
    name: 'exercise_states',
    schema: ExerciseState,
    indexes: ['linkId', 'exerciseId'],
  });
  async function save(owner: LinkOwner, exerciseId: string, data: string): Promise<void> {
    const { linkId, userId } = owner;
    const id = idOf(owner, exerciseId);
    const state = { id, linkId, userId, exerciseId, data, savedAt: clock() };
    const known = await states.get(id);
    if (known) await states.replace({ ...state, revision: known.revision });
    else await states.insert(state);
  }

  return {
    async load(owner, exerciseId) {
      if (!hasLink(owner)) return undefined;
      return (await states.get(idOf(owner, exerciseId)))?.data;
    },
    async save(owner, exerciseId, data) {
      if (!hasLink(owner)) return;
      for (let write = 1; ; write += 1) {
        try {
          await save(owner, exerciseId, data);
          return;
        } catch (fault) {
          // The other tab was first by a moment; this one is later and stays.
          if (!hasCode(fault) || !CONFLICTS.has(fault.code) || write === WRITES) throw fault;
        }
      }
    },
    async remove(owner, exerciseId) {
      if (!hasLink(owner)) return;
      await states.remove(idOf(owner, exerciseId));
    },
    behind: ({ linkIds, exerciseIds }, cursor) =>
      states.find({ linkId: { $in: linkIds }, exerciseId: { $in: exerciseIds } }, { cursor }),
  };
}

function hasLink(owner: Owner): owner is LinkOwner {
  return owner.linkId !== undefined;
}

function idOf({ linkId, userId }: LinkOwner, exerciseId: string): string {
  return digest('state', linkId, userId, exerciseId);
}
