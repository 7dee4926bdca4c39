import type { CatalogueEntry } from '../../shared/catalogue-entry.js';
import type { Principal } from '../../shared/principal.js';
import type { PlayableExercise } from '../exercise.js';
import { labelOf, latestOf, type AuthoredExercise } from './authored-exercise.js';
import type { AuthoredExerciseStore } from './authored-exercise.store.js';
import { isWithinReach } from './authored-play.policy.js';
import { playableOf } from './authored-play.service.js';
import { factsOf } from '../type-facts.js';
import type { ExerciseVersionStore } from './exercise-version.store.js';

/** Published exercises, for those who put them into courses. */
export interface AuthoredCatalogue {
  /** Whether links of this platform may open it. */
  has(id: string, platformId: string): Promise<boolean>;
  /** What the person may put into their course. */
  entries(principal: Principal, locale: string): Promise<readonly CatalogueEntry[]>;
  /** @returns undefined for what is not published */
  entry(id: string, locale: string): Promise<CatalogueEntry | undefined>;
}

export interface AuthoredCatalogueDeps {
  readonly exercises: AuthoredExerciseStore;
  readonly versions: ExerciseVersionStore;
  /** Points for a right answer; undefined when the server does not grade its type. */
  readonly maxScoreOf: (exercise: PlayableExercise) => number | undefined;
}

export function createAuthoredCatalogue(deps: AuthoredCatalogueDeps): AuthoredCatalogue {
  const { exercises, versions, maxScoreOf } = deps;

  async function entryOf(
    exercise: AuthoredExercise,
    locale: string,
  ): Promise<CatalogueEntry | undefined> {
    const latest = latestOf(exercise);
    const version = latest && (await versions.get(exercise.id, labelOf(latest)));
    const playable = version && playableOf(version, locale);
    if (!playable) return undefined;
    const maxScore = maxScoreOf(playable);
    const others = Object.keys(version.languages).filter((code) => code !== playable.language);
    return {
      contentId: exercise.id,
      kind: 'exercise',
      title: playable.title,
      type: factsOf(playable.library).kind,
      languages: [playable.language, ...others],
      graded: maxScore !== undefined,
      maxScore,
      minutes: exercise.minutes,
      path: `/exercises/${exercise.id}`,
    };
  }

  return {
    async has(id, platformId) {
      const exercise = await exercises.get(id);
      return exercise !== undefined && isWithinReach(exercise, platformId);
    },

    async entries({ platformId, contextId }, locale) {
      const own = contextId === undefined ? [] : exercises.ofCourse({ platformId, contextId });
      const found = (await Promise.all([own, exercises.sharedWith(platformId)])).flat();
      const offered = new Map(
        found.filter(({ state }) => state === 'published').map((one) => [one.id, one]),
      );
      const entries = [...offered.values()].map((exercise) => entryOf(exercise, locale));
      return (await Promise.all(entries)).flatMap((entry) => entry ?? []);
    },

    async entry(id, locale) {
      const exercise = await exercises.get(id);
      return exercise && entryOf(exercise, locale);
    },
  };
}
