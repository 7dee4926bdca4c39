import type { ZodType } from 'zod';
import { AppError } from '../shared/errors.js';

/**
 * The port to the database. One document is one atomic change: what must change together lives
 * in one document, and nothing here spans two.
 */
export interface Database {
  /**
   * Opens a collection and makes its indexes and unique keys exactly those of the definition; documents that are
   * there already are covered too. Safe to call from several processes at once.
   * @throws {DuplicateKey} when documents that are there already break a new unique key
   * @throws {DatabaseUnavailable} as every method below does
   */
  collection<T extends Document>(definition: CollectionDefinition<T>): Promise<Collection<T>>;
  /** Resolves when the database answers. @throws {DatabaseUnavailable} */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What every document has. Values are JSON: no Date, no undefined inside arrays, no NaN, no function. */
export interface Document {
  /** Unique in its collection, at most 255 characters, no NUL. */
  readonly id: string;
}

/** A document as read, with the revision that `replace` compares. */
export type Stored<T extends Document> = T & {
  /** 1 after insert, one more after each change. */
  readonly revision: number;
};

/**
 * What an index can hold; a field holds one of the three types, in all documents.
 * Strings must contain neither NUL nor half a surrogate pair: that is an `InvalidInput`.
 */
export type IndexValue = string | number | boolean;

export interface CollectionDefinition<T extends Document> {
  /** `^[a-z][a-z_]{0,40}$` */
  readonly name: string;
  /** Checks what comes out of the database. @throws {ZodError} on a document that does not fit. */
  readonly schema: ZodType<T>;
  /** Top-level fields that `find`, `count` and `lease` may use besides `id`. A field that is missing or null matches nothing. */
  readonly indexes?: readonly (keyof T & string)[];
  /** Each entry: fields that together occur once. A document that lacks one of them is not held to it. */
  readonly uniqueKeys?: readonly (readonly (keyof T & string)[])[];
  /**
   * Top-level field with epoch milliseconds from which on the document is as good as gone: no method
   * returns or changes it, a unique key it held is free, and `sweep` removes it. Undefined: documents stay.
   */
  readonly expiry?: keyof T & string;
}

/** Conditions on indexed fields, all of which must hold. */
export type Query<T> = Readonly<
  Partial<Record<keyof T & string, IndexValue | InCondition | RangeCondition>>
>;

export interface InCondition {
  readonly $in: readonly IndexValue[];
}

/** At least one bound; `lt` and `lte` are exclusive of one another, as are `gt` and `gte`. */
export interface RangeCondition {
  readonly $lt?: string | number;
  readonly $lte?: string | number;
  readonly $gt?: string | number;
  readonly $gte?: string | number;
}

export interface FindOptions<T> {
  /** An indexed field or `id`; ties are broken by `id`. Default: `id`. Documents without the field are left out. */
  readonly sort?: keyof T & string;
  /** Default: ascending. */
  readonly descending?: boolean;
  /** 1 to 1000. Default: 100. */
  readonly limit?: number;
  /** `next` of the page before, asked with the same query and sort. */
  readonly cursor?: string | undefined;
}

export interface FoundPage<T extends Document> {
  readonly documents: readonly Stored<T>[];
  /** Undefined when this page is the last. */
  readonly next?: string | undefined;
}

export interface Collection<T extends Document> {
  /** @returns undefined when there is none, or when it has expired */
  get(id: string): Promise<Stored<T> | undefined>;
  /** @throws {InvalidCursor} @throws {InvalidInput} as `insert` */
  find(query: Query<T>, options?: FindOptions<T>): Promise<FoundPage<T>>;
  /**
   * @throws {DuplicateKey} when the id or a unique key is taken
   * @throws {InvalidInput} when the id or an indexed string cannot be stored exactly, or it is nested deeper than 80
   */
  insert(document: T): Promise<Stored<T>>;
  /**
   * Puts `next` in place of the document it was read as. Compare-and-set on `revision`.
   * @throws {StaleRevision} when it changed, vanished or expired in between
   * @throws {DuplicateKey} @throws {InvalidInput} as `insert`
   */
  replace(next: Stored<T>): Promise<Stored<T>>;
  /** Without `revision`: removes whatever is there. @returns whether something was removed */
  remove(id: string, revision?: number): Promise<boolean>;
  /** Takes the document out, in one step: of several callers exactly one receives it. */
  consume(id: string): Promise<Stored<T> | undefined>;
  /**
   * Finds the document with the smallest `field` not above `dueAt` and moves that field to `until`,
   * in one step: of several callers exactly one receives it. The cost does not grow with the number waiting.
   * The revision goes up by one. A document that does not fit the schema is moved all the same before the
   * error is thrown, so that it cannot stay first in the queue.
   */
  lease(claim: LeaseClaim<T>): Promise<Stored<T> | undefined>;
  /** Number of documents that match, expired ones left out. */
  count(query: Query<T>): Promise<number>;
  /** Removes what has expired. @returns how many; at most 1000 a call */
  sweep(): Promise<number>;
}

export interface LeaseClaim<T> {
  /** An indexed field that holds epoch milliseconds. */
  readonly field: keyof T & string;
  readonly dueAt: number;
  readonly until: number;
}

/** Codes of `Database` failures. Adapters translate their driver's errors into these. */
export class DuplicateKey extends AppError {
  readonly code = 'persistence.duplicate-key';
  readonly status = 409;
}

export class StaleRevision extends AppError {
  readonly code = 'persistence.stale-revision';
  readonly status = 409;
}

export class InvalidCursor extends AppError {
  readonly code = 'persistence.invalid-cursor';
  readonly status = 400;
}

/** The database does not answer, or cannot write (a full disk). What was asked for has not happened, as far as known. */
export class DatabaseUnavailable extends AppError {
  readonly code = 'persistence.unavailable';
  readonly status = 503;
  override readonly retryAfterSeconds = 5;
}
