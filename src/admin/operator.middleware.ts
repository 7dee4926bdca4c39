import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { localsOf, sendPage } from '../http/page.js';
import { AppError } from '../shared/errors.js';
import type { OperatorCookie } from './operator-cookie.js';
import { operatorPageToken, type Operators } from './operators.service.js';
import { signInNeededPage } from './sign-in.views.js';

/** Nobody is signed in in this browser, or no longer. */
export class NotSignedIn extends AppError {
  readonly code = 'admin.not-signed-in';
  readonly status = 401;
}

/** A POST that none of this operator's own pages made. */
export class ForeignForm extends AppError {
  readonly code = 'admin.foreign-form';
  readonly status = 403;
}

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Admin pages are never framed, load nothing from elsewhere, and are kept by nobody. Set before
 * anything else, so that refusals carry it too.
 */
export const adminHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; ` +
      `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  // For browsers that do not know frame-ancestors.
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Cache-Control', 'no-store');
  next();
};

/** Lets only a signed-in operator pass; shows others how to sign in. @throws {NotSignedIn} for what is no page */
export function requireOperator(deps: {
  readonly operators: Operators;
  readonly cookie: OperatorCookie;
}): RequestHandler {
  const { operators, cookie } = deps;
  return async (req, res, next) => {
    const secret = cookie.read(req);
    const locals = localsOf(res);
    if (secret === undefined || !(await operators.isSignedIn(secret))) {
      const asksForPage = SAFE_METHODS.has(req.method) && req.accepts(['html', 'json']) === 'html';
      if (!asksForPage) throw new NotSignedIn('no session');
      sendPage(res, signInNeededPage(locals.t), 401);
      return;
    }
    locals.base = '/admin';
    locals.pageToken = operatorPageToken(secret);
    next();
  };
}

/** After the form's parser. @throws {ForeignForm} when the page token is missing or another's */
export const requirePageToken: RequestHandler = (req, res, next) => {
  if (!SAFE_METHODS.has(req.method) && !isSame(tokenOf(req), localsOf(res).pageToken)) {
    throw new ForeignForm('page token missing or wrong');
  }
  next();
};

function tokenOf(req: Request): string {
  // A form with a file is read by its own route: its address carries the token.
  const body: unknown = req.is('multipart/form-data') ? req.query : req.body;
  if (typeof body !== 'object' || body === null || !('token' in body)) return '';
  return typeof body.token === 'string' ? body.token : '';
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
