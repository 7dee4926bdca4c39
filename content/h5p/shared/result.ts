import { button, el, heard, icon } from './dom.js';
import type { Outcome, OutcomePart } from './grading.js';
import type { Phrase } from './phrases.js';
import { decode } from './text.js';

export type Grade = 'right' | 'partly' | 'wrong';

export function gradeOf({ score, maxScore }: Outcome): Grade {
  if (score >= maxScore) return 'right';
  return score > 0 ? 'partly' : 'wrong';
}

/** The panel that says how it went. It can take the focus, which also has it read out. */
export function resultPanel(
  outcome: Outcome,
  phrase: Phrase,
  actions: readonly HTMLElement[],
): HTMLElement {
  const grade = gradeOf(outcome);
  const { score, maxScore } = outcome;
  const feedback = decode(outcome.feedback);
  return el(
    'div',
    { class: `tandem-result tandem-result-${grade}`, tabindex: '-1', role: 'group' },
    el(
      'p',
      { class: 'tandem-result-head' },
      icon(grade),
      el('strong', {}, phrase(grade)),
      el('span', { class: 'tandem-points' }, phrase('points', { score, total: maxScore })),
    ),
    feedback === '' ? undefined : el('p', { class: 'tandem-result-text' }, feedback),
    el('div', { class: 'tandem-actions' }, ...actions),
  );
}

/** Right or wrong beside one part of the answer, in a sign and in words. */
export function partMark(part: OutcomePart, phrase: Phrase): HTMLElement {
  const mark = part.correct ? 'right' : 'wrong';
  const feedback = decode(part.feedback ?? '');
  return el(
    'span',
    { class: `tandem-mark tandem-mark-${mark}` },
    icon(mark),
    el('span', {}, el('strong', {}, phrase(mark)), feedback === '' ? undefined : ` ${feedback}`),
  );
}

/** Right or wrong inside a sentence: a sign, and its words for those who hear the page. */
export function partSign(part: OutcomePart, phrase: Phrase): HTMLElement {
  const mark = part.correct ? 'right' : 'wrong';
  return el('span', { class: 'tandem-sign' }, icon(mark), heard(` ${phrase(mark)}`));
}

export function quietButton(text: string, onPress: () => void): HTMLButtonElement {
  return button(text, onPress, { class: 'tandem-button tandem-button-quiet' });
}
