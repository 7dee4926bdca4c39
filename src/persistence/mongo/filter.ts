import type { QueryFilter } from 'mongoose';
import type { Layout } from '../definition.js';
import type { Comparison, Condition, Position, Search } from '../query.js';
import type { Row } from './driver.js';

export type Filter = QueryFilter<Row>;

const OPERATORS: Readonly<Record<Comparison, string>> = {
  '<': '$lt',
  '<=': '$lte',
  '>': '$gt',
  '>=': '$gte',
};

/** Where a row holds a field of its document. */
export function pathOf(field: string): string {
  return field === 'id' ? '_id' : `body.${field}`;
}

/** All parts must hold. */
export function allOf(parts: readonly Filter[]): Filter {
  return parts.length === 0 ? {} : { $and: [...parts] };
}

export function conditionFilter(condition: Condition): Filter {
  const path = pathOf(condition.field);
  if (condition.operator === '=') return { [path]: condition.value };
  if (condition.operator === 'in') return { [path]: { $in: condition.values } };
  return { [path]: { [OPERATORS[condition.operator]]: condition.value } };
}

/** The document has not expired at `now`. */
export function alive({ expiry }: Layout, now: number): readonly Filter[] {
  // Negated, so that a document without the field lives.
  return expiry ? [{ [pathOf(expiry)]: { $not: { $lte: now } } }] : [];
}

/** What the search's order adds to its conditions: the field is there, and behind the page before. */
export function orderFilter({ sort, descending, after }: Search): readonly Filter[] {
  const present = sort === 'id' ? [] : [{ [pathOf(sort)]: { $ne: null } }];
  return after ? [...present, behind(sort, descending, after)] : present;
}

function behind(sort: string, descending: boolean, { value, id }: Position): Filter {
  const further = descending ? '$lt' : '$gt';
  if (sort === 'id') return { _id: { [further]: id } };
  const path = pathOf(sort);
  return { $or: [{ [path]: { [further]: value } }, { [path]: value, _id: { [further]: id } }] };
}

export function orderOf({ sort, descending }: Search): Record<string, 1 | -1> {
  const direction = descending ? -1 : 1;
  return sort === 'id' ? { _id: direction } : { [pathOf(sort)]: direction, _id: direction };
}
