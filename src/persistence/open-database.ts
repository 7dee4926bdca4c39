import { join } from 'node:path';
import type { Clock } from '../shared/clock.js';
import type { Database } from './database.js';

export interface DatabaseSettings {
  /** Directory of the embedded database. */
  readonly dataDir: string;
  /** Set: MongoDB is used, and nothing is written to `dataDir`. Should name a database: `mongodb://host/tandem`. */
  readonly mongodbUri?: string | undefined;
  readonly clock: Clock;
}

/** @throws {DatabaseUnavailable} */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { dataDir, mongodbUri, clock } = settings;
  // Only the driver that is used is loaded: mongoose alone takes longer to load than the rest of the server.
  if (mongodbUri !== undefined) {
    const { openMongo } = await import('./mongo/open-mongo.js');
    return openMongo({ uri: mongodbUri, clock });
  }
  const { openSqlite } = await import('./sqlite/open-sqlite.js');
  return openSqlite({ file: join(dataDir, 'tandem.sqlite'), clock });
}
