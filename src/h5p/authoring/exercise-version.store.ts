import type { Collection, Database } from '../../persistence/database.js';
import { eachOf } from '../../persistence/each-of.js';
import { hasCode } from '../../shared/errors.js';
import { labelOf, type AuthoredExercise } from './authored-exercise.js';
import { ExerciseVersion, versionIdOf } from './exercise-version.js';

export interface ExerciseVersionStore {
  /**
   * Keeps the version that an exercise is about to name, unless one of its number is there: left by
   * a publication that did not come to its end, or just being made by another author.
   * @returns whether it was kept
   */
  add(version: Omit<ExerciseVersion, 'id'>): Promise<boolean>;
  get(exerciseId: string, label: string): Promise<ExerciseVersion | undefined>;
  /** All of the installation, in no order, a page at a time. */
  each(): AsyncIterable<ExerciseVersion>;
  /** All that an exercise names, newest first. */
  of(exercise: Pick<AuthoredExercise, 'id' | 'published'>): Promise<readonly ExerciseVersion[]>;
}

export async function openExerciseVersionStore(database: Database): Promise<ExerciseVersionStore> {
  const versions: Collection<ExerciseVersion> = await database.collection({
    name: 'exercise_versions',
    schema: ExerciseVersion,
  });
  return {
    async add(version) {
      const id = versionIdOf(version.exerciseId, labelOf(version));
      try {
        await versions.insert({ ...version, id });
        return true;
      } catch (fault) {
        if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
        return false;
      }
    },
    get: (exerciseId, label) => versions.get(versionIdOf(exerciseId, label)),
    each: () => eachOf((cursor) => versions.find({}, { cursor })),
    async of({ id, published }) {
      const found = await Promise.all(
        published.toReversed().map((numbers) => versions.get(versionIdOf(id, labelOf(numbers)))),
      );
      return found.flatMap((version) => version ?? []);
    },
  };
}
