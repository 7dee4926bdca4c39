import type { Content, ModuleContent } from '../content.js';
import type {
  CompetenceText,
  ExerciseContent,
  ExerciseOutline,
  InLanguage,
  ModuleText,
  SourceText,
  TogetherText,
  UnitText,
} from '../curriculum.js';
import type { Exercise } from './exercise.js';
import { LIBRARIES } from './exercise.h5p.js';
import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';
import { exercisesOf, type Module, type ModuleTextsFile } from './module.js';
import type { Unit } from './unit.js';

/** A module in one language, with its exercises ready to be played. */
export interface LocalModule {
  readonly module: ModuleText;
  readonly exercises: readonly ExerciseContent[];
}

/** What the parts of a module need while it is put together. */
interface Place {
  readonly structure: Module;
  readonly texts: ModuleTextsFile;
  readonly inLanguage: InLanguage;
  readonly competencesOf: (ids: readonly string[]) => readonly CompetenceText[];
  readonly sourcesOf: (ids: readonly string[]) => readonly SourceText[];
}

/** Joins structure and words. English where the language lacks the module. */
export function localise(content: Content, of: ModuleContent, language: string): LocalModule {
  const { structure } = of;
  const texts = textsIn(of.texts, language);
  const profile = entryOf(Object.fromEntries(content.profiles), 'tutor').texts;
  const names = textsIn(profile, texts.language);
  const inLanguage = { language: texts.language, awaitingCheck: isAwaitingCheck(texts) };
  const place: Place = {
    structure,
    texts,
    inLanguage,
    competencesOf: (ids) => ids.map((id) => ({ id, name: entryOf(names.competences, id).name })),
    sourcesOf: (ids) => ids.flatMap((id) => content.sources.get(id) ?? []),
  };
  return {
    module: {
      id: structure.id,
      number: structure.number,
      title: texts.title,
      subtitle: texts.subtitle,
      hours: structure.hours.total,
      outcomes: structure.outcomes.map((id) => entryOf(texts.outcomes, id)),
      competences: place.competencesOf(structure.competences),
      units: structure.units.map((unit, at) => unitOf(place, unit, at)),
      exerciseIds: exercisesOf(structure).map(({ id }) => id),
      together: togetherOf(place),
      ...inLanguage,
    },
    exercises: exercisesOf(structure).map((exercise) => contentOf(place, exercise)),
  };
}

/** An exercise without its words. */
export function outlineOf({ id, kind, minutes, graded, competence }: Exercise): ExerciseOutline {
  return { id, kind, minutes, graded, competence };
}

function unitOf({ structure, texts, ...place }: Place, unit: Unit, at: number): UnitText {
  const words = entryOf(texts.units, unit.id);
  const linkTo = (other: Unit | undefined): { id: string; title: string } | undefined =>
    other && { id: other.id, title: entryOf(texts.units, other.id).title };
  return {
    id: unit.id,
    moduleId: structure.id,
    title: words.title,
    hours: unit.hours,
    minutes: Math.round(unit.hours * 60),
    competences: place.competencesOf(unit.competences),
    purpose: words.purpose,
    starter: words.starter,
    points: unit.points.map(({ id, sources }) => ({
      text: entryOf(words.points, id),
      sources: place.sourcesOf(sources),
    })),
    mistakes: unit.mistakes.map((id) => entryOf(words.mistakes, id)),
    takeaway: words.takeaway,
    exercises: unit.exercises.map((exercise) => ({
      ...outlineOf(exercise),
      title: entryOf(texts.exercises, exercise.id).title,
    })),
    previous: linkTo(structure.units[at - 1]),
    next: linkTo(structure.units[at + 1]),
    ...place.inLanguage,
  };
}

function togetherOf({ structure, texts }: Place): readonly TogetherText[] {
  const together: TogetherText[] = [];
  if (structure.case) {
    const { id } = structure.case;
    const { title, perspective } = entryOf(texts.exercises, id);
    together.push({ kind: 'case', title, text: perspective ?? '', exerciseId: id });
  }
  if (texts.activity) {
    together.push({ kind: 'activity', ...texts.activity, activityId: structure.activity?.id });
  }
  return together;
}

function contentOf({ structure, texts, inLanguage }: Place, exercise: Exercise): ExerciseContent {
  const { title, params } = entryOf(texts.exercises, exercise.id);
  const unit = structure.units.find(({ exercises }) =>
    exercises.some(({ id }) => id === exercise.id),
  );
  return {
    ...outlineOf(exercise),
    moduleId: structure.id,
    unitId: unit?.id,
    title,
    library: LIBRARIES[exercise.kind],
    params,
    ...inLanguage,
  };
}
