import { isBuiltin } from 'node:module';

/** What of `node:sqlite` is used. Both drivers offer it. */
export interface SqliteHandle {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly changes: number | bigint };
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): unknown[];
}

export type SqliteValue = string | number | null;

interface SqliteDriver {
  readonly DatabaseSync: new (file: string) => SqliteHandle;
}

// Node has SQLite built in from 22.13; before, a package brings the same interface with prebuilt binaries.
const { DatabaseSync } = isBuiltin('node:sqlite')
  ? await builtIn()
  : ((await import('@photostructure/sqlite')) as unknown as SqliteDriver);

/**
 * The one piece of module state: on Node 20 a prepared statement does not keep its database alive,
 * and a statement that outlives it crashes the process.
 */
const openHandles = new Set<SqliteHandle>();

/** @param file a path, or `:memory:` */
export function openHandle(file: string): SqliteHandle {
  const handle = new DatabaseSync(file);
  openHandles.add(handle);
  return handle;
}

export function closeHandle(handle: SqliteHandle): void {
  openHandles.delete(handle);
  handle.close();
}

async function builtIn(): Promise<SqliteDriver> {
  // The types of Node 20 do not know this module: a name in a variable is not looked up.
  const name = ['node', 'sqlite'].join(':');
  return (await import(name)) as SqliteDriver;
}
