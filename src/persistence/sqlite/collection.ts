import type { Clock } from '../../shared/clock.js';
import type { Collection, CollectionDefinition, Document, Stored } from '../database.js';
import { indexValueOf, layoutOf } from '../definition.js';
import { conditionsOf, cursorAfter, requireIndex, searchOf } from '../query.js';
import type { Connection } from './connection.js';
import { migrate, quoted } from './schema.js';
import { alive, allOf, conditionSql, identity, searchSql, type Sql } from './sql-query.js';
import { writesOf } from './writes.js';

/** A row as the statements below select it. */
interface Row {
  readonly _body: string;
  readonly _revision: number;
}

export function openCollection<T extends Document>(
  connection: Connection,
  clock: Clock,
  definition: CollectionDefinition<T>,
): Collection<T> {
  const layout = layoutOf(definition);
  migrate(connection, layout);
  const writes = writesOf<T>(connection, clock, layout);
  const table = quoted(layout.name);

  function stored(row: unknown): Stored<T> {
    const { _body, _revision } = row as Row;
    return { ...definition.schema.parse(JSON.parse(_body)), revision: _revision };
  }

  function select(what: string, { text, values }: Sql): unknown[] {
    return connection.prepare(`SELECT ${what} FROM ${table} ${text}`).all(...values);
  }

  return {
    async get(id) {
      const { text, values } = allOf([identity(id), alive(layout, clock())]);
      const rows = await connection.read(() =>
        select('_body, _revision', { text: `WHERE ${text}`, values }),
      );
      return rows.map(stored)[0];
    },
    async find(query, options = {}) {
      const search = searchOf(query, options, layout);
      const where = allOf([...search.conditions.map(conditionSql), alive(layout, clock())]);
      const rows = await connection.read(() =>
        select('_body, _revision', searchSql(search, where)),
      );
      const documents = rows.slice(0, search.limit).map(stored);
      const last = documents.at(-1);
      if (!last || rows.length <= search.limit) return { documents };
      const value = indexValueOf(last, search.sort) ?? '';
      return { documents, next: cursorAfter(search, { value, id: last.id }) };
    },
    async count(query) {
      const conditions = conditionsOf(query, layout).map(conditionSql);
      const { text, values } = allOf([...conditions, alive(layout, clock())]);
      const rows = await connection.read(() =>
        select('count(*) AS found', { text: `WHERE ${text}`, values }),
      );
      return (rows as { found: number }[])[0]?.found ?? 0;
    },
    insert: (document) => writes.insert(document),
    replace: (next) => writes.replace(next),
    remove: (id, revision) => writes.remove(id, revision),
    sweep: () => writes.sweep(),
    // Parsed only once the change is made: a document that does not fit must not stay first in a queue for ever.
    async consume(id) {
      const row = await writes.consume(id);
      return row === undefined ? undefined : stored(row);
    },
    async lease(claim) {
      requireIndex(claim.field, layout);
      const row = await writes.lease(claim);
      return row === undefined ? undefined : stored(row);
    },
  };
}
