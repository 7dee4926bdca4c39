import type { Collection, Document } from '../database.js';
import { indexValueOf } from '../definition.js';
import { conditionsOf, cursorAfter, searchOf } from '../query.js';
import type { Row } from './driver.js';
import { translating } from './failures.js';
import { conditionFilter, orderFilter, orderOf } from './filter.js';
import type { Shelf } from './shelf.js';

type Reads<T extends Document> = Pick<Collection<T>, 'get' | 'find' | 'count'>;

export function readsOf<T extends Document>({ rows, layout, stored, living }: Shelf<T>): Reads<T> {
  return {
    async get(id) {
      const row = await translating(() => rows.findOne(living({ _id: id })).lean<Row>());
      return row ? stored(row) : undefined;
    },
    async find(query, options = {}) {
      const search = searchOf(query, options, layout);
      const filter = living(...search.conditions.map(conditionFilter), ...orderFilter(search));
      const found = await translating(() =>
        rows
          .find(filter)
          .sort(orderOf(search))
          .limit(search.limit + 1)
          .lean<Row[]>(),
      );
      const documents = found.slice(0, search.limit).map((row) => stored(row));
      const last = documents.at(-1);
      if (!last || found.length <= search.limit) return { documents };
      const value = indexValueOf(last, search.sort) ?? '';
      return { documents, next: cursorAfter(search, { value, id: last.id }) };
    },
    async count(query) {
      const filter = living(...conditionsOf(query, layout).map(conditionFilter));
      return translating(() => rows.countDocuments(filter));
    },
  };
}
