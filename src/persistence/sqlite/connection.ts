import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseUnavailable } from '../database.js';
import { closeHandle, openHandle, type SqliteHandle, type SqliteStatement } from './driver.js';
import { translated } from './failures.js';
import { groupCommit } from './group-commit.js';

const IN_MEMORY = ':memory:';

/** How long to wait for another process on the file. The event loop stands still meanwhile. */
const BUSY_TIMEOUT_MS = 3000;

/** One open file. Reads answer at once; changes of one turn of the event loop share one commit. */
export interface Connection {
  /** A prepared statement, kept. Use only in `read`, `write` and `exclusively`. */
  prepare(sql: string): SqliteStatement;
  /** @throws {DatabaseUnavailable} */
  read<R>(work: () => R): Promise<R>;
  /**
   * Resolves once the change is on disk. When `work` throws, the statements it ran before stay done, so let
   * it be one statement or several that each make sense alone. A database that cannot write undoes the
   * whole commit, for everyone in it.
   * @throws {DuplicateKey} @throws {DatabaseUnavailable}
   */
  write<R>(work: () => R): Promise<R>;
  /** Runs `work` in a transaction of its own, at once: all of it or nothing. For changes of the schema. */
  exclusively(work: () => void): void;
  exec(sql: string): void;
  /** Writes what is waiting, then closes. Safe to call twice. */
  close(): void;
}

/** @throws {DatabaseUnavailable} when the file cannot be opened and written */
export function openConnection(file: string): Connection {
  try {
    if (file !== IN_MEMORY) createPrivately(file);
    const handle = openHandle(file);
    handle.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    handle.exec('PRAGMA journal_mode = WAL');
    // FULL: what is acknowledged survives a power failure, not only a crash.
    handle.exec('PRAGMA synchronous = FULL');
    return connectionOn(handle, file);
  } catch (error) {
    throw translated(error);
  }
}

/** SQLite gives its files beside the database the mode of the database. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function connectionOn(handle: SqliteHandle, file: string): Connection {
  const statements = new Map<string, SqliteStatement>();
  const writes = groupCommit(exclusively);
  const stillThere = watchFile(file);
  let open = true;

  function prepare(sql: string): SqliteStatement {
    const statement = statements.get(sql) ?? handle.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function check(): void {
    if (!open) throw new DatabaseUnavailable('closed');
    if (!stillThere()) throw new DatabaseUnavailable(`${file} was moved or removed`);
  }

  function exclusively(work: () => void): void {
    check();
    // IMMEDIATE: to ask for the write lock only at the first change can fail without waiting.
    prepare('BEGIN IMMEDIATE').run();
    try {
      work();
      prepare('COMMIT').run();
    } catch (error) {
      rollBack();
      throw error;
    }
  }

  function rollBack(): void {
    try {
      prepare('ROLLBACK').run();
    } catch {
      // A full disk has SQLite roll back by itself: then there is nothing left to roll back.
    }
  }

  return {
    prepare,
    exclusively,
    exec: (sql) => handle.exec(sql),
    read: (work) =>
      attempt(() => {
        check();
        return work();
      }),
    write: (work) => writes.add(work),
    close() {
      if (!open) return;
      writes.flush();
      open = false;
      statements.clear();
      closeHandle(handle);
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- async turns what is thrown into a rejection
async function attempt<R>(work: () => R): Promise<R> {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}

/** SQLite goes on writing into a file that was moved or removed, and nobody would ever see it again. */
function watchFile(file: string): () => boolean {
  if (file === IN_MEMORY) return () => true;
  const opened = statSync(file);
  return () => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found?.ino === opened.ino && found.dev === opened.dev;
  };
}
