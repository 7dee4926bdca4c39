import { textIds } from '../shared/order.js';
import { fieldOf } from '../shared/raw.js';
import { decode } from '../shared/text.js';

/** Texts of the parameters are HTML-escaped. */
export interface FormField {
  readonly label: string;
  readonly kind: 'text' | 'longText' | 'choice' | 'checklist' | 'date' | 'rows';
  readonly help?: string;
  readonly required?: boolean;
  /** Of a choice and a checklist. */
  readonly options?: readonly string[];
  /** Of rows: what stands in each. */
  readonly columns?: readonly string[];
}

export interface FormPage {
  readonly title: string;
  readonly introduction?: string;
  readonly fields?: readonly FormField[];
}

/** A text, a day as `2026-11-23`, ids of chosen options, or rows of texts. */
export type Value = string | readonly string[] | readonly (readonly string[])[];
/** By id of the field; a field left open is missing. */
export type Values = ReadonlyMap<string, Value>;

export interface FieldWithId extends FormField {
  /** Made of its label: it keeps what was written when the form is arranged anew. */
  readonly id: string;
}

export interface PageWithIds extends FormPage {
  readonly fields: readonly FieldWithId[];
}

/** Longest texts, in UTF-16 units, and most rows: a form stays within what a platform keeps. */
export const LONGEST = { text: 500, longText: 10_000, cell: 500 } as const;
export const MOST_ROWS = 30;

export function withIds(pages: readonly FormPage[]): readonly PageWithIds[] {
  const labels = pages.flatMap(({ fields = [] }) => fields.map(({ label }) => label));
  const ids = textIds(labels);
  let at = 0;
  return pages.map((page) => ({
    ...page,
    fields: (page.fields ?? []).map((field) => ({ ...field, id: ids[at++] ?? '' })),
  }));
}

/** Options with what a page and a kept value call them. Decoded. */
export function optionsOf({ options = [] }: FormField): readonly { id: string; text: string }[] {
  const ids = textIds(options);
  return options.map((text, at) => ({ id: ids[at] ?? '', text: decode(text) }));
}

/** What was kept: only as far as it fits the form as it is now. */
export function readValues(pages: readonly PageWithIds[], raw: unknown): Values {
  const values = new Map<string, Value>();
  for (const field of fieldsOf(pages)) {
    const value = readValue(field, fieldOf(raw, field.id));
    if (value !== undefined) values.set(field.id, value);
  }
  return values;
}

/** Required fields that are left open. */
export function missingIn(pages: readonly PageWithIds[], values: Values): readonly FieldWithId[] {
  return fieldsOf(pages).filter(({ id, required = false }) => required && !values.has(id));
}

export function fieldsOf(pages: readonly PageWithIds[]): readonly FieldWithId[] {
  return pages.flatMap(({ fields }) => fields);
}

/** @returns undefined for what is empty, and for what is no value of this field */
export function readValue(field: FormField, raw: unknown): Value | undefined {
  switch (field.kind) {
    case 'text':
      return textIn(raw, LONGEST.text);
    case 'longText':
      return textIn(raw, LONGEST.longText);
    case 'date':
      return typeof raw === 'string' && /^\d{4}-\d\d-\d\d$/u.test(raw) ? raw : undefined;
    case 'choice':
    case 'checklist':
      return chosenIn(field, raw);
    case 'rows':
      return rowsIn(field, raw);
  }
}

function textIn(raw: unknown, longest: number): string | undefined {
  if (typeof raw !== 'string' || raw.trim() === '') return undefined;
  return raw.slice(0, longest);
}

function chosenIn(field: FormField, raw: unknown): Value | undefined {
  if (!Array.isArray(raw)) return undefined;
  const chosen = optionsOf(field).filter(({ id }) => raw.includes(id));
  const kept = field.kind === 'choice' ? chosen.slice(0, 1) : chosen;
  return kept.length === 0 ? undefined : kept.map(({ id }) => id);
}

function rowsIn({ columns = [] }: FormField, raw: unknown): Value | undefined {
  if (!Array.isArray(raw)) return undefined;
  const rows = raw
    .slice(0, MOST_ROWS)
    .filter((row): row is unknown[] => Array.isArray(row))
    .map((row) => columns.map((_, at) => textIn(row[at], LONGEST.cell) ?? ''))
    .filter((row) => row.some((cell) => cell !== ''));
  return rows.length === 0 ? undefined : rows;
}
