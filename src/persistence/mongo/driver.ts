import mongoose, { Schema, type Connection, type Model } from 'mongoose';
import { DatabaseUnavailable } from '../database.js';
import { translated } from './failures.js';

/** A document as MongoDB holds it. */
export interface Row {
  readonly _id: string;
  readonly revision: number;
  /** Unique key (its fields joined by `+`) -> what must occur once; a filler of the document's own when it lacks a field. */
  readonly unique: Readonly<Record<string, string>>;
  /** The document without its id, in keys that MongoDB accepts. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface MongoConnection {
  rows(collection: string): Model<Row>;
  /** @throws {DatabaseUnavailable} */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long a request waits for a server that is not there. */
const SELECTION_TIMEOUT_MS = 3000;
/** How long for the answer of one that has gone silent. Building an index on a large collection takes a while. */
const SILENCE_TIMEOUT_MS = 20_000;

/** Documents are checked by the collection's zod schema; mongoose is told only the frame around them. */
const frame = new Schema<Row>(
  { _id: String, revision: Number, unique: Schema.Types.Mixed, body: Schema.Types.Mixed },
  { autoCreate: false, autoIndex: false, id: false, minimize: false, versionKey: false },
);

/** @throws {DatabaseUnavailable} */
export async function connect(uri: string): Promise<MongoConnection> {
  const connection = mongoose.createConnection(uri, {
    autoCreate: false,
    autoIndex: false,
    // Fail at once instead of holding requests until the server is back.
    bufferCommands: false,
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    connectTimeoutMS: SELECTION_TIMEOUT_MS,
    socketTimeoutMS: SILENCE_TIMEOUT_MS,
    // What is acknowledged survives the loss of one server, or a crash of the only one.
    writeConcern: { w: 'majority', journal: true },
    // A secondary could answer with what was there before one's own write.
    readPreference: 'primary',
  });
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.close();
    throw translated(error);
  }
  return {
    rows: (collection) =>
      connection.models[collection] ?? connection.model<Row>(collection, frame, collection),
    ping: () => ping(connection),
    close: () => connection.close(),
  };
}

async function ping({ db }: Connection): Promise<void> {
  if (!db) throw new DatabaseUnavailable('not connected');
  try {
    await db.command({ ping: 1 });
  } catch (error) {
    throw translated(error);
  }
}
