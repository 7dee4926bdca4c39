import { AppError } from '../../shared/errors.js';
import { SECOND } from '../../shared/clock.js';
import type { Statement } from './statement.js';

/** A learning record store: where programmes keep statements of many tools (xAPI 1.0.3, part 3). */
export interface RecordStore {
  /**
   * Puts a statement there; one that is there already stays.
   * @throws {StatementRefused} it will never be taken @throws {RecordStoreAway} it may be, later
   */
  put(statement: Statement): Promise<void>;
}

export interface RecordStoreAccess {
  /** Endpoint, to which `statements` is added. */
  readonly url: URL;
  readonly key: string;
  readonly secret: string;
}

export class StatementRefused extends AppError {
  readonly code = 'grading.statement-refused';
  readonly status = 502;
}

/** Not there, busy, not letting us in, or not a record store at all: somebody will mend it. */
export class RecordStoreAway extends AppError {
  readonly code = 'grading.record-store-away';
  readonly status = 503;
  override readonly retryAfterSeconds: number | undefined;

  constructor(
    message: string,
    options: ErrorOptions & { readonly retryAfterSeconds?: number } = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

const PATIENCE = 10 * SECOND;
/** The statement itself is at fault. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);

export function createRecordStore({ url, key, secret }: RecordStoreAccess): RecordStore {
  const statements = new URL('statements', url.href.endsWith('/') ? url : `${url.href}/`);
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'content-type': 'application/json',
    'x-experience-api-version': '1.0.3',
  };
  return {
    async put(statement) {
      const at = new URL(statements);
      at.searchParams.set('statementId', statement.id);
      const { status, retryAfterSeconds } = await send(at, headers, statement);
      // 409: it has a statement of this id, which is ours. 200 is some other page.
      if (status === 204 || status === 409) return;
      if (REFUSALS.has(status)) throw new StatementRefused(`answered ${status}`);
      throw new RecordStoreAway(`answered ${status}`, retryAfterSeconds);
    },
  };
}

async function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  statement: Statement,
): Promise<{
  readonly status: number;
  readonly retryAfterSeconds: { retryAfterSeconds?: number };
}> {
  try {
    const answer = await fetch(url, {
      ...{ method: 'PUT', headers, body: JSON.stringify(statement) },
      // A key follows no redirect to another host.
      ...{ redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) },
    });
    await answer.body?.cancel();
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    return {
      status: answer.status,
      retryAfterSeconds: Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {},
    };
  } catch (fault) {
    throw new RecordStoreAway('no answer', { cause: fault });
  }
}
