import { decode } from '../shared/text.js';
import { type FieldWithId, optionsOf, type PageWithIds, type Value, type Values } from './form.js';

/** What stands in a field as lines to read. @returns none for a field left open */
export function linesOf(field: FieldWithId, value: Value | undefined, language: string): string[] {
  if (value === undefined) return [];
  switch (field.kind) {
    case 'text':
    case 'longText':
      return [String(value)];
    case 'date':
      return [dayInWords(String(value), language)];
    case 'choice':
    case 'checklist':
      return optionsOf(field)
        .filter(({ id }) => (value as readonly unknown[]).includes(id))
        .map(({ text }) => text);
    case 'rows':
      return rowsInWords(field, value);
  }
}

/** The whole form as plain text, to keep in a file. */
export function formAsText(
  form: { readonly title: string; readonly pages: readonly PageWithIds[] },
  values: Values,
  words: { readonly nothing: string; readonly language: string },
): string {
  const blocks = form.pages.flatMap(({ title, fields }) => [
    underlined(decode(title), '-'),
    ...fields.map((field) => {
      const lines = linesOf(field, values.get(field.id), words.language);
      const text = lines.length === 0 ? words.nothing : lines.join('\n');
      return `${decode(field.label)}\n${text.replace(/^/gmu, '  ')}`;
    }),
  ]);
  return `${[underlined(form.title, '='), ...blocks].join('\n\n')}\n`;
}

/** A file name that every system takes. */
export function fileNameFor(title: string): string {
  const plain = title.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-');
  return `${plain.replace(/^-+|-+$/gu, '').slice(0, 60) || 'form'}.txt`;
}

function rowsInWords({ columns = [] }: FieldWithId, value: Value): string[] {
  return (value as readonly (readonly string[])[]).map((row) =>
    row
      .map((cell, at) => (cell === '' ? '' : `${decode(columns[at] ?? '')}: ${cell}`))
      .filter((cell) => cell !== '')
      .join('; '),
  );
}

function dayInWords(day: string, language: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

function underlined(title: string, line: string): string {
  return `${title}\n${line.repeat(title.length)}`;
}
