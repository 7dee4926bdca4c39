import type { Link, Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { ExerciseText, ModuleText, UnitText } from '../curriculum.js';
import { marksOf, numberedSources } from './numbered-sources.js';
import type {
  ExerciseRow,
  ModuleModel,
  NotReadyModel,
  StartModel,
  Step,
  TogetherCard,
  UnitCard,
  UnitModel,
} from './page-models.js';
import { lookUpLinks } from '../profiles/profile.views.js';
import type { BestTries, Reader } from './reader.js';
import type { SupplementText } from '../supplements/supplement-text.js';
import { supplementLinks } from '../supplements/supplement.views.js';

/** For those who teach, while nothing is chosen: everything there is, and how to choose. */
export function startPage(modules: readonly ModuleText[], { t, base }: Reader): Page<StartModel> {
  return {
    view: 'curriculum/start',
    title: t('curriculum.start.title'),
    model: {
      explanation: t('curriculum.start.explanation'),
      modules: modules.map((module) => ({
        href: `${base}/modules/${module.id}`,
        title: module.title,
        subtitle: module.subtitle,
        meta: moduleMeta(module, t),
        lang: module.language,
      })),
      lookUp: lookUpLinks({ t, base }),
    },
  };
}

/** For learners, while nothing is chosen. */
export function notReadyPage({ t, base }: Reader): Page<NotReadyModel> {
  return {
    view: 'curriculum/not-ready',
    title: t('curriculum.not-ready.title'),
    model: {
      explanation: t('curriculum.not-ready.explanation'),
      advice: t('curriculum.not-ready.advice'),
      lookUp: lookUpLinks({ t, base }),
    },
  };
}

/** @param supplements all there are; those of this module get a link */
export function modulePage(
  module: ModuleText,
  reader: Reader,
  supplements: readonly SupplementText[] = [],
): Page<ModuleModel> {
  const { t, base, tries } = reader;
  const exercises = module.units.flatMap((unit) => unit.exercises);
  const { done, total } = countDone(exercises, tries);
  const together = togetherCards(module, reader);
  const countries = supplementLinks(supplements, module, reader);
  const back = { href: `${base}/`, label: t('curriculum.start.title') };
  return {
    view: 'curriculum/module',
    title: module.title,
    lang: module.language,
    back: reader.hasChosenContent ? undefined : back,
    model: {
      lang: module.language,
      subtitle: module.subtitle,
      meta: moduleMeta(module, t),
      awaitingCheck: module.awaitingCheck && reader.teaches,
      progress: {
        percent: percentOf(done, total),
        words:
          done === total
            ? t('curriculum.progress.all-done')
            : t('curriculum.progress.words', { done, total }),
      },
      next: nextStep(module, reader),
      contents: contentsOf(together.length > 0, t),
      units: module.units.map((unit, at) => unitCard(unit, at + 1, reader)),
      hasTogether: together.length > 0,
      together,
      hasCountries: countries.length > 0,
      countries,
      outcomes: module.outcomes,
      counts: [
        t('curriculum.counts.graded', { count: total }),
        t('curriculum.counts.practice', { count: exercises.length - total }),
      ],
      lookUp: lookUpLinks(reader),
    },
  };
}

export function unitPage(unit: UnitText, module: ModuleText, reader: Reader): Page<UnitModel> {
  const { t, base } = reader;
  const at = module.units.findIndex(({ id }) => id === unit.id);
  const sources = numberedSources(unit.points, t);
  const place = t('curriculum.unit.place', { number: at + 1, total: module.units.length });
  return {
    view: 'curriculum/unit',
    title: unit.title,
    lang: unit.language,
    back: { href: `${base}/modules/${module.id}`, label: moduleName(module, t) },
    model: {
      lang: unit.language,
      purpose: unit.purpose,
      meta: `${place} · ${about(unit.hours, t)}`,
      exercisesCount: exercisesCount(unit, t),
      awaitingCheck: unit.awaitingCheck && reader.teaches,
      story: unit.starter,
      points: unit.points.map((point) => ({
        text: point.text,
        hasSources: point.sources.length > 0,
        sources: marksOf(point, sources),
      })),
      hasMistakes: unit.mistakes.length > 0,
      mistakes: unit.mistakes,
      takeaway: unit.takeaway,
      exercises: unit.exercises.map((exercise) => exerciseRow(exercise, reader)),
      neighbours: neighboursOf(module, at, reader),
      hasSources: sources.length > 0,
      sources,
    },
  };
}

/**
 * Where to go on: the first graded exercise that was not answered, but by way of its unit's page
 * when nothing of that unit was answered, since the page explains what its exercises ask.
 */
function nextStep(module: ModuleText, { t, base, tries }: Reader): Step {
  const isBegun = (unit: UnitText): boolean => unit.exercises.some(({ id }) => tries.has(id));
  const toUnit = (unit: UnitText | undefined): Pick<Step, 'href' | 'title'> => ({
    href: unit ? `${base}/units/${unit.id}` : '#units',
    title: unit?.title ?? module.title,
  });
  for (const unit of module.units) {
    const open = unit.exercises.find(({ id, graded }) => graded && !tries.has(id));
    if (!open) continue;
    const label = module.units.some(isBegun)
      ? t('curriculum.next-step.continue')
      : t('curriculum.next-step.begin');
    if (!isBegun(unit)) return { label, ...toUnit(unit) };
    return { label, href: `${base}/exercises/${open.id}`, title: open.title };
  }
  return { label: t('curriculum.next-step.again'), ...toUnit(module.units[0]) };
}

function unitCard(unit: UnitText, number: number, { t, base, tries }: Reader): UnitCard {
  const { done, total } = countDone(unit.exercises, tries);
  const isDone = done === total && total > 0;
  return {
    href: `${base}/units/${unit.id}`,
    title: unit.title,
    meta: `${exercisesCount(unit, t)} · ${about(unit.hours, t)}`,
    state: isDone
      ? t('curriculum.state.done')
      : t('curriculum.state.unit-progress', { done, total }),
    wheel: { label: String(number), percent: percentOf(done, total), isDone },
  };
}

function exerciseRow({ id, title, graded }: ExerciseText, { t, base, tries }: Reader): ExerciseRow {
  const best = tries.get(id);
  const href = `${base}/exercises/${id}`;
  if (best) {
    const points = { score: best.scoreGiven, maxScore: best.scoreMaximum };
    return { href, title, state: t('curriculum.state.points', points), isDone: true };
  }
  const state = graded ? t('curriculum.state.not-begun') : t('curriculum.state.practice');
  return { href, title, state, isDone: false };
}

function neighboursOf(module: ModuleText, at: number, { t, base }: Reader): readonly Step[] {
  const around = [
    { unit: module.units[at - 1], label: t('curriculum.unit.previous') },
    { unit: module.units[at + 1], label: t('curriculum.unit.next') },
  ];
  return around.flatMap(({ unit, label }) =>
    unit ? [{ href: `${base}/units/${unit.id}`, label, title: unit.title }] : [],
  );
}

function togetherCards(module: ModuleText, { t, base }: Reader): readonly TogetherCard[] {
  const kinds = {
    case: t('curriculum.module.case'),
    activity: t('curriculum.module.activity'),
  };
  return module.together.map(({ kind, title, text, exerciseId }) => ({
    kind: kinds[kind],
    title,
    text,
    hasLink: true,
    href: exerciseId === undefined ? `${base}/tandem` : `${base}/exercises/${exerciseId}`,
  }));
}

function contentsOf(hasTogether: boolean, t: Translate): readonly Link[] {
  return [
    { href: '#units', label: t('curriculum.module.units') },
    ...(hasTogether ? [{ href: '#together', label: t('curriculum.module.together') }] : []),
    { href: '#outcomes', label: t('curriculum.module.outcomes') },
    { href: '#counts', label: t('curriculum.module.counts') },
  ];
}

function countDone(
  exercises: readonly ExerciseText[],
  tries: BestTries,
): { readonly done: number; readonly total: number } {
  const graded = exercises.filter((exercise) => exercise.graded);
  return { done: graded.filter(({ id }) => tries.has(id)).length, total: graded.length };
}

/** Rounded down, so that 100 means all. */
function percentOf(done: number, total: number): number {
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function moduleMeta(module: ModuleText, t: Translate): string {
  return [
    moduleName(module, t),
    t('curriculum.module.units-count', { count: module.units.length }),
    t('duration.hours', { hours: module.hours }),
  ].join(' · ');
}

function moduleName({ number }: ModuleText, t: Translate): string {
  return t('curriculum.module.name', { number });
}

function exercisesCount(unit: UnitText, t: Translate): string {
  return t('curriculum.unit.exercises-count', { count: unit.exercises.length });
}

/** Under an hour in minutes, else in hours. */
function about(hours: number, t: Translate): string {
  const duration =
    hours < 1
      ? t('duration.minutes', { minutes: Math.round(hours * 60) })
      : t('duration.hours', { hours });
  return t('curriculum.unit.about', { duration });
}
