import { DatabaseUnavailable, DuplicateKey } from '../database.js';

const DUPLICATE_KEY = 11_000;

/** Errors of the connection, by the name the driver or mongoose gives them. */
const CONNECTION_ERROR =
  /^(?:Mongo(?:ose)?(?:Network|ServerSelection|PoolClear|PoolClosed|TopologyClosed|NotConnected|WaitQueue|Expired|Client|ServerClosed)\w*|MongoWriteConcernError|MongooseError|MongoError|PoolClearedOnNetworkError)$/;

/** Answers of a server that cannot serve now: a full disk, a shutdown, an election. */
const UNAVAILABLE: ReadonlySet<unknown> = new Set([
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed
  89, // NetworkTimeout
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
]);

/** The port's error for the driver's; what is neither stays as it is. */
export function translated(error: unknown): unknown {
  const { name, message, code } = factsOf(error);
  // The server's text, and so the cause, would carry the key's value into the log.
  if (code === DUPLICATE_KEY) return new DuplicateKey('taken');
  if (UNAVAILABLE.has(code) || CONNECTION_ERROR.test(name)) {
    return new DatabaseUnavailable(message, { cause: error });
  }
  return error;
}

export async function translating<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}

// By name and code, since an error of another realm is no instance of our copy of a class.
function factsOf(error: unknown): {
  readonly name: string;
  readonly message: string;
  readonly code: unknown;
} {
  if (typeof error !== 'object' || error === null)
    return { name: '', message: '', code: undefined };
  const { name, message, code } = error as Partial<Record<'name' | 'message' | 'code', unknown>>;
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : '',
    code,
  };
}
