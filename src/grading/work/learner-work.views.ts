import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import { causeOf } from '../delivery/delivery.js';
import type { AnsweredExercise, AttemptInWords, LearnerWork } from './learner-work.service.js';

export interface LearnerWorkModel {
  readonly hasWork: boolean;
  /** What is said where there is none. */
  readonly nothing: string;
  readonly score: string;
  readonly state: string;
  /** For the colour beside the words. */
  readonly standing: string;
  readonly exercises: readonly ExerciseModel[];
}

interface ExerciseModel {
  readonly title: string;
  readonly lang: string;
  readonly best: string;
  readonly tries: string;
  readonly latest: readonly TryModel[];
  readonly hasEarlier: boolean;
  readonly earlier: readonly TryModel[];
  readonly earlierLabel: string;
}

interface TryModel {
  readonly when: string;
  /** For machines: ISO 8601. */
  readonly at: string;
  readonly points: string;
  readonly lang: string;
  readonly hasAnswer: boolean;
  readonly parts: readonly { readonly text: string; readonly correct: boolean }[];
}

/** So many tries are shown at once; those before them when they are asked for. */
const LATEST = 3;

export function learnerWorkPage(
  work: LearnerWork,
  t: Translate,
  locale: Locale,
): Page<LearnerWorkModel> {
  const { isOwn, score, exercises } = work;
  return {
    view: 'grading/learner-work',
    title: t(isOwn ? 'work.title-own' : 'work.title'),
    model: {
      hasWork: score !== undefined,
      nothing: t(isOwn ? 'work.nothing-own' : 'work.nothing'),
      score: score ? t('work.score', { score: score.scoreGiven, maximum: score.scoreMaximum }) : '',
      state: score ? stateOf(score.delivery, t, locale) : '',
      standing: score?.delivery.state ?? 'none',
      exercises: exercises.map((exercise) => exerciseModel(exercise, t, locale)),
    },
  };
}

function stateOf(
  delivery: NonNullable<LearnerWork['score']>['delivery'],
  t: Translate,
  locale: Locale,
): string {
  switch (delivery.state) {
    case 'delivered':
      return delivery.deliveredAt === undefined
        ? t('work.state.delivered')
        : t('work.state.delivered-at', { time: momentIn(delivery.deliveredAt, locale) });
    case 'waiting':
      return t(delivery.tries === 0 ? 'work.state.waiting' : 'work.state.retrying');
    case 'refused':
      return t('work.state.refused', { reason: t(`cause.${causeOf(delivery)}`) });
    case 'changed':
      return t('work.state.changed');
    case 'kept':
      return t('work.state.kept');
  }
}

function exerciseModel(
  { title, language, best, attempts }: AnsweredExercise,
  t: Translate,
  locale: Locale,
): ExerciseModel {
  const tries = attempts.map((attempt) => tryModel(attempt, t, locale));
  const earlier = tries.slice(LATEST);
  return {
    title,
    lang: language ?? locale,
    best: t('work.best', { score: best.scoreGiven, maximum: best.scoreMaximum }),
    tries: t('work.tries', { count: tries.length }),
    latest: tries.slice(0, LATEST),
    hasEarlier: earlier.length > 0,
    earlier,
    earlierLabel: t('work.earlier', { count: earlier.length }),
  };
}

function tryModel(attempt: AttemptInWords, t: Translate, locale: Locale): TryModel {
  const { at, scoreGiven, scoreMaximum, language, answer } = attempt;
  return {
    when: momentIn(at, locale),
    at: new Date(at).toISOString(),
    points: t('curriculum.state.points', { score: scoreGiven, maxScore: scoreMaximum }),
    lang: language,
    hasAnswer: answer !== undefined,
    parts: answer ?? [],
  };
}
