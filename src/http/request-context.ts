import type { RequestHandler } from 'express';
import type { I18n } from '../i18n/i18n.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import { localsOf } from './page.js';

export interface RequestContextDeps {
  readonly i18n: I18n;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Called once an answer is out. `route` is the pattern, never the path: paths hold session ids. */
  readonly observe: (seen: ObservedRequest) => void;
}

export interface ObservedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** Gives each request an instance id and a language, and writes one log line when it is answered. */
export function requestContext(deps: RequestContextDeps): RequestHandler {
  const { i18n, logger, clock, newId, observe } = deps;
  return (req, res, next) => {
    const startedAt = clock();
    const locale = i18n.choose(req.headers['accept-language']);
    Object.assign(localsOf(res), {
      instanceId: newId(),
      i18n,
      locale,
      t: i18n.translator(locale),
      base: '',
      pageToken: '',
      frameAncestors: [],
    });
    res.on('close', () => {
      const seen: ObservedRequest = {
        method: req.method,
        route: routeOf(req.baseUrl, req.route),
        status: res.statusCode,
        milliseconds: clock() - startedAt,
      };
      observe(seen);
      logger.info({ instanceId: localsOf(res).instanceId, ...seen }, 'request');
    });
    next();
  };
}

/** @param baseUrl Express takes it back once a request fell out of every router, whatever its type says */
function routeOf(baseUrl: string | undefined, route: unknown): string {
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'unmatched';
  const base = (baseUrl ?? '').replace(/^\/s\/[^/]+/i, '/s/:session');
  return `${base}${String(route.path)}`;
}
