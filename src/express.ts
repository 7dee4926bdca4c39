import path from 'node:path';
import express, { type Express, type Router } from 'express';
import type { Foundation } from './foundation.js';
import type { Assets } from './http/assets.js';
import { errorHandler, noSuchRoute } from './http/error-handler.js';
import { LIBRARY_FILES } from './h5p/index.js';
import { frontRoutes } from './http/front.routes.js';
import { healthRoutes } from './http/health.routes.js';
import type { Metrics } from './http/metrics.js';
import { limitRate } from './http/rate-limit.js';
import { requestContext } from './http/request-context.js';
import { securityHeaders } from './http/security-headers.js';
import { useTemplates } from './http/templates.js';
import { loadI18n } from './i18n/i18n.js';
import { newId } from './shared/ids.js';

/** What is reached by its own path. */
export interface Rooms {
  readonly assets: Assets;
  readonly metrics: Metrics;
  readonly lti: Router;
  readonly admin: Router;
  /** For people without a platform. */
  readonly guest: Router;
  /** Below a session. */
  readonly pages: Router;
  /** Of added H5P libraries. */
  readonly libraryFiles: Router;
}

/** What a request meets, in this order. */
export function createExpress(
  { config, database, logger, clock }: Foundation,
  { assets, metrics, lti, admin, guest, pages, libraryFiles }: Rooms,
): Express {
  const i18n = loadI18n(path.join(config.root, 'content', 'texts'));
  const app = express();
  app.disable('x-powered-by');
  // Otherwise /S/… is a page too, and its session id would pass for a route's name in logs and metrics.
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  useTemplates(app, path.join(config.root, 'views'));
  // Pages are never stored, assets never change: nobody asks again with a tag.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.locals.asset = (name: string) => assets.url(name);
  const observe = metrics.observeRequest.bind(metrics);
  app.use(requestContext({ i18n, logger, clock, newId, observe }));
  app.use(securityHeaders({ publicUrl: config.publicUrl }));
  const perAddress = limitRate({ perMinute: config.loginsPerMinute });
  app.use(['/lti/register', '/admin/sign-in'], perAddress);
  app.use('/lti', lti);
  app.use('/assets', assets.router);
  app.use(LIBRARY_FILES, libraryFiles);
  app.use('/admin', admin);
  app.use('/guest', guest);
  app.use('/s/:session', pages);
  app.use(healthRoutes({ metrics, ping: () => database.ping() }));
  app.use(frontRoutes(), noSuchRoute, errorHandler({ logger }));
  return app;
}
