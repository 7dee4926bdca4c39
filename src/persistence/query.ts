import { isDeepStrictEqual } from 'node:util';
import { InvalidCursor, type FindOptions, type IndexValue, type Query } from './database.js';
import { checkedValue, type Layout } from './definition.js';

/** One condition of a query, checked and in one form for all adapters. */
export type Condition =
  | { readonly field: string; readonly operator: '='; readonly value: IndexValue }
  | { readonly field: string; readonly operator: 'in'; readonly values: readonly IndexValue[] }
  | { readonly field: string; readonly operator: Comparison; readonly value: IndexValue };

export type Comparison = '<' | '<=' | '>' | '>=';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  $lt: '<',
  $lte: '<=',
  $gt: '>',
  $gte: '>=',
};

/** What `find` was asked, with the defaults filled in. */
export interface Search {
  readonly conditions: readonly Condition[];
  /** A field of the layout's indexes or `id`. */
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after: Position | undefined;
}

/** A place in a sorted collection. */
export interface Position {
  readonly value: IndexValue;
  readonly id: string;
}

/** @throws {Error} on a field without an index, an unknown operator or a missing value: mistakes in the program */
export function conditionsOf<T>(query: Query<T>, layout: Layout): readonly Condition[] {
  return Object.entries(query).flatMap(([field, wanted]: [string, unknown]) => {
    requireIndex(field, layout);
    if (typeof wanted !== 'object' || wanted === null) {
      // A condition left undefined must not widen the query: it may be the one that guards a tenant.
      return [{ field, operator: '=' as const, value: checkedValue(wanted, field) }];
    }
    const parts = Object.entries(wanted);
    if (parts.length === 0) throw new Error(`no condition on ${field}`);
    return parts.map(([operator, value]) => conditionOf(field, operator, value));
  });
}

function conditionOf(field: string, operator: string, value: unknown): Condition {
  if (operator === '$in' && Array.isArray(value)) {
    return { field, operator: 'in', values: value.map((each) => checkedValue(each, field)) };
  }
  const comparison = COMPARISONS[operator];
  if (!comparison) throw new Error(`operator ${operator} on ${field}`);
  return { field, operator: comparison, value: checkedValue(value, field) };
}

/** @throws {InvalidCursor} @throws {Error} as `conditionsOf`, or on a limit outside 1 to 1000 */
export function searchOf<T>(query: Query<T>, options: FindOptions<T>, layout: Layout): Search {
  const { sort = 'id', descending = false, limit = 100, cursor } = options;
  requireIndex(sort, layout);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Error(`limit ${limit}`);
  const after = cursor === undefined ? undefined : positionOf(cursor, sort, descending);
  return { conditions: conditionsOf(query, layout), sort, descending, limit, after };
}

/** @throws {Error} on a field that no index serves */
export function requireIndex(field: string, layout: Layout): void {
  if (field !== 'id' && !layout.indexes.includes(field)) {
    throw new Error(`${layout.name} has no index on ${field}`);
  }
}

/** The cursor that continues after a position, bound to the order it was made for. */
export function cursorAfter(search: Search, { value, id }: Position): string {
  const parts = [search.sort, search.descending, value, id];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function positionOf(cursor: string, sort: string, descending: boolean): Position {
  const [ofSort, ofDescending, value, id, ...rest] = partsOf(cursor);
  const sameOrder = isDeepStrictEqual([ofSort, ofDescending], [sort, descending]);
  if (!sameOrder || typeof id !== 'string' || rest.length > 0) {
    throw new InvalidCursor(`made for another order than ${sort}`);
  }
  try {
    return { value: checkedValue(value, sort), id: String(checkedValue(id, 'id')) };
  } catch (cause) {
    throw new InvalidCursor('holds no position', { cause });
  }
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch (cause) {
    throw new InvalidCursor('unreadable', { cause });
  }
  throw new InvalidCursor('unreadable');
}
