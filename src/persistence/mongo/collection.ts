import type { Model } from 'mongoose';
import type { Clock } from '../../shared/clock.js';
import type { Collection, CollectionDefinition, Document } from '../database.js';
import { layoutOf } from '../definition.js';
import { fromBody } from './body.js';
import { changesOf } from './changes.js';
import type { Row } from './driver.js';
import { translating } from './failures.js';
import { alive, allOf } from './filter.js';
import { readsOf } from './reads.js';
import { migrate } from './schema.js';
import type { Shelf } from './shelf.js';

export async function openCollection<T extends Document>(
  rows: Model<Row>,
  clock: Clock,
  definition: CollectionDefinition<T>,
): Promise<Collection<T>> {
  const layout = layoutOf(definition);
  await translating(() => migrate(rows, layout));
  const shelf: Shelf<T> = {
    rows,
    layout,
    clock,
    stored: ({ _id, revision, body }) => ({
      ...definition.schema.parse({ ...fromBody(body), id: _id }),
      revision,
    }),
    living: (...parts) => allOf([...parts, ...alive(layout, clock())]),
  };
  return { ...readsOf(shelf), ...changesOf(shelf) };
}
