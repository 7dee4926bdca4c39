import type { OutcomePart } from './grading.js';

type Attributes = Readonly<Record<string, string | boolean | undefined>>;
type Child = Node | string | undefined;

/**
 * An element with attributes and children. Texts become text nodes: nothing is read as HTML.
 * @param attributes true sets an empty attribute; false and undefined leave it out
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function button(
  text: string,
  onPress: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = el('button', { type: 'button', class: 'tandem-button', ...attributes }, text);
  element.addEventListener('click', onPress);
  return element;
}

/** A list to choose from, with an empty first line when nothing is chosen yet. */
export function select(
  options: readonly { readonly value: string; readonly text: string }[],
  attributes: Attributes & { readonly empty?: string } = {},
): HTMLSelectElement {
  const { empty, ...rest } = attributes;
  const lines = empty === undefined ? options : [{ value: '', text: empty }, ...options];
  return el(
    'select',
    { class: 'tandem-select', ...rest },
    ...lines.map(({ value, text }) => el('option', { value }, text)),
  );
}

/** Words for those who hear the page, not for those who see it. */
export function heard(text: string): HTMLElement {
  return el('span', { class: 'tandem-heard' }, text);
}

export type Mark = 'right' | 'wrong';

/** A small sign, drawn in CSS; the words beside it say the same. */
export function icon(mark: Mark | 'partly'): HTMLElement {
  return el('span', { class: `tandem-icon tandem-icon-${mark}`, 'aria-hidden': 'true' });
}

/** Colours a part of the answer; undefined takes the colour away. */
export function setMark(element: HTMLElement, part: OutcomePart | undefined): void {
  if (part) element.dataset.mark = part.correct ? 'right' : 'wrong';
  else delete element.dataset.mark;
}

/** Parts of one instance need ids that no other instance on the page has. */
export function newPageId(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(2));
  return `tandem-${[...bytes].map((number) => number.toString(36)).join('')}`;
}
