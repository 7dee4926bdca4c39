import { button, el, icon } from '../shared/dom.js';
import type { Outcome } from '../shared/grading.js';
import type { Phrase } from '../shared/phrases.js';
import { gradeOf } from '../shared/result.js';
import { decode } from '../shared/text.js';
import { type PlayedPart, responseOf } from './parts.js';

/** The parts with what became of each; each line leads to its part. */
export function drawOverview(
  parts: readonly PlayedPart[],
  {
    outcome,
    phrase,
    goTo,
  }: {
    /** Undefined until the answers were checked. */
    readonly outcome: Outcome | undefined;
    readonly phrase: Phrase;
    readonly goTo: (part: number) => void;
  },
): HTMLElement {
  const lines = parts.map((part, at) => {
    const own = outcome?.parts.find(({ id }) => id === part.id)?.outcome;
    return el(
      'li',
      {},
      button('', () => goTo(at), { class: 'tandem-overview-part' }),
      own ? icon(gradeOf(own)) : undefined,
      el('span', { class: 'tandem-overview-status' }, statusOf(part, own, phrase)),
    );
  });
  lines.forEach((line, at) => {
    const link = line.querySelector('button');
    if (link) link.textContent = `${at + 1}. ${parts[at]?.title ?? ''}`;
  });
  return el('ol', { class: 'tandem-overview' }, ...lines);
}

function statusOf(part: PlayedPart, outcome: Outcome | undefined, phrase: Phrase): string {
  if (!part.graded) return phrase('notGraded');
  if (outcome) return phrase('points', { score: outcome.score, total: outcome.maxScore });
  return phrase(responseOf(part) === undefined ? 'notAnswered' : 'answered');
}

/** How it went altogether. It can take the focus, which also has it read out. */
export function drawResult(
  { score, maxScore, feedback }: Outcome,
  { passed, percent, phrase }: { passed: boolean; percent: number; phrase: Phrase },
): HTMLElement {
  const grade = passed ? 'right' : 'partly';
  const words = decode(feedback);
  return el(
    'div',
    { class: `tandem-result tandem-result-${grade}`, tabindex: '-1', role: 'group' },
    el(
      'p',
      { class: 'tandem-result-head' },
      icon(grade),
      el('strong', {}, phrase(passed ? 'passed' : 'notPassed')),
      el('span', { class: 'tandem-points' }, phrase('points', { score, total: maxScore })),
    ),
    percent > 0
      ? el('p', { class: 'tandem-result-text' }, phrase('passMark', { percent }))
      : undefined,
    words === '' ? undefined : el('p', { class: 'tandem-result-text' }, words),
  );
}
