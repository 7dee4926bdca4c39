import { el, heard } from './dom.js';
import type { Phrase } from './phrases.js';
import { readRichText, type RichNode } from './rich-text.js';

/** Formatted text as elements; nothing of it is ever read as HTML by the browser. */
export function richText(html: string, phrase: Phrase): HTMLElement {
  return el(
    'div',
    { class: 'tandem-rich' },
    ...readRichText(html).map((node) => drawn(node, phrase)),
  );
}

/** A link out of the exercise: in a window of its own, because the exercise may stand in a frame. */
export function outsideLink(
  href: string,
  children: readonly (Node | string)[],
  phrase: Phrase,
): HTMLElement {
  return el(
    'a',
    { href, target: '_blank', rel: 'noopener noreferrer' },
    ...children,
    heard(` (${phrase('newWindow')})`),
  );
}

function drawn(node: RichNode, phrase: Phrase): Node | string {
  if (typeof node === 'string') return node;
  const children = node.children.map((child) => drawn(child, phrase));
  if (node.href !== undefined) return outsideLink(node.href, children, phrase);
  // A link without an address is no link.
  return el(node.tag === 'a' ? 'span' : node.tag, {}, ...children);
}
