/**
 * What the shared document is made of. Each field of the form is a root of the document with a name
 * of its own, so that two people who begin the same field at the same time write into one, and the
 * name says whose field a change touches. Browsers use this file too.
 *
 *   text:<field>                     text of a field
 *   text:<field>/<row>/<column>      text of a cell in a table
 *   text:check/<point>/owner         who looks after an open point; `note` likewise
 *   values:<field>                   what is chosen: `value`, `from` and `to`, or an option's id with `yes`
 *   values:check/<point>             `answer` (yes, no, unneeded) and `until`
 *   rows:<field>                     ids of the rows of a table, in their order
 */
export type CellKind = 'text' | 'values' | 'rows';

/** Where a piece of the document belongs. */
export interface Cell {
  readonly kind: CellKind;
  /** Id of the field, or `check`. */
  readonly field: string;
  /** Row of a table. */
  readonly row?: string | undefined;
  /** Column of a table. */
  readonly column?: string | undefined;
  /** Point of the checklist. */
  readonly point?: string | undefined;
  /** `owner` or `note` of a point. */
  readonly part?: string | undefined;
}

export const CHECK = 'check';

const NAME =
  /^(text|values|rows):([A-Za-z0-9.-]{1,60})(?:\/([A-Za-z0-9._-]{1,60}))?(?:\/([A-Za-z0-9.-]{1,60}))?$/;

/** @returns undefined for what is no name of ours */
export function readCell(name: string): Cell | undefined {
  const found = NAME.exec(name);
  if (!found) return undefined;
  const [, kind, field = '', second, third] = found;
  if (field === CHECK) return { kind: kind as CellKind, field, point: second, part: third };
  return { kind: kind as CellKind, field, row: second, column: third };
}

export const textOf = (field: string): string => `text:${field}`;
export const cellOf = (field: string, row: string, column: string): string =>
  `text:${field}/${row}/${column}`;
export const valuesOf = (field: string): string => `values:${field}`;
export const rowsOf = (field: string): string => `rows:${field}`;
export const checkOf = (point: string): string => `values:${CHECK}/${point}`;
export const checkTextOf = (point: string, part: 'owner' | 'note'): string =>
  `text:${CHECK}/${point}/${part}`;

/** The document as plain values, by the names above; what is empty is left out. */
export interface DocumentValues {
  readonly texts: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rows: Readonly<Record<string, readonly string[]>>;
}
