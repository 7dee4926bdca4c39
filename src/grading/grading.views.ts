import { clockTimeIn, momentIn } from '../i18n/moments.js';
import type { StandingModel } from '../h5p/index.js';
import type { Locale, Translate } from '../i18n/i18n.js';
import { mayResend, type Points } from './delivery/delivery.js';
import type { Counting } from './columns/link-grading.js';
import type { Standing } from './grading.service.js';

/** Where the score stands, in the learner's words. Undefined standing: nothing answered yet. */
export function standingModel(
  t: Translate,
  locale: Locale,
  { standing, counting }: { readonly standing: Standing | undefined; readonly counting: Counting },
): StandingModel {
  // The best try is what people expect; any other rule is said.
  const rule = counting === 'best' ? '' : `${t(`gradebook.counting.${counting}`)}.`;
  if (!standing) {
    const text = counting === 'best' ? t('standing.none') : t('standing.none-yet');
    return { state: 'none', text, facts: rule, mayResend: false };
  }
  const { best } = standing;
  const here = best
    ? t('standing.this-exercise', { score: best.scoreGiven, maximum: best.scoreMaximum })
    : '';
  const { state, text } = deliveryText(t, locale, standing);
  return {
    state,
    text: [here, text].filter((words) => words !== '').join(' '),
    facts: [rule, factsOf(t, locale, standing)].filter((words) => words !== '').join(' '),
    mayResend: mayResend(standing.delivery),
  };
}

/** What was sent and when, and what the gradebook showed since. */
function factsOf(t: Translate, locale: Locale, { delivery }: Standing): string {
  const { sent = [], deliveredAt, there } = delivery;
  const last = sent.at(-1);
  const facts = [
    ...(last && deliveredAt !== undefined
      ? [t('standing.sent', { ...wordsOf(last), time: momentIn(deliveredAt, locale) })]
      : []),
    ...(there?.points
      ? [t('standing.there', { ...wordsOf(there.points), time: momentIn(there.at, locale) })]
      : []),
  ];
  return facts.join(' ');
}

function wordsOf({ scoreGiven, scoreMaximum }: Points): { score: number; maximum: number } {
  return { score: scoreGiven, maximum: scoreMaximum };
}

function deliveryText(
  t: Translate,
  locale: Locale,
  standing: Standing,
): Pick<StandingModel, 'state' | 'text'> {
  const { delivery, nextTryAt } = standing;
  const points = { score: standing.scoreGiven, maximum: standing.scoreMaximum };
  switch (delivery.state) {
    case 'delivered':
      return { state: 'delivered', text: t('standing.delivered', points) };
    case 'changed':
      return { state: 'changed', text: t('standing.changed', points) };
    case 'refused':
      return { state: 'refused', text: t('standing.refused', points) };
    case 'kept':
      return {
        state: 'kept',
        text: t(
          delivery.reason === 'not-a-learner' ? 'standing.not-learner' : 'standing.kept',
          points,
        ),
      };
    case 'waiting': {
      if (delivery.tries === 0 || nextTryAt === undefined) {
        return { state: 'waiting', text: t('standing.waiting', points) };
      }
      const time = clockTimeIn(nextTryAt, locale);
      return { state: 'waiting', text: t('standing.retrying', { ...points, time }) };
    }
  }
}
