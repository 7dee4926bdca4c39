import { createCatalogue, type Curriculum } from './curriculum/index.js';
import type { GradedExercise, GradingSubsystemDeps } from './grading/index.js';
import { isAuthored, type H5p, type PlayableExercise } from './h5p/index.js';
import type { Principal } from './shared/principal.js';

/** What grading asks of the content behind a person's link. */
export function contentForGrading(
  curriculum: Curriculum,
  h5p: H5p,
): Pick<
  GradingSubsystemDeps,
  | 'exerciseFor'
  | 'gradedFor'
  | 'readableFor'
  | 'orderFor'
  | 'contentOf'
  | 'activityOf'
  | 'textsBehind'
> {
  const catalogue = createCatalogue(curriculum, (exercise) => h5p.maxScoreOf(exercise));
  const idsBehind = ({ contentId = '' }: Principal): readonly string[] =>
    isAuthored(contentId) ? [contentId] : curriculum.exercisesOf(contentId).map(({ id }) => id);
  return {
    exerciseFor: async (principal, { id, language, version }) => {
      const exercise = await h5p.exerciseFor(principal, { id, locale: language, seen: version });
      return { ...exercise, grade: (response) => h5p.grade(exercise, response) };
    },
    async gradedFor(principal) {
      const graded = idsBehind(principal).map((id) => gradedExercise(h5p, principal, id));
      return (await Promise.all(graded)).flatMap((exercise) => exercise ?? []);
    },
    async readableFor(principal, answered) {
      const exercise = await answeredExercise(curriculum, h5p, { principal, ...answered });
      if (!exercise) return undefined;
      return {
        title: exercise.title,
        language: exercise.language,
        library: exercise.library,
        inWords: (response, names) => h5p.inWords(exercise, response, names),
      };
    },
    contentOf: async (contentId) =>
      isAuthored(contentId)
        ? h5p.authored.entry(contentId, 'en')
        : catalogue('en').find((entry) => entry.contentId === contentId && entry.graded),
    activityOf: (id) => curriculum.activity(id, 'en'),
    orderFor: (principal) => Promise.resolve(idsBehind(principal)),
    async textsBehind(principal, linkIds, locale) {
      const exercises = await Promise.all(
        idsBehind(principal).map((id) => h5p.exerciseFor(principal, { id, locale })),
      );
      return textsIn(h5p, linkIds, exercises);
    },
  };
}

/** @returns undefined for what the server does not grade */
async function gradedExercise(
  h5p: H5p,
  principal: Principal,
  id: string,
): Promise<GradedExercise | undefined> {
  const maxScore = h5p.maxScoreOf(await h5p.exerciseFor(principal, { id, locale: 'en' }));
  return maxScore === undefined ? undefined : { id, maxScore };
}

/** What somebody answered: the curriculum as it is today, a trainer's exercise as it was then. */
async function answeredExercise(
  curriculum: Curriculum,
  h5p: H5p,
  {
    principal,
    id,
    language,
    version,
  }: {
    readonly principal: Principal;
    readonly id: string;
    readonly language: string;
    readonly version: string;
  },
): Promise<PlayableExercise | undefined> {
  const { contentId = '' } = principal;
  if (isAuthored(id)) {
    return id === contentId ? h5p.authored.version(id, version, language) : undefined;
  }
  const found = curriculum.contains(contentId, id) && curriculum.exercise(id, language);
  return found ? { ...found, version: curriculum.version } : undefined;
}

/** With the titles of the exercises. */
async function textsIn(
  h5p: H5p,
  linkIds: readonly string[],
  exercises: readonly PlayableExercise[],
): ReturnType<GradingSubsystemDeps['textsBehind']> {
  const byId = new Map(exercises.map((exercise) => [exercise.id, exercise]));
  const texts = await h5p.openTexts(linkIds, exercises);
  return texts.flatMap((text) => {
    const exercise = byId.get(text.exerciseId);
    return exercise ? [{ ...text, title: exercise.title, language: exercise.language }] : [];
  });
}
