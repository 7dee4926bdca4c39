import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { AppError } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { sendErrorPage } from './answers.js';
import { authRoutes } from './auth.routes.js';
import { deepLinkingRoutes, type DeepLinkingDeps } from './deep-linking.routes.js';
import { certRoutes, configurationRoutes } from './discovery.routes.js';
import { groupRoutes } from './groups.routes.js';
import { lineItemRoutes } from './line-items.routes.js';
import { mailRoutes } from './mail.routes.js';
import type { Mailbox } from './mailbox.js';
import { membershipRoutes } from './memberships.routes.js';
import { pageRoutes, type PageDeps } from './pages.routes.js';
import { registrationRoutes, type RegistrationDeps } from './registration.routes.js';
import { resultRoutes } from './results.routes.js';
import { scoreRoutes } from './scores.routes.js';
import { refusalHandler, ServiceRefusal } from './service.js';
import type { SigningKeys } from './signing-keys.js';
import { tokenRoutes, type TokenDeps } from './token.routes.js';

/** The parts of the platform that its routes need. */
export interface SandboxAppDeps extends DeepLinkingDeps, PageDeps, RegistrationDeps, TokenDeps {
  readonly keys: SigningKeys;
  readonly mailbox: Mailbox;
  readonly logger: Logger;
  /** Folder that holds `sandbox/` with the templates, the stylesheet and the script. */
  readonly viewsDirectory: string;
}

/** The sandbox as one Express app. */
export async function createSandboxApp(deps: SandboxAppDeps): Promise<Express> {
  const { misbehaving, viewsDirectory } = deps;
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('view cache');
  app.set('views', viewsDirectory).set('view engine', 'ejs');

  // First, because load tests post scores by the hundred thousand.
  app.use('/services', services(deps));
  app.use('/auth', misbehaving.middleware('auth'));
  app.use('/certs', misbehaving.middleware('certs'));
  app.use('/token', misbehaving.middleware('token'));
  app.use(authRoutes(deps), certRoutes(deps), tokenRoutes(deps));
  app.use(configurationRoutes(deps), registrationRoutes(deps));
  app.use(pageHeaders);
  app.get('/sandbox.css', await fixed(viewsDirectory, 'sandbox.css', 'text/css'));
  app.get('/sandbox.js', await fixed(viewsDirectory, 'sandbox.js', 'text/javascript'));
  app.use(deepLinkingRoutes(deps), mailRoutes(deps), pageRoutes(deps));
  app.use((_req, res) => sendErrorPage(res, 'There is no such page.'));
  app.use(errorPages(deps.logger));
  return app;
}

function services(deps: SandboxAppDeps): express.Router {
  const router = express.Router();
  const [ags, nrps] = [deps.misbehaving.middleware('ags'), deps.misbehaving.middleware('nrps')];
  router.use((req, res, next) => {
    const group = req.path.startsWith('/CourseSection/') ? nrps : ags;
    void group(req, res, next);
  });
  router.use(scoreRoutes(deps), resultRoutes(deps), lineItemRoutes(deps));
  router.use(membershipRoutes(deps), groupRoutes(deps));
  router.use((req) => {
    throw new ServiceRefusal(400, `No handler found for ${req.path}  `);
  });
  router.use(refusalHandler);
  return router;
}

/** Frames may hold any tool; our own pages are framed by ourselves only. */
const pageHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
      "frame-src http: https:; frame-ancestors 'self'; base-uri 'none'",
  );
  next();
};

async function fixed(directory: string, name: string, type: string): Promise<RequestHandler> {
  const content = await readFile(path.join(directory, 'sandbox', name));
  return (_req, res) => {
    res.type(type).send(content);
  };
}

function errorPages(logger: Logger): ErrorRequestHandler {
  return (fault: unknown, _req, res, next) => {
    const status = fault instanceof AppError ? fault.status : 500;
    const code = fault instanceof AppError ? fault.code : 'unexpected';
    const reason = fault instanceof Error ? fault.message : typeof fault;
    logger.warn({ code, status, reason }, 'sandbox request refused');
    if (res.headersSent) next(fault);
    else sendErrorPage(res, `Exception - ${code}: ${reason}`, status);
  };
}
