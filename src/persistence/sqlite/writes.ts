import type { Clock } from '../../shared/clock.js';
import { StaleRevision, type Document, type LeaseClaim, type Stored } from '../database.js';
import { checkedDepth, checkedId, indexValueOf, type Layout } from '../definition.js';
import type { Connection } from './connection.js';
import { isUniqueViolation } from './failures.js';
import { columnsOf } from './schema.js';
import { columnValue, type Sql } from './sql-query.js';
import { changesOf, type Written } from './statements.js';

/** The changing half of a collection. Rows come back unparsed: the change is made by then. */
export interface Writes<T extends Document> {
  insert(document: T): Promise<Stored<T>>;
  replace(next: Stored<T>): Promise<Stored<T>>;
  remove(id: string, revision: number | undefined): Promise<boolean>;
  consume(id: string): Promise<unknown>;
  lease(claim: LeaseClaim<T>): Promise<unknown>;
  sweep(): Promise<number>;
}

export function writesOf<T extends Document>(
  connection: Connection,
  clock: Clock,
  layout: Layout,
): Writes<T> {
  const sql = changesOf(layout);
  const run = ({ text, values }: Sql): number =>
    Number(connection.prepare(text).run(...values).changes);
  const row = ({ text, values }: Sql): unknown => connection.prepare(text).get(...values);

  /** Makes the change; when what stands in its way has expired, clears that away and makes it again. */
  function runUnique(change: Sql, written: Written): number {
    try {
      return run(change);
    } catch (error) {
      const cleared = isUniqueViolation(error) ? run(sql.clearExpired(written, clock())) : 0;
      if (cleared === 0) throw error;
      return run(change);
    }
  }

  return {
    async insert(document) {
      const written = writtenOf(document, layout);
      await connection.write(() => runUnique(sql.insert(written), written));
      return { ...document, revision: 1 };
    },
    async replace(next) {
      const { revision } = next;
      const written = writtenOf(next, layout);
      const changed = await connection.write(() =>
        runUnique(sql.replace(written, revision, clock()), written),
      );
      if (changed === 0) throw new StaleRevision(`${layout.name}, revision ${revision}`);
      return { ...next, revision: revision + 1 };
    },
    async remove(id, revision) {
      return (await connection.write(() => run(sql.remove(id, revision, clock())))) > 0;
    },
    consume: (id) => connection.write(() => row(sql.consume(id, clock()))),
    lease: (claim) => connection.write(() => row(sql.lease(claim, clock()))),
    sweep: () => connection.write(() => run(sql.sweep(clock()))),
  };
}

/** @throws {InvalidInput} */
function writtenOf(document: Document, layout: Layout): Written {
  const id = checkedId(document.id);
  return {
    id,
    body: JSON.stringify({ ...checkedDepth(document), revision: undefined }),
    columns: columnsOf(layout).map((field) => columnValue(indexValueOf(document, field))),
  };
}
