import { z } from 'zod';
import type { DocumentValues } from './cells.js';
import { readCell } from './cells.js';
import { MOST_ROWS } from './artefact-document.js';

/** Of a table as long as it may be, with more columns than any form has. */
const MOST_PARTS = 1 + MOST_ROWS * 16;

/**
 * What a section of the page sends without script. Inputs are named as the parts of the document
 * are, with `.<key>` behind them where a part has several values; `part` names what the section
 * holds, since an unticked box and an empty table send nothing.
 */
export const WrittenSection = z
  .object({
    /** Number of the edit on which the page was made. */
    base: z.coerce.number().int().min(0).max(1e9),
    part: z
      .union([z.string(), z.array(z.string()).max(MOST_PARTS)])
      .transform((part) => [part].flat()),
    /** Buttons of a table: the rows' name, or a row's. */
    add: z.string().max(200).optional(),
    remove: z.string().max(200).optional(),
    up: z.string().max(200).optional(),
    down: z.string().max(200).optional(),
  })
  .catchall(z.union([z.string().max(10_000), z.array(z.string().max(10_000)).max(MOST_ROWS)]));
export type WrittenSection = z.infer<typeof WrittenSection>;

/** @param newRow id for a row that the person has asked for */
export function readWritten(
  section: WrittenSection,
  newRow: string,
): { readonly base: number; readonly wanted: DocumentValues } {
  const texts: Record<string, string> = {};
  const values: Record<string, Record<string, string>> = {};
  const rows: Record<string, readonly string[]> = {};
  for (const part of section.part) {
    const cell = readCell(part);
    if (cell?.kind === 'text') texts[part] = lines(one(section[part]));
    if (cell?.kind === 'values') values[part] = keysOf(section, part);
    if (cell?.kind === 'rows') rows[part] = rowsAfter(section, part, newRow);
  }
  return { base: section.base, wanted: { texts, values, rows } };
}

function keysOf(section: WrittenSection, part: string): Record<string, string> {
  const prefix = `${part}.`;
  const keys = Object.keys(section).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(
    keys
      .map((name) => [name.slice(prefix.length), one(section[name])] as const)
      .filter(([, value]) => value !== ''),
  );
}

function rowsAfter(section: WrittenSection, part: string, newRow: string): readonly string[] {
  const ids = [section[part] ?? []].flat().map(String);
  const row = (button: string | undefined): number =>
    button?.startsWith(`${part}/`) === true ? ids.indexOf(button.slice(part.length + 1)) : -1;
  const moved = [...ids];
  const swap = (at: number, other: number): void => {
    if (at < 0 || other < 0 || other >= ids.length) return;
    [moved[at], moved[other]] = [ids[other] ?? '', ids[at] ?? ''];
  };
  const up = row(section.up);
  const down = row(section.down);
  swap(up, up - 1);
  swap(down, down + 1);
  const removed = row(section.remove);
  if (removed >= 0) moved.splice(removed, 1);
  return section.add === part ? [...moved, newRow] : moved;
}

function one(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** Browsers send text areas with the line ends of the 1970s. */
function lines(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
