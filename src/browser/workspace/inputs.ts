import type * as Y from 'yjs';
import { REMOTE } from './line.js';

type Box = HTMLInputElement | HTMLTextAreaElement;

/**
 * Ties the inputs of a part of the page to the document: what is typed goes in, what the partner
 * writes comes out, and the caret stays where it was.
 */
export function bindInputs(root: ParentNode, document: Y.Doc): void {
  for (const box of root.querySelectorAll<Box>('[data-part]:not([data-bound])')) {
    box.dataset.bound = '';
    const { part = '', key } = box.dataset;
    if (key === undefined) bindText(box, document.getText(part), document);
    else bindValue(box as HTMLInputElement, key, document.getMap<string>(part));
  }
}

function bindText(box: Box, text: Y.Text, document: Y.Doc): void {
  box.value = text.toJSON();
  box.addEventListener('input', () => {
    document.transact(() => changeText(text, box.value));
  });
  text.observe((event) => {
    if (event.transaction.origin !== REMOTE) return;
    const caret = { start: box.selectionStart ?? 0, end: box.selectionEnd ?? 0 };
    const hasFocus = box.ownerDocument.activeElement === box;
    box.value = text.toJSON();
    if (!hasFocus) return;
    box.setSelectionRange(movedBy(event.delta, caret.start), movedBy(event.delta, caret.end));
  });
}

/** Between what both have in common at the start and at the end lies what was typed. */
function changeText(text: Y.Text, wanted: string): void {
  const known = text.toJSON();
  const most = Math.min(known.length, wanted.length);
  let start = 0;
  while (start < most && known[start] === wanted[start]) start += 1;
  let end = 0;
  while (end < most - start && known.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  if (known.length - start - end > 0) text.delete(start, known.length - start - end);
  if (wanted.length - start - end > 0) text.insert(start, wanted.slice(start, wanted.length - end));
}

/** Where a place in the text is after somebody else's change. */
function movedBy(delta: Y.YTextEvent['delta'], place: number): number {
  let at = 0;
  let moved = place;
  for (const { retain = 0, insert, delete: removed = 0 } of delta) {
    at += retain;
    const added = typeof insert === 'string' ? insert.length : 0;
    if (at < moved) moved = Math.max(at, moved - removed);
    if (at <= moved) moved += added;
    at += added;
  }
  return moved;
}

function bindValue(box: HTMLInputElement, key: string, map: Y.Map<string>): void {
  const isTicked = box.type === 'checkbox' || box.type === 'radio';
  const show = (): void => {
    const value = map.get(key) ?? '';
    if (isTicked) box.checked = value === box.value;
    else if (box.value !== value) box.value = value;
  };
  show();
  box.addEventListener('change', () => {
    const value = isTicked && !box.checked ? '' : box.value;
    // The other buttons of its group hear of it by themselves.
    if (isTicked && box.type === 'radio' && !box.checked) return;
    if (value === '') map.delete(key);
    else map.set(key, value);
  });
  map.observe(show);
}
