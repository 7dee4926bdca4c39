import type { Layout } from '../definition.js';
import type { SqliteValue } from './driver.js';
import { columnsOf, quoted } from './schema.js';
import { alive, allOf, identity, type Sql } from './sql-query.js';

const SWEEP_LIMIT = 1000;
const RETURNING = 'RETURNING _body, _revision';

/** A document as the table holds it: the column of each indexed field. */
export interface Written {
  readonly id: string;
  readonly body: string;
  readonly columns: readonly SqliteValue[];
}

/** The statements that change a collection. */
export interface Changes {
  insert(written: Written): Sql;
  /** Changes nothing unless the document is alive at `now` and has this revision. */
  replace(written: Written, revision: number, now: number): Sql;
  remove(id: string, revision: number | undefined, now: number): Sql;
  consume(id: string, now: number): Sql;
  lease(due: Due, now: number): Sql;
  sweep(now: number): Sql;
  /** Removes what has expired and holds the id or a unique key of `written`. */
  clearExpired(written: Written, now: number): Sql;
}

interface Due {
  readonly field: string;
  readonly dueAt: number;
  readonly until: number;
}

export function changesOf(layout: Layout): Changes {
  const table = quoted(layout.name);
  const columns = columnsOf(layout);
  const found = (parts: readonly Sql[], now: number): Sql => allOf([...parts, alive(layout, now)]);

  return {
    insert: ({ id, body, columns: values }) => {
      const names = ['id', '_body', ...columns.map(quoted)].join(', ');
      const blanks = ['?', '?', ...columns.map(() => '?')].join(', ');
      return {
        text: `INSERT INTO ${table} (_revision, ${names}) VALUES (1, ${blanks})`,
        values: [id, body, ...values],
      };
    },
    replace: ({ id, body, columns: values }, revision, now) => {
      const settings = ['_body', ...columns.map(quoted)].map((name) => `${name} = ?`).join(', ');
      const where = found([identity(id), ofRevision(revision)], now);
      return {
        text: `UPDATE ${table} SET ${settings}, _revision = _revision + 1 WHERE ${where.text}`,
        values: [body, ...values, ...where.values],
      };
    },
    remove: (id, revision, now) => {
      const { text, values } = found([identity(id), ofRevision(revision)], now);
      return { text: `DELETE FROM ${table} WHERE ${text}`, values };
    },
    consume: (id, now) => {
      const { text, values } = found([identity(id)], now);
      return { text: `DELETE FROM ${table} WHERE ${text} ${RETURNING}`, values };
    },
    lease: ({ field, dueAt, until }, now) => {
      const column = quoted(field);
      const { text, values } = found([{ text: `${column} <= ?`, values: [dueAt] }], now);
      const first = `SELECT id FROM ${table} WHERE ${text} ORDER BY ${column}, id LIMIT 1`;
      const settings = `${column} = ?, _body = json_set(_body, '$.${field}', ?), _revision = _revision + 1`;
      return {
        text: `UPDATE ${table} SET ${settings} WHERE id = (${first}) ${RETURNING}`,
        values: [until, until, ...values],
      };
    },
    sweep: (now) => {
      const { text, values } = expired(layout, now);
      const some = `SELECT id FROM ${table} WHERE ${text} LIMIT ${SWEEP_LIMIT}`;
      return { text: `DELETE FROM ${table} WHERE id IN (${some})`, values };
    },
    clearExpired: (written, now) => {
      const { text, values } = allOf([expired(layout, now), rivals(written, layout)]);
      return { text: `DELETE FROM ${table} WHERE ${text}`, values };
    },
  };
}

function ofRevision(revision: number | undefined): Sql {
  return revision === undefined
    ? { text: '1', values: [] }
    : { text: '_revision = ?', values: [revision] };
}

function expired({ expiry }: Layout, now: number): Sql {
  return expiry ? { text: `${quoted(expiry)} <= ?`, values: [now] } : { text: '0', values: [] };
}

/** Documents that hold the id or a unique key. */
function rivals({ id, columns }: Written, layout: Layout): Sql {
  const fields = columnsOf(layout);
  const valueOf = (field: string): SqliteValue =>
    field === 'id' ? id : (columns[fields.indexOf(field)] ?? null);
  const keys = [['id'], ...layout.uniqueKeys];
  return {
    text: `(${keys.map((key) => key.map((field) => `${quoted(field)} = ?`).join(' AND ')).join(' OR ')})`,
    values: keys.flat().map(valueOf),
  };
}
