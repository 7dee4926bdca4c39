import type { Collection, Database, Stored } from '../../persistence/database.js';
import { labelOf } from './authored-exercise.js';
import { ExerciseVersion, versionIdOf } from './exercise-version.js';

/** One a day for years. */
const MOST_VERSIONS = 1000;

export interface ExerciseVersionStore {
  /** @throws {DuplicateKey} when another author published the same number first */
  insert(version: Omit<ExerciseVersion, 'id'>): Promise<Stored<ExerciseVersion>>;
  get(exerciseId: string, label: string): Promise<ExerciseVersion | undefined>;
  /** Newest first. */
  of(exerciseId: string): Promise<readonly ExerciseVersion[]>;
}

export async function openExerciseVersionStore(database: Database): Promise<ExerciseVersionStore> {
  const versions: Collection<ExerciseVersion> = await database.collection({
    name: 'exercise_versions',
    schema: ExerciseVersion,
    indexes: ['exerciseId'],
  });
  return {
    insert: (version) =>
      versions.insert({ ...version, id: versionIdOf(version.exerciseId, labelOf(version)) }),
    get: (exerciseId, label) => versions.get(versionIdOf(exerciseId, label)),
    async of(exerciseId) {
      const { documents } = await versions.find({ exerciseId }, { limit: MOST_VERSIONS });
      return documents.toSorted((a, b) => b.edition - a.edition || b.printing - a.printing);
    },
  };
}
