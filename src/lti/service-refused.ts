import { SECOND } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import type { ServiceAnswer } from './service-http.js';

/** What a platform is asked for. */
export type Service = 'token' | 'score' | 'roster' | 'groups' | 'notices';

/** A platform's service answered, and its answer is no. */
export class ServiceRefused extends AppError {
  readonly code = 'lti.service-refused';
  readonly status = 502;
  /** What was asked for. */
  readonly service: Service;
  /** HTTP status of the platform's answer. */
  readonly platformStatus: number;
  /** From Retry-After, in seconds or as a date; undefined when the platform named none. */
  override readonly retryAfterSeconds: number | undefined;

  constructor(service: Service, answer: ServiceAnswer) {
    super(`${service}: ${answer.status}`);
    this.service = service;
    this.platformStatus = answer.status;
    this.retryAfterSeconds = retryAfter(answer.headers.get('retry-after'));
  }
}

function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / SECOND));
}
