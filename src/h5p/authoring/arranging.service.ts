import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import type { AuthoredExercise, Change, Sharing } from './authored-exercise.js';
import type { AuthoredExerciseStore } from './authored-exercise.store.js';
import { changed, isStale, type Authoring } from './authoring.service.js';

type Exercise = Stored<AuthoredExercise>;

/** Where an exercise belongs. */
export interface Description {
  readonly moduleId?: string | undefined;
  readonly competenceIds: readonly string[];
  /** Estimated, 1 to 600. */
  readonly minutes: number;
}

/**
 * Changes around an exercise rather than in it, which no author could hold against another: of two
 * at once the later one stays. Everything @throws {NotFound} for whoever may not edit.
 */
export interface Arranging {
  archive(principal: Principal, id: string): Promise<Exercise>;
  restore(principal: Principal, id: string): Promise<Exercise>;
  share(principal: Principal, id: string, sharing: Sharing): Promise<Exercise>;
  describe(principal: Principal, id: string, description: Description): Promise<Exercise>;
  /** Begins a language with the texts of the first one, to be written over. One that is there stays. */
  addLanguage(principal: Principal, id: string, language: string): Promise<Exercise>;
}

/** Two that save at the same moment; more is no person. */
const WRITES = 5;

export function createArranging(deps: {
  readonly authoring: Pick<Authoring, 'editable'>;
  readonly exercises: Pick<AuthoredExerciseStore, 'replace'>;
  readonly clock: Clock;
}): Arranging {
  const { authoring, exercises, clock } = deps;

  async function change(
    { principal, id, what }: { principal: Principal; id: string; what: Change['what'] },
    make: (exercise: AuthoredExercise) => Partial<AuthoredExercise>,
  ): Promise<Exercise> {
    for (let write = 1; ; write += 1) {
      const exercise = await authoring.editable(principal, id);
      const note = changed(exercise, { at: clock(), by: principal.userId, what });
      try {
        return await exercises.replace({ ...exercise, ...make(exercise), ...note });
      } catch (fault) {
        if (!isStale(fault) || write === WRITES) throw fault;
      }
    }
  }

  return {
    archive: (principal, id) =>
      change({ principal, id, what: 'archived' }, () => ({ state: 'archived' })),
    restore: (principal, id) =>
      change({ principal, id, what: 'restored' }, ({ published }) => ({
        state: published.length === 0 ? 'draft' : 'published',
      })),
    share: (principal, id, sharing) =>
      change({ principal, id, what: 'shared' }, () => ({ sharing })),
    describe: (principal, id, { moduleId, competenceIds, minutes }) =>
      change({ principal, id, what: 'described' }, () => ({
        ...{ moduleId, minutes },
        competenceIds: [...competenceIds],
      })),
    addLanguage: (principal, id, language) =>
      change({ principal, id, what: 'edited' }, ({ languages, language: first }) => {
        const copy = languages[language] ?? languages[first];
        return { languages: copy ? { ...languages, [language]: copy } : languages };
      }),
  };
}
