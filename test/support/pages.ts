import path from 'node:path';
import express, { type Express, type Router } from 'express';
import { browserKey } from '../../src/http/browser-key.js';
import { errorHandler, noSuchRoute } from '../../src/http/error-handler.js';
import { requestContext } from '../../src/http/request-context.js';
import { securityHeaders } from '../../src/http/security-headers.js';
import { sessionMiddleware } from '../../src/http/session.middleware.js';
import type { Session } from '../../src/http/session.js';
import { useTemplates } from '../../src/http/templates.js';
import { NoSession } from '../../src/http/sessions.js';
import { loadI18n, type I18n } from '../../src/i18n/i18n.js';
import { silent } from '../../src/shared/logger.js';
import type { Principal } from '../../src/shared/principal.js';

export const SESSION_ID = 'a'.repeat(22);
/** Path of the session's pages in an app of `pagesApp`. */
export const BASE = `/s/${SESSION_ID}`;
/** Cookie header of the browser in which the session was opened. */
export const COOKIE = `tandem=${'k'.repeat(43)}`;

export function texts(): I18n {
  return loadI18n(path.resolve('content/texts'));
}

export function aPrincipal(values: Partial<Principal> = {}): Principal {
  return {
    platformId: 'platform',
    deploymentId: 'deployment',
    userId: 'user',
    contextId: 'course',
    linkId: 'link',
    role: 'learner',
    ...values,
  };
}

/** The tool's own chain of middleware and templates around one router, for one person in one language. */
export function pagesApp(
  router: Router,
  { principal, locale }: { readonly principal: Principal; readonly locale?: string },
): Express {
  const publicUrl = new URL('http://localhost');
  const session: Session = {
    id: SESSION_ID,
    browser: 'browser',
    principal,
    frameAncestors: [],
    locale,
    endsAt: Number.MAX_SAFE_INTEGER,
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
  const sessions = {
    open: () => Promise.resolve(session),
    find: (id: string) =>
      id === session.id ? Promise.resolve(session) : Promise.reject(new NoSession(id)),
    isOver: () => false,
    sweep: () => Promise.resolve(0),
  };
  const app = express();
  useTemplates(app, path.resolve('views'));
  app.locals.asset = (name: string) => `/assets/${name}`;
  app.use(
    requestContext({
      i18n: texts(),
      logger: silent,
      clock: () => 0,
      newId: () => 'instance',
      observe: () => undefined,
    }),
  );
  app.use(securityHeaders({ publicUrl }));
  const key = browserKey({ publicUrl });
  app.use('/s/:session', sessionMiddleware({ sessions, browserKey: key }), router);
  app.use(noSuchRoute);
  app.use(errorHandler({ logger: silent }));
  return app;
}
