import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Principal } from '../shared/principal.js';
import { InvalidInput } from '../shared/errors.js';
import { AppError } from '../shared/errors.js';
import { digest } from '../shared/ids.js';
import type { BrowserKey } from './browser-key.js';
import { localsOf } from './page.js';
import { parse } from './parse.js';
import { allowToRun } from './security-headers.js';
import { basePathOf, type Session, type SessionKey } from './session.js';
import { NoSession, pageTokenOf, type Sessions } from './sessions.js';

const SAFE_METHODS = new Set(['GET', 'HEAD']);
const Params = z.object({
  session: z.string().regex(/^[A-Za-z0-9_-]{22}(?:\.[A-Za-z0-9_-]{43})?$/),
});

/** A POST that none of this session's own pages made. */
export class ForeignRequest extends AppError {
  readonly code = 'http.foreign-request';
  readonly status = 403;
}

/**
 * Opens `/s/:session/…`, where the parameter is the session's id, or `<id>.<key>` in a browser that
 * keeps no cookie: finds the session for this browser, sets language, base path and framing, and
 * refuses unsafe methods without the page's token (header `X-Tandem-Token`, or `token` in the
 * query where a library of ours cannot set headers).
 */
export function sessionMiddleware(deps: {
  readonly sessions: Sessions;
  readonly browserKey: BrowserKey;
}): RequestHandler {
  const { sessions, browserKey } = deps;
  return async (req, res, next) => {
    const [id = '', inPath] = parse(Params, req.params).session.split('.', 2);
    const key = inPath === undefined ? keyInCookie(req, browserKey) : keyInPath(req, inPath);
    const session = await sessions.find(id, key);
    const locals = localsOf(res);
    locals.locale = locals.i18n.choose(session.locale, req.headers['accept-language']);
    locals.t = locals.i18n.translator(locals.locale);
    allowToRun(res, session.frameAncestors);
    res.setHeader('Cache-Control', 'no-store');
    if (sessions.isOver(session)) throw new NoSession('session is over');
    locals.base = basePathOf(session, key);
    locals.pageToken = pageTokenOf(session, key);
    if (!SAFE_METHODS.has(req.method) && tokenOf(req) !== locals.pageToken) {
      throw new ForeignRequest('page token missing or wrong');
    }
    const owner = ownerOf(session.principal);
    if (owner !== undefined) locals.owner = owner;
    sessionsOf.set(res, session);
    next();
  };
}

/** A digest: the browser learns no id that the platform gave. */
function ownerOf({ platformId, linkId, userId }: Principal): string | undefined {
  return linkId === undefined
    ? undefined
    : digest('owner', platformId, linkId, userId).slice(0, 22);
}

function keyInCookie(req: Request, browserKey: BrowserKey): SessionKey {
  const secret = browserKey.read(req);
  if (secret === undefined) throw new NoSession('the browser sent no key');
  return { carrier: 'cookie', secret };
}

/** Every step inside the tool is `same-origin`, from the launch on; a URL that was copied or linked is not. */
function keyInPath(req: Request, secret: string): SessionKey {
  const site = req.get('sec-fetch-site');
  // Undefined in browsers that do not say it, such as Safari before 16.4.
  if (site !== undefined && site !== 'same-origin') throw new NoSession('opened from elsewhere');
  return { carrier: 'path', secret };
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
