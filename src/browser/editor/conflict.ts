import { el } from './dom.js';
import type { Words } from './surroundings.js';

/** A place where two drafts are not the same, in words; '' where there is nothing. */
export interface Difference {
  readonly place: string;
  readonly mine: string;
  readonly theirs: string;
}

/** What the server says when somebody else saved meanwhile. */
export interface Conflict {
  readonly revision: number;
  /** Who saved it and when. */
  readonly says: string;
  readonly differences: readonly Difference[];
}

/** Both drafts side by side, as a table that stays readable in a narrow frame. */
export function drawDifferences(
  differences: readonly Difference[],
  words: Words,
): readonly HTMLElement[] {
  const head = el(
    'thead',
    {},
    el(
      'tr',
      {},
      el('th', { scope: 'col' }, words.mine ?? ''),
      el('th', { scope: 'col' }, words.theirs ?? ''),
    ),
  );
  const bodies = differences.map(({ place, mine, theirs }) =>
    el(
      'tbody',
      {},
      el('tr', {}, el('th', { scope: 'rowgroup', colspan: '2' }, place)),
      el('tr', {}, side(mine, words), side(theirs, words)),
    ),
  );
  return [head, ...bodies];
}

function side(text: string, { nothing = '' }: Words): HTMLElement {
  return text === '' ? el('td', { class: 'meta' }, nothing) : el('td', {}, text);
}
