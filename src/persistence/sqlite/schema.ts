import type { Layout } from '../definition.js';
import type { Connection } from './connection.js';

/** Columns that hold fields of the document, besides `id`. A definition's fields never start with an underscore. */
export function columnsOf({ indexes, uniqueKeys, expiry }: Layout): readonly string[] {
  const fields = new Set([...indexes, ...uniqueKeys.flat(), ...(expiry ? [expiry] : [])]);
  fields.delete('id');
  return [...fields];
}

export function quoted(name: string): string {
  return `"${name}"`;
}

/** Makes the table and its indexes what the layout says; documents that are there already are indexed too. */
export function migrate(connection: Connection, layout: Layout): void {
  connection.exclusively(() => {
    const table = quoted(layout.name);
    connection.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY NOT NULL, _revision INTEGER NOT NULL, _body TEXT NOT NULL)`,
    );
    addColumns(connection, layout);
    alignIndexes(connection, layout);
  });
}

function addColumns(connection: Connection, layout: Layout): void {
  const table = quoted(layout.name);
  const present = namesFrom(connection, `SELECT name FROM pragma_table_info('${layout.name}')`);
  for (const field of columnsOf(layout)) {
    if (present.has(field)) continue;
    const column = quoted(field);
    // Without a type, so that SQLite keeps numbers numbers and text text.
    connection.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    connection.exec(`UPDATE ${table} SET ${column} = _body ->> '$.${field}'`);
  }
}

function alignIndexes(connection: Connection, layout: Layout): void {
  const wanted = indexStatements(layout);
  const present = namesFrom(
    connection,
    `SELECT name FROM pragma_index_list('${layout.name}') WHERE origin = 'c'`,
  );
  for (const name of present) {
    if (!wanted.has(name)) connection.exec(`DROP INDEX ${quoted(name)}`);
  }
  for (const [name, sql] of wanted) {
    if (!present.has(name)) connection.exec(sql);
  }
}

/** The layout's indexes: name -> statement that makes it. */
function indexStatements(layout: Layout): ReadonlyMap<string, string> {
  const statements = new Map<string, string>();
  const table = quoted(layout.name);
  const fields = new Set([...layout.indexes, ...(layout.expiry ? [layout.expiry] : [])]);
  for (const field of fields) {
    const name = `${layout.name}.${field}`;
    // With the id, so that a sorted page and a lease read no more than they return.
    statements.set(name, `CREATE INDEX ${quoted(name)} ON ${table} (${quoted(field)}, id)`);
  }
  for (const key of layout.uniqueKeys) {
    const name = `${layout.name}.unique.${key.join('+')}`;
    const columns = key.map(quoted).join(', ');
    // SQLite holds a row with a NULL among the columns to nothing, as the port asks.
    statements.set(name, `CREATE UNIQUE INDEX ${quoted(name)} ON ${table} (${columns})`);
  }
  return statements;
}

function namesFrom(connection: Connection, sql: string): ReadonlySet<string> {
  const rows = connection.prepare(sql).all() as readonly { readonly name: string }[];
  return new Set(rows.map(({ name }) => name));
}
