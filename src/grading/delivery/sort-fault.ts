import { AppError } from '../../shared/errors.js';
import type { Cause } from './cause.js';
import type { Failure } from './delivery.js';

/** What a failed request to a platform means. */
export interface Sorted {
  readonly failure: Omit<Failure, 'at'>;
  /** It may pass: the same score is tried again. */
  readonly passes: boolean;
  /** Says something of the platform as a whole, not only of this score. */
  readonly concernsPlatform: boolean;
  /** The request may have been carried out although no answer came. */
  readonly isInDoubt: boolean;
  /** Seconds; undefined when the platform named none. */
  readonly retryAfterSeconds?: number | undefined;
  /** Switched off on purpose: however long that lasts, nothing is given up. */
  readonly isPaused: boolean;
}

/** How often a platform that is switched off is looked at again. */
const PAUSE_SECONDS = 600;

/** Sorts what a platform did into what passes by itself and what needs a person. @throws what is no platform's doing */
export function sortFault(fault: unknown): Sorted {
  if (!(fault instanceof AppError)) throw fault;
  const never = { concernsPlatform: false, isInDoubt: false, isPaused: false } as const;
  switch (fault.code) {
    case 'lti.service-unreachable': {
      const failure = { cause: 'unreachable', excerpt: fault.message.slice(0, 500) } as const;
      return { ...never, failure, passes: true, concernsPlatform: true, isInDoubt: true };
    }
    case 'lti.platform-disabled': {
      const retryAfterSeconds = PAUSE_SECONDS;
      const failure = { cause: 'platform-off' } as const;
      return {
        ...never,
        failure,
        passes: true,
        concernsPlatform: true,
        isPaused: true,
        retryAfterSeconds,
      };
    }
    case 'http.not-found':
      return { ...never, failure: { cause: 'platform-removed' }, passes: false };
    case 'lti.address-refused':
    case 'lti.score-not-sendable':
      return { ...never, failure: { cause: 'refused', excerpt: fault.message }, passes: false };
    case 'lti.list-not-readable': {
      const failure = { cause: 'unreachable', service: 'results', excerpt: fault.message } as const;
      return { ...never, failure, passes: true };
    }
    case 'lti.line-item-sought':
    case 'grading.column-busy': {
      const { retryAfterSeconds } = fault;
      return { ...never, failure: { cause: 'on-its-way' }, passes: true, retryAfterSeconds };
    }
    case 'lti.line-items-not-allowed':
      return { ...never, failure: { cause: 'not-allowed', service: 'line-items' }, passes: false };
    default:
      return sortRefusal(fault);
  }
}

function sortRefusal(fault: AppError): Sorted {
  if (fault.code !== 'lti.service-refused' || !('platformStatus' in fault)) throw fault;
  const status = Number(fault.platformStatus);
  const service = 'service' in fault ? String(fault.service) : 'service';
  const excerpt = 'excerpt' in fault && fault.excerpt !== '' ? String(fault.excerpt) : undefined;
  const cause = causeOfStatus(status, service);
  const concernsPlatform = PLATFORM_WIDE.has(cause);
  return {
    failure: { cause, service, status, excerpt },
    // 409: the platform has a score of this second or later, such as ours whose answer was lost.
    passes: concernsPlatform || cause === 'newer-there',
    concernsPlatform,
    // A proxy may have given up on a platform that went on.
    isInDoubt: service === 'score' && (status >= 500 || status === 408 || status === 409),
    // The next second settles a 409.
    retryAfterSeconds: cause === 'newer-there' ? 1 : fault.retryAfterSeconds,
    isPaused: false,
  };
}

/** A token refused today may be granted tomorrow: keys get fetched, tools get activated. */
const PLATFORM_WIDE: ReadonlySet<Cause> = new Set([
  'no-token',
  'token-not-taken',
  'platform-busy',
  'platform-fault',
]);

function causeOfStatus(status: number, service: string): Cause {
  if (status === 429) return 'platform-busy';
  if (status >= 500 || status === 408) return 'platform-fault';
  if (service === 'token') return 'no-token';
  switch (status) {
    case 401:
      return 'token-not-taken';
    case 403:
      return 'not-allowed';
    case 404:
    case 410:
      return 'column-gone';
    case 409:
      return 'newer-there';
    case 400:
    case 422:
      return 'not-gradable';
    default:
      return 'refused';
  }
}
