import { SECOND } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';

/** From the first byte out to the last one in. */
export const SERVICE_TIME = 10 * SECOND;
export const SERVICE_BYTES = 1024 * 1024;

/** A platform's answer: its status decides, its text is as long as the caller allows. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The platform gave no usable answer: no connection, no end in time, too long, or a redirect. */
export class ServiceUnreachable extends AppError {
  readonly code = 'lti.service-unreachable';
  readonly status = 502;
}

/**
 * One request to a platform. Follows no redirect (a token must not travel on), ends after ten
 * seconds.
 * @param maxBytes of the answer; default: one mebibyte
 * @throws {ServiceUnreachable}
 */
export async function callService(
  url: string,
  init: RequestInit,
  maxBytes = SERVICE_BYTES,
): Promise<ServiceAnswer> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(SERVICE_TIME),
    });
    const text = await readBounded(response, maxBytes);
    if (response.status >= 300 && response.status < 400) {
      throw new ServiceUnreachable(`redirect ${response.status} not followed`);
    }
    return { status: response.status, headers: response.headers, text };
  } catch (cause) {
    if (cause instanceof ServiceUnreachable) throw cause;
    throw new ServiceUnreachable(reasonOf(cause), { cause });
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > maxBytes) throw new ServiceUnreachable('answer longer than allowed');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'request failed';
  // fetch hides the useful half ("ECONNREFUSED") one level down.
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return `${cause.message}${inner}`.slice(0, 300);
}
