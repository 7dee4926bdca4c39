import type { IndexValue } from '../database.js';
import type { Layout } from '../definition.js';
import type { Condition, Search } from '../query.js';
import type { SqliteValue } from './driver.js';
import { quoted } from './schema.js';

/** Part of a statement with the values for its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqliteValue[];
}

/** Later than any date. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** SQLite has no booleans; both sides of every comparison come through here. */
export function columnValue(value: IndexValue | undefined): SqliteValue {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}

/** All parts must hold. */
export function allOf(parts: readonly Sql[]): Sql {
  return {
    text: parts.map(({ text }) => text).join(' AND '),
    values: parts.flatMap(({ values }) => values),
  };
}

export function identity(id: string): Sql {
  // NUL would cut the text short, and another document could answer to it.
  return id.includes('\0') ? { text: '0', values: [] } : { text: 'id = ?', values: [id] };
}

/** The document has not expired at `now`. */
export function alive({ expiry }: Layout, now: number): Sql {
  if (!expiry) return { text: '1', values: [] };
  // Inside a function the column is no candidate for an index: the one on the query's own fields is better.
  return { text: `ifnull(${quoted(expiry)}, ${NEVER}) > ?`, values: [now] };
}

export function conditionSql(condition: Condition): Sql {
  const column = quoted(condition.field);
  if (condition.operator !== 'in') {
    return {
      text: `${column} ${condition.operator} ?`,
      values: [columnValue(condition.value)],
    };
  }
  const values = filledUp(condition.values.map(columnValue));
  return { text: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}

/** Repeats the last value up to a power of two: few different statements to keep, whatever the length. */
function filledUp(values: readonly SqliteValue[]): readonly SqliteValue[] {
  const last = values.at(-1);
  if (last === undefined) return [];
  const size = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...Array<SqliteValue>(size - values.length).fill(last)];
}

/** The documents of a search, one more than its limit to tell whether a page follows. */
export function searchSql({ sort, descending, limit, after }: Search, where: Sql): Sql {
  const column = quoted(sort);
  const direction = descending ? 'DESC' : 'ASC';
  const parts: Sql[] = [where, { text: `${column} IS NOT NULL`, values: [] }];
  if (after) {
    parts.push({
      text: `(${column}, id) ${descending ? '<' : '>'} (?, ?)`,
      values: [columnValue(after.value), after.id],
    });
  }
  const { text, values } = allOf(parts);
  return {
    text: `WHERE ${text} ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`,
    values: [...values, limit + 1],
  };
}
