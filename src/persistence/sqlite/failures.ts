import { DatabaseUnavailable, DuplicateKey } from '../database.js';

const UNIQUE_VIOLATIONS: ReadonlySet<number> = new Set([
  1555, // SQLITE_CONSTRAINT_PRIMARYKEY
  2067, // SQLITE_CONSTRAINT_UNIQUE
]);

/** Primary result codes that speak of the file and its disk, not of the statement. */
const UNAVAILABLE: ReadonlySet<number> = new Set([
  3, // SQLITE_PERM
  5, // SQLITE_BUSY: another process held the file longer than we wait
  6, // SQLITE_LOCKED
  7, // SQLITE_NOMEM
  8, // SQLITE_READONLY
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  13, // SQLITE_FULL
  14, // SQLITE_CANTOPEN
  15, // SQLITE_PROTOCOL
  26, // SQLITE_NOTADB
]);

export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATIONS.has(resultCodeOf(error));
}

/** True when the statement was fine and the database was not. */
export function isUnavailable(error: unknown): boolean {
  // The low byte is the primary code, the rest says more about it.
  return (
    error instanceof DatabaseUnavailable ||
    UNAVAILABLE.has(resultCodeOf(error) & 0xff) ||
    isFileSystemError(error)
  );
}

/** The port's error for the driver's; what is neither stays as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  if (isUniqueViolation(error)) return new DuplicateKey(messageOf(error), { cause: error });
  if (isUnavailable(error)) return new DatabaseUnavailable(messageOf(error), { cause: error });
  return error;
}

/** Node's own, of making the directory and looking for the file. */
function isFileSystemError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

function resultCodeOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0;
  return typeof error.errcode === 'number' ? error.errcode : 0;
}

// An error of another realm is no instance of our Error, as happens under Jest.
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
