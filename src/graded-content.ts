import { createCatalogue, exerciseBehind, type Curriculum } from './curriculum/index.js';
import type { GradedExercise, GradingSubsystemDeps } from './grading/index.js';
import type { H5p } from './h5p/index.js';
import type { Principal } from './shared/principal.js';

/** What grading asks of the content behind a person's link. */
export function contentForGrading(
  curriculum: Curriculum,
  h5p: H5p,
): Pick<
  GradingSubsystemDeps,
  'exerciseFor' | 'gradedFor' | 'readableFor' | 'orderFor' | 'contentOf'
> {
  const catalogue = createCatalogue(curriculum, (exercise) => h5p.maxScoreOf(exercise));
  return {
    exerciseFor: (principal, { id, language }) => {
      const exercise = exerciseBehind(curriculum, principal, { id, locale: language });
      return { ...exercise, grade: (response) => h5p.grade(exercise, response) };
    },
    gradedFor: (principal) => gradedBehind(curriculum, h5p, principal),
    readableFor: ({ contentId = '' }, { id, language }) => {
      const found = curriculum.contains(contentId, id) && curriculum.exercise(id, language);
      if (!found) return undefined;
      const exercise = { ...found, version: curriculum.version };
      return { ...found, inWords: (response, names) => h5p.inWords(exercise, response, names) };
    },
    contentOf: (contentId) =>
      catalogue('en').find((entry) => entry.contentId === contentId && entry.graded),
    orderFor: ({ contentId = '' }) => curriculum.exercisesOf(contentId).map(({ id }) => id),
  };
}

/** Everything behind the person's link that the server grades, with its points. */
function gradedBehind(
  curriculum: Curriculum,
  h5p: H5p,
  principal: Principal,
): readonly GradedExercise[] {
  const { contentId } = principal;
  if (contentId === undefined) return [];
  return curriculum.exercisesOf(contentId).flatMap(({ id }) => {
    const maxScore = h5p.maxScoreOf(exerciseBehind(curriculum, principal, { id, locale: 'en' }));
    return maxScore === undefined ? [] : [{ id, maxScore }];
  });
}
