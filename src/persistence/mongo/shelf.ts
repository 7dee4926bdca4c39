import type { Model } from 'mongoose';
import type { Clock } from '../../shared/clock.js';
import type { Document, Stored } from '../database.js';
import type { Layout } from '../definition.js';
import type { Row } from './driver.js';
import type { Filter } from './filter.js';

/** What the reading and the changing half of a collection share. */
export interface Shelf<T extends Document> {
  readonly rows: Model<Row>;
  readonly layout: Layout;
  readonly clock: Clock;
  /** @throws {ZodError} */
  readonly stored: (row: Row) => Stored<T>;
  /** All parts hold, and the document has not expired. */
  readonly living: (...parts: readonly Filter[]) => Filter;
}
