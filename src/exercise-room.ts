import type { BuiltFiles } from './built-files.js';
import { exerciseBehind, exercisePlace, type Curriculum } from './curriculum/index.js';
import type { Foundation } from './foundation.js';
import type { GradingSubsystem } from './grading/index.js';
import { createH5p, isAuthored, type H5p, type H5pDeps } from './h5p/index.js';
import type { Assets } from './http/assets.js';
import type { Lti } from './lti/index.js';
import { hasCode } from './shared/errors.js';
import { newId } from './shared/ids.js';

/** The room of exercises, and what it is told of the others. */
export async function openExerciseRoom(
  { config, database, clock }: Foundation,
  others: {
    readonly curriculum: Curriculum;
    readonly lti: Lti;
    readonly assets: Assets;
    readonly built: BuiltFiles;
    /** Asked for when somebody comes, since it is built after this. */
    readonly grading: () => GradingSubsystem;
  },
): Promise<H5p> {
  const { curriculum, lti, assets, built, grading } = others;
  const { publicUrl, dataDir } = config;
  const h5p: H5p = await createH5p({
    ...{ database, clock, newId, assets, publicUrl, dataDir },
    ...{ ...built, ...authorSurroundings(curriculum, lti) },
    curriculumExercise: (principal, wanted) => exerciseBehind(curriculum, principal, wanted),
    curriculumExercises: () =>
      curriculum
        .modules('en')
        .flatMap(({ id }) => curriculum.exercisesOf(id))
        .flatMap(({ id }) => curriculum.exercise(id, 'en') ?? []),
    surroundingsOf: async (principal, exercise, reader) => ({
      ...(isAuthored(exercise.id)
        ? {}
        : exercisePlace(curriculum, principal, { exerciseId: exercise.id, ...reader })),
      standing:
        h5p.maxScoreOf(exercise) === undefined
          ? undefined
          : await grading().standingOf(principal, exercise.id, reader),
    }),
  });
  return h5p;
}

/** What those who write exercises are shown of the other rooms. */
function authorSurroundings(
  curriculum: Curriculum,
  lti: Lti,
): Pick<H5pDeps, 'modulesIn' | 'namesOf'> {
  return {
    modulesIn: (locale) => curriculum.modules(locale),
    async namesOf(principal) {
      try {
        const { people } = await lti.people(principal);
        return new Map(people.flatMap(({ userId, name }) => (name ? [[userId, name]] : [])));
      } catch (fault) {
        // Who changed something is worth less than the page on which it stands.
        if (hasCode(fault)) return new Map();
        throw fault;
      }
    },
  };
}
