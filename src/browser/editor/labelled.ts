import { el } from './dom.js';
import type { Leaf } from './model.js';
import type { Surroundings } from './surroundings.js';

/** The label says whether it may be left open; the hint is tied to the input. */
export function labelled(
  { field }: Leaf,
  id: string,
  { words }: Surroundings,
  input: HTMLElement,
): HTMLElement {
  const label = el('label', { for: id, class: 'editor-label' }, field.label ?? field.name);
  if (field.optional === true)
    label.append(' ', el('span', { class: 'meta' }, words.optional ?? ''));
  const wrapper = el('div', { class: 'field editor-field' }, label, input);
  if (field.description) {
    wrapper.append(el('p', { class: 'meta', id: `${id}-hint` }, field.description));
    input.setAttribute('aria-describedby', `${id}-hint`);
  }
  return wrapper;
}
