import type { Clock } from '../../shared/clock.js';
import type { Database } from '../database.js';
import { openCollection } from './collection.js';
import { openConnection, type Connection } from './connection.js';
import { translated } from './failures.js';

export interface SqliteSettings {
  /** A path, or `:memory:`. The directory and the file are made when missing, for this user only. */
  readonly file: string;
  readonly clock: Clock;
}

/** @throws {DatabaseUnavailable} when the file cannot be opened and written */
export function openSqlite({ file, clock }: SqliteSettings): Database {
  return sqliteDatabase(openConnection(file), clock);
}

export function sqliteDatabase(connection: Connection, clock: Clock): Database {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- async turns what is thrown into a rejection
    async collection(definition) {
      try {
        return openCollection(connection, clock, definition);
      } catch (error) {
        throw translated(error);
      }
    },
    async ping() {
      await connection.read(() => connection.prepare('SELECT 1').get());
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    async close() {
      connection.close();
    },
  };
}
