import { StaleRevision, type Collection, type Document } from '../database.js';
import { requireIndex } from '../query.js';
import type { Row } from './driver.js';
import { clearingExpired, sweep } from './expired.js';
import { translating } from './failures.js';
import { pathOf } from './filter.js';
import { rowOf } from './row.js';
import type { Shelf } from './shelf.js';

type Changes<T extends Document> = Omit<Collection<T>, 'get' | 'find' | 'count'>;

export function changesOf<T extends Document>(shelf: Shelf<T>): Changes<T> {
  const { rows, layout, clock, stored, living } = shelf;

  function unlessTaken<R>(row: Pick<Row, '_id' | 'unique'>, change: () => Promise<R>): Promise<R> {
    return clearingExpired({ rows, layout, now: clock(), row }, change);
  }

  return {
    async insert(document) {
      const row = { ...rowOf(document, layout), revision: 1 };
      await unlessTaken(row, () => rows.insertOne(row));
      return { ...document, revision: 1 };
    },
    async replace(next) {
      const { _id, revision, unique, body } = rowOf(next, layout);
      const change = { $set: { body, unique }, $inc: { revision: 1 } };
      const { matchedCount } = await unlessTaken({ _id, unique }, () =>
        rows.updateOne(living({ _id, revision }), change),
      );
      if (matchedCount === 0) throw new StaleRevision(`${layout.name}, revision ${revision}`);
      return { ...next, revision: revision + 1 };
    },
    async remove(id, revision) {
      const wanted = revision === undefined ? { _id: id } : { _id: id, revision };
      return (await translating(() => rows.deleteOne(living(wanted)))).deletedCount > 0;
    },
    async consume(id) {
      const row = await translating(() => rows.findOneAndDelete(living({ _id: id })).lean<Row>());
      return row ? stored(row) : undefined;
    },
    async lease({ field, dueAt, until }) {
      requireIndex(field, layout);
      const path = pathOf(field);
      const due = living({ [path]: { $lte: dueAt } });
      const change = { $set: { [path]: until }, $inc: { revision: 1 } };
      const first = { sort: { [path]: 1, _id: 1 }, returnDocument: 'after' } as const;
      const row = await translating(() => rows.findOneAndUpdate(due, change, first).lean<Row>());
      return row ? stored(row) : undefined;
    },
    sweep: () => translating(() => sweep(rows, layout, clock())),
  };
}
