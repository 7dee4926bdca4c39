import { AppError, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { PlayableExercise } from '../exercise.js';
import { copyIn, editionOf, labelOf, versionFor } from './authored-exercise.js';
import type { AuthoredExerciseStore } from './authored-exercise.store.js';
import { mayPlay } from './authored-play.policy.js';
import type { BegunStore } from './begun.store.js';
import type { ExerciseVersion } from './exercise-version.js';
import type { ExerciseVersionStore } from './exercise-version.store.js';

/** The page shows an edition that its reader no longer plays: a look at the new one comes first. */
export class ExerciseChanged extends AppError {
  readonly code = 'h5p.exercise-changed';
  readonly status = 409;
}

/** What is asked for. */
export interface Wanted {
  readonly id: string;
  readonly locale: string;
  /** Label of the version that the page shows; undefined for a page that is still to be made. */
  readonly seen?: string | undefined;
}

/** Published exercises, for those who play them. */
export interface AuthoredPlay {
  /**
   * In the version that this person plays, in the nearest language.
   * @throws {NotFound} when it is not behind the person's link, or nothing was published
   * @throws {ExerciseChanged} when the page shows another edition
   */
  exerciseFor(principal: Principal, wanted: Wanted): Promise<PlayableExercise>;
  /** Keeps which version a learner has begun. Of people without a link nothing is kept. */
  begin(principal: Principal, exercise: PlayableExercise): Promise<void>;
  /** A version that somebody answered, whatever was published since. @returns undefined when there is none such */
  version(id: string, label: string, locale: string): Promise<PlayableExercise | undefined>;
}

export interface AuthoredPlayDeps {
  readonly exercises: AuthoredExerciseStore;
  readonly versions: ExerciseVersionStore;
  readonly begun: BegunStore;
}

export function createAuthoredPlay({ exercises, versions, begun }: AuthoredPlayDeps): AuthoredPlay {
  return {
    async exerciseFor(principal, { id, locale, seen }) {
      const exercise = await exercises.get(id);
      if (!exercise || !mayPlay(principal, exercise)) throw new NotFound('authored exercise');
      const { linkId, userId } = principal;
      const own =
        linkId === undefined ? undefined : await begun.labelOf({ linkId, userId, exerciseId: id });
      const wanted = versionFor(exercise, own);
      if (!wanted) throw new NotFound('nothing published yet');
      if (seen !== undefined && editionOf(seen) !== wanted.edition)
        throw new ExerciseChanged(`${id} ${seen}, now ${labelOf(wanted)}`);
      const version = await versions.get(id, labelOf(wanted));
      const playable = version && playableOf(version, locale);
      if (!playable) throw new NotFound('a version without its document');
      return playable;
    },

    async begin({ linkId, userId, role }, { id, version }) {
      if (linkId === undefined || role !== 'learner') return;
      await begun.note({ linkId, userId, exerciseId: id }, version);
    },

    async version(id, label, locale) {
      const version = await versions.get(id, label);
      return version && playableOf(version, locale);
    },
  };
}

/** Each edition keeps its own states: what was begun in another need not fit. */
export function playableOf(version: ExerciseVersion, locale: string): PlayableExercise | undefined {
  const copy = copyIn(version, locale);
  if (!copy) return undefined;
  return {
    id: version.exerciseId,
    title: copy.title,
    library: version.library.machineName,
    libraryVersion: version.library,
    params: copy.params,
    rights: copy.metadata,
    language: copy.language,
    version: labelOf(version),
    stateKey: `${version.exerciseId} ${String(version.edition)}`,
  };
}
