import type { CatalogueEntry } from '../shared/catalogue-entry.js';
import type { Curriculum, ExerciseContent, ModuleText } from './curriculum.js';

/** Points for a right answer; undefined when it is not graded by the server. */
export type MaxScoreOf = (
  exercise: ExerciseContent & { readonly version: string },
) => number | undefined;

/** What the curriculum has to choose from, made once for each language. */
export function createCatalogue(
  curriculum: Curriculum,
  maxScoreOf: MaxScoreOf,
): (locale: string) => readonly CatalogueEntry[] {
  const made = new Map<string, readonly CatalogueEntry[]>();
  return (locale) => {
    let entries = made.get(locale);
    if (!entries) {
      const modules = curriculum.modules(locale);
      entries = modules.flatMap((module) => entriesOf(curriculum, module, maxScoreOf));
      made.set(locale, entries);
    }
    return entries;
  };
}

function entriesOf(
  curriculum: Curriculum,
  module: ModuleText,
  maxScoreOf: MaxScoreOf,
): readonly CatalogueEntry[] {
  const languages = languagesOf(curriculum, module);
  const exercises = module.exerciseIds.flatMap((id) => {
    const exercise = curriculum.exercise(id, module.language);
    if (!exercise) return [];
    const maxScore = maxScoreOf({ ...exercise, version: curriculum.version });
    const entry: CatalogueEntry = {
      contentId: id,
      kind: 'exercise',
      moduleTitle: module.title,
      title: exercise.title,
      type: exercise.kind,
      languages,
      graded: maxScore !== undefined,
      maxScore,
      minutes: exercise.minutes,
      path: `/exercises/${id}`,
    };
    return [entry];
  });
  const points = exercises.flatMap(({ maxScore }) => maxScore ?? []);
  const whole: CatalogueEntry = {
    contentId: module.id,
    kind: 'module',
    moduleTitle: module.title,
    title: module.title,
    type: 'module',
    languages,
    graded: points.length > 0,
    maxScore: points.length > 0 ? points.reduce((sum, score) => sum + score, 0) : undefined,
    minutes: Math.round(module.hours * 60),
    path: `/modules/${module.id}`,
  };
  return [whole, ...exercises];
}

/** Modules come whole or not at all in a language. */
function languagesOf(curriculum: Curriculum, module: ModuleText): readonly string[] {
  const others = curriculum.languages.filter(
    (language) =>
      language !== module.language && curriculum.module(module.id, language)?.language === language,
  );
  return [module.language, ...others];
}
