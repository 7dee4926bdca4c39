import type { Model } from 'mongoose';
import { DuplicateKey } from '../database.js';
import type { Layout } from '../definition.js';
import type { Row } from './driver.js';
import { translating } from './failures.js';
import { pathOf, type Filter } from './filter.js';

const SWEEP_LIMIT = 1000;

interface Rivalry {
  readonly rows: Model<Row>;
  readonly layout: Layout;
  readonly now: number;
  readonly row: Pick<Row, '_id' | 'unique'>;
}

/**
 * Makes a change; when what stands in its way has expired, clears that away and makes it again.
 * @throws {DuplicateKey} when it has not
 */
export async function clearingExpired<R>(rivalry: Rivalry, change: () => Promise<R>): Promise<R> {
  try {
    return await translating(change);
  } catch (error) {
    const taken = error instanceof DuplicateKey;
    if (!taken || (await translating(() => clearRivals(rivalry))) === 0) throw error;
    return translating(change);
  }
}

async function clearRivals({ rows, layout, now, row }: Rivalry): Promise<number> {
  if (!layout.expiry) return 0;
  const holders: readonly Filter[] = [
    { _id: row._id },
    ...Object.entries(row.unique).map(([name, value]) => ({ [`unique.${name}`]: value })),
  ];
  const filter = { $and: [expiredAt(layout.expiry, now), { $or: [...holders] }] };
  return (await rows.deleteMany(filter)).deletedCount;
}

/** @returns how many were removed */
export async function sweep(rows: Model<Row>, { expiry }: Layout, now: number): Promise<number> {
  if (!expiry) return 0;
  const expired = expiredAt(expiry, now);
  const some = await rows.find(expired).select({ _id: 1 }).limit(SWEEP_LIMIT).lean<Row[]>();
  if (some.length === 0) return 0;
  // Asked again, since one of them may have been given more time meanwhile.
  const chosen = { $and: [{ _id: { $in: some.map(({ _id }) => _id) } }, expired] };
  return (await rows.deleteMany(chosen)).deletedCount;
}

function expiredAt(expiry: string, now: number): Filter {
  return { [pathOf(expiry)]: { $lte: now } };
}
