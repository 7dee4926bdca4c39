import type * as Y from 'yjs';
import { bindInputs } from './inputs.js';

const NEW_ROW = 'new-row';

/** Ties the tables of the page to the document: rows come, go and move for both. */
export function bindTables(page: Document, shared: Y.Doc): void {
  for (const list of page.querySelectorAll<HTMLElement>('[data-rows]')) {
    bindTable(list, shared);
  }
}

function bindTable(list: HTMLElement, shared: Y.Doc): void {
  const rows = shared.getArray<string>(list.dataset.rows ?? '');
  const field = list.closest('[data-field]') ?? list;
  const template = field.querySelector<HTMLTemplateElement>('template[data-new-row]');
  const show = (): void => showRows(list, template, rows, shared);
  show();
  rows.observe(show);
  field.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button || !('addRow' in button.dataset || 'move' in button.dataset)) return;
    event.preventDefault();
    if ('addRow' in button.dataset) {
      rows.push([newRowId()]);
      list.lastElementChild?.querySelector<HTMLElement>('textarea')?.focus();
      return;
    }
    const row = button.closest<HTMLElement>('[data-row]')?.dataset.row ?? '';
    move(rows, row, button.dataset.move ?? '', shared);
    const moved = list.querySelector<HTMLElement>(
      `[data-row="${row}"] [data-move="${button.dataset.move ?? ''}"]`,
    );
    (moved ?? field.querySelector<HTMLElement>('[data-add-row]'))?.focus();
  });
}

function showRows(
  list: HTMLElement,
  template: HTMLTemplateElement | null,
  rows: Y.Array<string>,
  shared: Y.Doc,
): void {
  const wanted = [...new Set(rows.toArray())];
  const known = new Map(
    [...list.querySelectorAll<HTMLElement>(':scope > [data-row]')].map((row) => [
      row.dataset.row ?? '',
      row,
    ]),
  );
  for (const [id, row] of known) if (!wanted.includes(id)) row.remove();
  wanted.forEach((id, at) => {
    const row = known.get(id) ?? rowFrom(template, id);
    if (!row) return;
    // A row that stands where it should keeps the focus that is in it.
    if (list.children.item(at) !== row) list.insertBefore(row, list.children.item(at));
    bindInputs(row, shared);
    const label = row.querySelector('[data-row-label]');
    if (label) label.textContent = label.textContent.replace(/\d+|$/u, String(at + 1)).trim();
  });
}

/** The page brings an empty row in which the id is still to be put. */
function rowFrom(template: HTMLTemplateElement | null, id: string): HTMLElement | undefined {
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof HTMLElement)) return undefined;
  for (const element of [row, ...row.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? '';
      if (value.includes(NEW_ROW)) element.setAttribute(name, value.replaceAll(NEW_ROW, id));
    }
  }
  return row;
}

function move(rows: Y.Array<string>, row: string, how: string, shared: Y.Doc): void {
  const at = rows.toArray().indexOf(row);
  if (at < 0) return;
  const to = how === 'up' ? at - 1 : at + 1;
  if (how !== 'remove' && (to < 0 || to >= rows.length)) return;
  shared.transact(() => {
    rows.delete(at);
    if (how !== 'remove') rows.insert(to, [row]);
  });
}

function newRowId(): string {
  return crypto.randomUUID();
}
