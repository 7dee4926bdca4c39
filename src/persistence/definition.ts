import { InvalidInput } from '../shared/errors.js';
import type { CollectionDefinition, Document, IndexValue } from './database.js';

const COLLECTION_NAME = /^[a-z][a-z_]{0,40}$/;
// Fields become column names and paths, so they must need no escaping. The underscore belongs to the adapters.
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const LONGEST_ID = 255;
/** MongoDB takes a hundred levels, of which its adapter uses some; SQLite's JSON functions take a thousand. */
const DEEPEST = 80;

/** What an adapter needs to know of a definition, checked. */
export interface Layout {
  readonly name: string;
  /** Fields that queries may use, without `id`. */
  readonly indexes: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly expiry: string | undefined;
}

/** @throws {Error} on a name that no adapter could store: a mistake in the program */
export function layoutOf<T extends Document>(definition: CollectionDefinition<T>): Layout {
  const { name, indexes = [], uniqueKeys = [], expiry } = definition;
  if (!COLLECTION_NAME.test(name)) throw new Error(`collection name ${name}`);
  for (const field of [...indexes, ...uniqueKeys.flat(), ...(expiry ? [expiry] : [])]) {
    if (!FIELD_NAME.test(field) || field === 'revision') throw new Error(`index field ${field}`);
  }
  return { name, indexes: [...new Set(indexes)].filter((it) => it !== 'id'), uniqueKeys, expiry };
}

/**
 * The indexed value of a field; undefined when the document lacks it (null counts as lacking).
 * @throws {InvalidInput} on text that cannot be stored exactly
 * @throws {Error} on a value that no index can hold: a mistake in the program
 */
export function indexValueOf(document: object, field: string): IndexValue | undefined {
  const value: unknown = Reflect.get(document, field);
  return value === undefined || value === null ? undefined : checkedValue(value, field);
}

/** @throws {InvalidInput} @throws {Error} as `indexValueOf` */
export function checkedValue(value: unknown, field: string): IndexValue {
  if (typeof value === 'string') return checkedText(value, field);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`${field} holds what no index can hold: ${typeof value}`);
}

/** @throws {InvalidInput} on an id that is empty, too long, or cannot be stored exactly */
export function checkedId(id: string): string {
  if (id === '' || id.length > LONGEST_ID) throw new InvalidInput(`id of ${id.length} characters`);
  return checkedText(id, 'id');
}

/**
 * @returns the document
 * @throws {InvalidInput} when it is nested deeper than a database could change it later
 */
export function checkedDepth<T extends object>(document: T): T {
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new InvalidInput(`document nested deeper than ${DEEPEST}`);
    level = level
      .filter((value) => typeof value === 'object' && value !== null)
      .flatMap((value): readonly unknown[] => Object.values(value));
  }
  return document;
}

/** Databases cut text at NUL and replace lone surrogates: two different values would become one. */
function checkedText(text: string, field: string): string {
  if (/\0|\p{Surrogate}/u.test(text))
    throw new InvalidInput(`${field} holds NUL or half a character`);
  return text;
}
