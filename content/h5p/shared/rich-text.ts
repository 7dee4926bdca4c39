import { decode } from './text.js';

/**
 * Formatted text of H5P's `html` widget, read into what is allowed and nothing else: elements by an
 * allow-list, of attributes only a link's address, everything else as plain text. No browser
 * ever parses it: whoever saved it, and whether they cleaned it, does not matter.
 */
export type RichNode = string | RichElement;

export interface RichElement {
  readonly tag: RichTag;
  /** Of a link: http, https or mailto. */
  readonly href?: string;
  readonly children: readonly RichNode[];
}

export type RichTag = (typeof ALLOWED)[number];

const ALLOWED = [
  ...(['p', 'div', 'br', 'hr', 'h4', 'blockquote', 'ul', 'ol', 'li', 'a'] as const),
  ...(['strong', 'em', 'u', 's', 'sub', 'sup', 'code'] as const),
  ...(['table', 'thead', 'tbody', 'tr', 'th', 'td'] as const),
] as const;

const TAGS: ReadonlyMap<string, RichTag> = new Map<string, RichTag>([
  ...ALLOWED.map((tag) => [tag, tag] as const),
  ...(['h1', 'h2', 'h3', 'h5', 'h6'] as const).map((tag) => [tag, 'h4'] as const),
  ['b', 'strong'],
  ['i', 'em'],
]);
const EMPTY: ReadonlySet<RichTag> = new Set<RichTag>(['br', 'hr']);
/** What stands inside these is no text for people. */
const UNREAD = /^(script|style|template|iframe|noscript|object|svg|math|title|textarea)$/u;
/** Deeper nesting keeps its text and loses its elements. */
const DEEPEST = 24;

/** No part of it runs past another `<`: reading takes as long as the text is, and no longer. */
const TOKEN = /<[!?][^<>]*>|<(\/?)([a-z][a-z0-9]*)([^<>]*)>/giu;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/iu;
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)[^\s\\]+$/iu;

interface Open {
  readonly tag: RichTag | undefined;
  readonly href?: string;
  readonly children: RichNode[];
}

export function readRichText(html: string): readonly RichNode[] {
  const root: Open = { tag: undefined, children: [] };
  const open: Open[] = [root];
  let unread: string | undefined;
  let at = 0;
  for (const { 0: whole, 1: slash, 2: rawName, 3: attributes = '', index } of html.matchAll(
    TOKEN,
  )) {
    if (unread === undefined) addText(open, html.slice(at, index));
    at = index + whole.length;
    const name = rawName?.toLowerCase() ?? '';
    if (unread !== undefined) {
      if (slash === '/' && name === unread) unread = undefined;
    } else if (slash === '/') {
      close(open, TAGS.get(name));
    } else if (UNREAD.test(name)) {
      unread = name;
    } else {
      begin(open, TAGS.get(name), attributes);
    }
  }
  if (unread === undefined) addText(open, html.slice(at));
  while (open.length > 1) settle(open);
  return root.children;
}

/** @returns undefined for an address that a page should not lead to, such as `javascript:` */
export function safeAddress(address: string): string | undefined {
  const trimmed = address.trim();
  return SAFE_ADDRESS.test(trimmed) ? trimmed : undefined;
}

function addText(open: readonly Open[], escaped: string): void {
  if (escaped !== '') open.at(-1)?.children.push(decode(escaped));
}

function begin(open: Open[], tag: RichTag | undefined, attributes: string): void {
  if (tag === undefined) return;
  if (EMPTY.has(tag)) {
    open.at(-1)?.children.push({ tag, children: [] });
    return;
  }
  if (open.length > DEEPEST) return;
  const href = tag === 'a' ? addressIn(attributes) : undefined;
  open.push(href === undefined ? { tag, children: [] } : { tag, href, children: [] });
}

/** Ends the innermost element of this name, and what was left open inside it. */
function close(open: Open[], tag: RichTag | undefined): void {
  const at = tag === undefined ? -1 : open.map((element) => element.tag).lastIndexOf(tag);
  while (at > 0 && open.length > at) settle(open);
}

function settle(open: Open[]): void {
  const { tag, href, children } = open.pop() ?? {};
  if (tag === undefined || children === undefined) return;
  open.at(-1)?.children.push(href === undefined ? { tag, children } : { tag, href, children });
}

function addressIn(attributes: string): string | undefined {
  const [, double, single, bare] = HREF.exec(attributes) ?? [];
  return safeAddress(decode(double ?? single ?? bare ?? ''));
}
