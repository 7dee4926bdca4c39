import { button, el } from '../shared/dom.js';
import type { Phrase } from '../shared/phrases.js';
import { quietButton } from '../shared/result.js';
import { LONGEST, MOST_ROWS } from './form.js';

export interface RowsView {
  readonly element: HTMLElement;
  read(): readonly (readonly string[])[];
  write(rows: readonly (readonly string[])[]): void;
  focus(): void;
}

/** Rows to fill in, as many as somebody needs: each a group of named fields, so that it fits a phone. */
export function rowsView(
  columns: readonly string[],
  { phrase, changed }: { readonly phrase: Phrase; readonly changed: () => void },
): RowsView {
  const list = el('div', { class: 'tandem-rows' });
  const add = quietButton(phrase('addRow'), () => {
    if (list.childElementCount >= MOST_ROWS) return;
    append([]).querySelector('input')?.focus();
    changed();
  });

  function append(cells: readonly string[]): HTMLElement {
    const fields = columns.map((column, at) => cell(column, cells[at] ?? '', changed));
    const remove = button('', () => takeAway(row), {
      class: 'tandem-button tandem-button-quiet tandem-row-remove',
    });
    const row = el(
      'fieldset',
      { class: 'tandem-row' },
      el('legend', { class: 'tandem-row-name' }),
      el('div', { class: 'tandem-cells' }, ...fields),
      remove,
    );
    list.append(row);
    number();
    return row;
  }

  function takeAway(row: HTMLElement): void {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    number();
    (next?.querySelector('input') ?? add).focus();
    changed();
  }

  function number(): void {
    [...list.children].forEach((row, at) => {
      const place = { number: at + 1 };
      const name = row.querySelector('.tandem-row-name');
      const remove = row.querySelector('.tandem-row-remove');
      if (name) name.textContent = phrase('row', place);
      if (remove) remove.textContent = phrase('removeRow', place);
    });
    add.setAttribute('aria-disabled', String(list.childElementCount >= MOST_ROWS));
  }

  return {
    element: el('div', {}, list, el('div', { class: 'tandem-actions tandem-row-add' }, add)),
    read: () =>
      [...list.children].map((row) => [...row.querySelectorAll('input')].map(({ value }) => value)),
    write(rows) {
      list.replaceChildren();
      for (const row of rows.length === 0 ? [[]] : rows) append(row);
    },
    focus: () => list.querySelector('input')?.focus(),
  };
}

function cell(column: string, text: string, changed: () => void): HTMLElement {
  const input = el('input', {
    type: 'text',
    class: 'tandem-field',
    maxlength: String(LONGEST.cell),
  });
  input.value = text;
  input.addEventListener('change', changed);
  return el('label', { class: 'tandem-cell' }, column, input);
}
