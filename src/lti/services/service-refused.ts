import { SECOND } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import type { ServiceAnswer } from './service-http.js';

/** What a platform is asked for. */
export type Service =
  'token' | 'score' | 'line-items' | 'results' | 'roster' | 'groups' | 'notices';

/** A platform's service answered, and its answer is no. */
export class ServiceRefused extends AppError {
  readonly code = 'lti.service-refused';
  readonly status = 502;
  /** What was asked for. */
  readonly service: Service;
  /** HTTP status of the platform's answer; 429 also where it says so in words. */
  readonly platformStatus: number;
  /** From Retry-After, in seconds or as a date; undefined when the platform named none. */
  override readonly retryAfterSeconds: number | undefined;
  /** How the answer begins, at most 500 characters; what looks like a token is left out. */
  readonly excerpt: string;

  constructor(service: Service, answer: ServiceAnswer) {
    super(`${service}: ${answer.status}`);
    this.service = service;
    this.platformStatus = isTooManyRequests(answer) ? 429 : answer.status;
    this.retryAfterSeconds = retryAfter(answer.headers.get('retry-after'));
    this.excerpt = excerptOf(answer);
  }
}

const EXCERPT = 500;
/** Signed tokens wherever they stand, and whatever a field that is called so holds. */
const TOKENS = /eyJ[\w-]+\.[\w.-]*|(?<=(?:_token|_assertion|bearer)["'\s:=]{1,6})[^\s"'&,}]+/gi;

function excerptOf({ text }: ServiceAnswer): string {
  // Cut once before, so that a long page costs nothing, and once after, since a mark is longer than nothing.
  return text
    .slice(0, 8 * EXCERPT)
    .replace(TOKENS, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, EXCERPT);
}

/** Canvas answers 403 for this, as it does to what is not allowed; only the words differ. */
function isTooManyRequests({ status, text }: ServiceAnswer): boolean {
  return status === 403 && /rate limit exceeded/i.test(text);
}

function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / SECOND));
}
