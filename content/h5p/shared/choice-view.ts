import { el, setMark } from './dom.js';
import type { OutcomePart } from './grading.js';
import type { Tools } from './question-type.js';

export interface ChoiceRow {
  readonly id: string;
  /** Decoded. */
  readonly text: string;
}

/** Rows to choose from, each with a radio button or a checkbox. */
export interface ChoiceView {
  readonly element: HTMLElement;
  chosen(): readonly string[];
  choose(ids: readonly string[]): void;
  mark(parts: readonly OutcomePart[] | undefined): void;
  focus(): void;
}

export function choiceView(
  kind: 'radio' | 'checkbox',
  rows: readonly ChoiceRow[],
  { pageId, changed, markOf }: Pick<Tools, 'pageId' | 'changed' | 'markOf'>,
): ChoiceView {
  const drawn = rows.map(({ id, text }, at) => {
    const place = el('span', { class: 'tandem-option-mark', id: `${pageId}-mark-${at}` });
    const input = el('input', {
      type: kind,
      name: pageId,
      value: id,
      class: 'tandem-input',
      'aria-describedby': place.id,
    });
    input.addEventListener('change', changed);
    const words = el('span', { class: 'tandem-option-text' }, text);
    const label = el('label', { class: 'tandem-option-label' }, input, words);
    return { id, input, place, row: el('div', { class: 'tandem-option' }, label, place) };
  });
  return {
    element: el('div', { class: 'tandem-options' }, ...drawn.map(({ row }) => row)),
    chosen: () => drawn.filter(({ input }) => input.checked).map(({ id }) => id),
    choose(ids) {
      for (const { id, input } of drawn) input.checked = ids.includes(id);
    },
    mark(parts) {
      for (const { id, place, row } of drawn) {
        const part = parts?.find((candidate) => candidate.id === id);
        place.replaceChildren(...(part ? [markOf(part)] : []));
        setMark(row, part);
      }
    },
    focus() {
      const { input } = drawn.find((option) => option.input.checked) ?? drawn[0] ?? {};
      input?.focus();
    },
  };
}
