import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Principal } from '../shared/principal.js';
import { InvalidInput } from '../shared/errors.js';
import { AppError } from '../shared/errors.js';
import type { BrowserKey } from './browser-key.js';
import { localsOf } from './page.js';
import { parse } from './parse.js';
import { allowToRun } from './security-headers.js';
import type { Session } from './session.js';
import { NoSession, pageTokenOf, type Sessions } from './sessions.js';

const SAFE_METHODS = new Set(['GET', 'HEAD']);
const Params = z.object({ session: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

/** A POST that none of this session's own pages made. */
export class ForeignRequest extends AppError {
  readonly code = 'http.foreign-request';
  readonly status = 403;
}

/**
 * Opens `/s/:session/…`: finds the session for this browser, sets language, base path and framing,
 * and refuses unsafe methods without the page's token (header `X-Tandem-Token`, or `token` in the
 * query where a library of ours cannot set headers).
 */
export function sessionMiddleware(deps: {
  readonly sessions: Sessions;
  readonly browserKey: BrowserKey;
}): RequestHandler {
  const { sessions, browserKey } = deps;
  return async (req, res, next) => {
    const { session: id } = parse(Params, req.params);
    const key = browserKey.read(req);
    if (key === undefined) throw new NoSession('the browser sent no key');
    const session = await sessions.find(id, key);
    const locals = localsOf(res);
    locals.locale = locals.i18n.choose(session.locale, req.headers['accept-language']);
    locals.t = locals.i18n.translator(locals.locale);
    locals.base = `/s/${session.id}`;
    locals.pageToken = pageTokenOf(session, key);
    allowToRun(res, session.frameAncestors);
    res.setHeader('Cache-Control', 'no-store');
    if (!SAFE_METHODS.has(req.method) && tokenOf(req) !== locals.pageToken) {
      throw new ForeignRequest('page token missing or wrong');
    }
    sessionsOf.set(res, session);
    next();
  };
}

/** Keyed by the answer, so that nothing else can put a session there. */
const sessionsOf = new WeakMap<Response, Session>();

/** The session of a request below `/s/:session`. */
export function sessionOf(res: Response): Session {
  const session = sessionsOf.get(res);
  if (!session) throw new InvalidInput('route is not below /s/:session');
  return session;
}

/** Who asks, on a request below `/s/:session`. */
export function principalOf(res: Response): Principal {
  return sessionOf(res).principal;
}

function tokenOf(req: Parameters<RequestHandler>[0]): string | undefined {
  const header = req.get('x-tandem-token');
  if (header !== undefined) return header;
  return typeof req.query.token === 'string' ? req.query.token : undefined;
}
