import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../shared/errors.js';
import { MINUTE, SECOND } from '../shared/clock.js';

/** More requests than anybody needs in a minute came from one place. */
export class TooManyRequests extends AppError {
  readonly code = 'http.too-many-requests';
  readonly status = 429;
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('over the limit');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface RateLimit {
  /** Requests of one key in a minute; more are refused until the minute is over. */
  readonly perMinute: number;
  /**
   * What is counted together. Undefined for a request that this limit does not concern.
   * Default: the address, where all of an IPv6 /56 counts as one.
   */
  readonly keyOf?: (req: Request) => string | undefined;
}

/**
 * Refuses what comes too often, with Retry-After. Counted in the memory of this process: a limit
 * guards the process, and a second process brings its own room.
 * @throws {TooManyRequests} into the error handler
 */
export function limitRate({ perMinute, keyOf = addressOf }: RateLimit): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    skip: (req) => keyOf(req) === undefined,
    keyGenerator: (req) => keyOf(req) ?? '',
    handler: (req, _res, next) => {
      next(new TooManyRequests(secondsLeft(req)));
    },
  });
}

/** The address a request came from, as far as the proxies in front of us are trusted. */
export function addressOf(req: Request): string {
  return ipKeyGenerator(req.ip ?? '', 56);
}

/** express-rate-limit notes its count on the request. */
function secondsLeft(req: Request): number {
  const { rateLimit: seen } = req as Request & { rateLimit?: { resetTime?: Date } };
  const milliseconds = (seen?.resetTime?.getTime() ?? 0) - Date.now();
  return Math.max(1, Math.ceil(milliseconds / SECOND));
}
