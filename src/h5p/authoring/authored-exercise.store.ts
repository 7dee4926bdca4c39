import type { Collection, Database, Stored } from '../../persistence/database.js';
import { eachOf } from '../../persistence/each-of.js';
import { AuthoredExercise } from './authored-exercise.js';

/** More than a course writes; beyond it the oldest ids are listed. */
const MOST_LISTED = 1000;

export interface AuthoredExerciseStore {
  insert(exercise: AuthoredExercise): Promise<Stored<AuthoredExercise>>;
  get(id: string): Promise<Stored<AuthoredExercise> | undefined>;
  /** @throws {StaleRevision} when somebody else changed it since */
  replace(exercise: Stored<AuthoredExercise>): Promise<Stored<AuthoredExercise>>;
  /** All of a course, in no order. */
  ofCourse(course: {
    readonly platformId: string;
    readonly contextId: string;
  }): Promise<readonly Stored<AuthoredExercise>[]>;
  /** What other courses of the platform, and other platforms, let everybody there read. */
  sharedWith(platformId: string): Promise<readonly Stored<AuthoredExercise>[]>;
  /** All of the installation, in no order, a page at a time. */
  each(): AsyncIterable<AuthoredExercise>;
}

export async function openAuthoredExerciseStore(
  database: Database,
): Promise<AuthoredExerciseStore> {
  const exercises: Collection<AuthoredExercise> = await database.collection({
    name: 'authored_exercises',
    schema: AuthoredExercise,
    indexes: ['platformId', 'contextId', 'sharing', 'library'],
  });
  const all = { limit: MOST_LISTED };
  return {
    insert: (exercise) => exercises.insert(exercise),
    get: (id) => exercises.get(id),
    replace: (exercise) => exercises.replace(exercise),
    async ofCourse({ platformId, contextId }) {
      return (await exercises.find({ platformId, contextId }, all)).documents;
    },
    async sharedWith(platformId) {
      const [near, far] = await Promise.all([
        exercises.find({ platformId, sharing: 'platform' }, all),
        exercises.find({ sharing: 'installation' }, all),
      ]);
      return [...near.documents, ...far.documents];
    },
    each: () => eachOf((cursor) => exercises.find({}, { cursor })),
  };
}
