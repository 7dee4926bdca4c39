import type { Model } from 'mongoose';
import type { Layout } from '../definition.js';
import { fromBody } from './body.js';
import type { Row } from './driver.js';
import { pathOf } from './filter.js';
import { uniqueNameOf, uniqueOf } from './row.js';

interface IndexSpec {
  readonly keys: Readonly<Record<string, 1>>;
  readonly unique: boolean;
}

/** Makes the indexes what the layout says; documents that are there already are held to new unique keys too. */
export async function migrate(rows: Model<Row>, layout: Layout): Promise<void> {
  const wanted = indexSpecs(layout);
  const present = await indexNames(rows);
  for (const name of present) {
    if (name !== '_id_' && !wanted.has(name)) await dropIndex(rows, name);
  }
  const missing = [...wanted].filter(([name]) => !present.has(name));
  if (missing.some(([, { unique }]) => unique)) await fillUniqueKeys(rows, layout);
  for (const [name, { keys, unique }] of missing) {
    await rows.collection.createIndex(keys, unique ? { name, unique } : { name }, {});
  }
}

/** The layout's indexes by name. */
function indexSpecs(layout: Layout): ReadonlyMap<string, IndexSpec> {
  const specs = new Map<string, IndexSpec>();
  for (const field of new Set([...layout.indexes, ...(layout.expiry ? [layout.expiry] : [])])) {
    // With the id, so that a sorted page and a lease read no more than they return.
    specs.set(field, { keys: { [pathOf(field)]: 1, _id: 1 }, unique: false });
  }
  for (const key of layout.uniqueKeys) {
    const name = uniqueNameOf(key);
    specs.set(`unique ${name}`, { keys: { [`unique.${name}`]: 1 }, unique: true });
  }
  return specs;
}

async function indexNames(rows: Model<Row>): Promise<ReadonlySet<string>> {
  // Asked first, since a server answers with an error about a collection that is not there yet.
  const collections = await rows.db.listCollections();
  if (!collections.some(({ name }) => name === rows.collection.name)) return new Set();
  const indexes = await rows.collection.listIndexes().toArray();
  return new Set(indexes.map(({ name }) => String(name)));
}

async function dropIndex(rows: Model<Row>, name: string): Promise<void> {
  try {
    await rows.collection.dropIndex(name);
  } catch (error) {
    // Another process, starting at the same time, was faster.
    if ((await indexNames(rows)).has(name)) throw error;
  }
}

async function fillUniqueKeys(rows: Model<Row>, layout: Layout): Promise<void> {
  for await (const row of rows.find().lean().cursor()) {
    const unique = uniqueOf({ ...fromBody(row.body), id: row._id }, layout);
    // Someone who changed the document meanwhile has filled in the keys as well.
    await rows.updateOne({ _id: row._id, revision: row.revision }, { $set: { unique } });
  }
}
