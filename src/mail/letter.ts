import { z } from 'zod';

/** One mail to one person. */
export const Letter = z.object({
  /** From `readMailAddress`. */
  to: z.string(),
  /** One line. */
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type Letter = Readonly<z.infer<typeof Letter>>;

/** What a letter says, from top to bottom. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly href: string }
  /** Digits to be typed by hand. */
  | { readonly kind: 'code'; readonly code: string };

/**
 * The same words as plain text and as HTML without pictures, styles from elsewhere or anything
 * that tells us whether it was read.
 * @param letter `lang`: ISO 639-1 of its words
 */
export function compose(letter: {
  readonly to: string;
  readonly subject: string;
  readonly lang: string;
  readonly parts: readonly Part[];
}): Letter {
  const { to, lang, parts } = letter;
  const subject = oneLine(letter.subject);
  const title = escaped(subject);
  const body = parts.map(htmlOf).join('\n');
  return {
    ...{ to, subject },
    text: `${parts.map(textOf).join('\n\n')}\n`,
    html:
      `<!doctype html>\n<html lang="${escaped(lang)}"><head><meta charset="utf-8"><title>${title}` +
      `</title></head>\n<body>\n${body}\n</body></html>\n`,
  };
}

/** Words that somebody else chose, made fit for a letter: one line, and nothing that becomes a link. */
export function spokenName(name: string): string | undefined {
  const line = oneLine(name);
  return /[/@\\]|\.\p{L}{2}/u.test(line) || line === '' ? undefined : line;
}

function textOf(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'link':
      return `${part.label}:\n${part.href}`;
    case 'code':
      return part.code;
  }
}

function htmlOf(part: Part): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escaped(part.text)}</p>`;
    case 'link':
      return `<p><a href="${escaped(part.href)}">${escaped(part.label)}</a></p>`;
    case 'code':
      return `<p style="font-size:1.6em;letter-spacing:.15em"><strong>${escaped(part.code)}</strong></p>`;
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}
