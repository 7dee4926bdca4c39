import { el } from './dom.js';
import type { Leaf } from './model.js';
import type { Surroundings } from './surroundings.js';

/** What the bundle for rich text offers; pages without such a field do not load it. */
export interface RichText {
  /** @param onChange is called with the HTML after each change by the author, and not before */
  readonly mount: (
    element: HTMLElement,
    options: {
      readonly html: string;
      readonly tags: readonly string[];
      readonly words: Readonly<Record<string, string>>;
      readonly label: string;
      readonly describedBy: string | undefined;
      readonly onChange: (html: string) => void;
    },
  ) => void;
}

declare global {
  interface Window {
    TandemRichText?: RichText;
  }
}

/** The text is kept byte for byte until somebody writes in it. */
export function drawRichText(
  leaf: Leaf,
  id: string,
  { words, changed }: Surroundings,
): HTMLElement {
  const { label, name, description, tags = [] } = leaf.field;
  const area = el('div', { class: 'editor-rich', id, tabindex: '-1' });
  const heading = el('p', { class: 'editor-label', id: `${id}-label` }, label ?? name);
  const hint = description ? el('p', { class: 'meta', id: `${id}-hint` }, description) : undefined;
  window.TandemRichText?.mount(area, {
    ...{ html: typeof leaf.value === 'string' ? leaf.value : '', tags, words },
    label: heading.id,
    describedBy: hint?.id,
    onChange(html) {
      leaf.value = html;
      changed();
    },
  });
  return el('div', { class: 'field editor-field' }, heading, area, ...(hint ? [hint] : []));
}
