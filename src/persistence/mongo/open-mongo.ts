import type { Clock } from '../../shared/clock.js';
import type { Database } from '../database.js';
import { openCollection } from './collection.js';
import { connect } from './driver.js';

export interface MongoSettings {
  /** `mongodb://host/name` or `mongodb+srv://...`, with the name of the database. */
  readonly uri: string;
  readonly clock: Clock;
}

/** @throws {DatabaseUnavailable} when no server answers within seconds */
export async function openMongo({ uri, clock }: MongoSettings): Promise<Database> {
  const connection = await connect(uri);
  return {
    collection: async (definition) =>
      openCollection(connection.rows(definition.name), clock, definition),
    ping: () => connection.ping(),
    close: () => connection.close(),
  };
}
