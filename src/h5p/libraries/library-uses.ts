import type { LibraryRef } from '../content-type.js';
import type { AuthoredExercise } from '../authoring/authored-exercise.js';
import type { ExerciseVersion } from '../authoring/exercise-version.js';
import { librariesIn } from '../authoring/packages/package-params.js';
import { folderOf } from './library-rules.js';
import type { PlayableExercise } from '../exercise.js';
import type { Shelf } from './shelf.adapter.js';

/** One of the curriculum. */
export type OwnExercise = Pick<PlayableExercise, 'id' | 'library' | 'params'>;

/** Everything that trainers keep: drafts, and all versions of them. */
export interface KeptExercises {
  drafts(): AsyncIterable<Pick<AuthoredExercise, 'id' | 'library' | 'languages'>>;
  versions(): AsyncIterable<Pick<ExerciseVersion, 'exerciseId' | 'library' | 'languages'>>;
}

/**
 * How many exercises, of trainers and of the curriculum, use each version of a library, by the name
 * of its folder; an exercise counts once, and what plays inside another type counts like the type
 * itself. Reads everything that was ever written: for a page that is opened a few times a year.
 */
export async function usesOf(
  { kept, own }: { readonly kept: KeptExercises; readonly own: readonly OwnExercise[] },
  shelf: Pick<Shelf, 'types' | 'playing'>,
): Promise<ReadonlyMap<string, number>> {
  const users = new Map<string, Set<string>>();
  const note = (ref: LibraryRef | undefined, exerciseId: string): void => {
    if (!ref) return;
    const name = folderOf(shelf.playing(ref) ?? ref);
    users.set(name, (users.get(name) ?? new Set()).add(exerciseId));
  };
  for (const { id, library, params } of own) {
    note(shelf.types.get(library), id);
    for (const ref of librariesIn(params)) note(ref, id);
  }
  for await (const { id, library, languages } of kept.drafts()) {
    note(shelf.types.get(library), id);
    for (const ref of librariesIn(languages)) note(ref, id);
  }
  for await (const { exerciseId, library, languages } of kept.versions()) {
    note(library, exerciseId);
    for (const ref of librariesIn(languages)) note(ref, exerciseId);
  }
  return new Map([...users].map(([name, exercises]) => [name, exercises.size]));
}
