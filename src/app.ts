import path from 'node:path';
import { constants } from 'node:zlib';
import compression from 'compression';
import express, { Router, type Express } from 'express';
import type { Config } from './config.js';
import {
  curriculumRoutes,
  exerciseBehind,
  exercisePlace,
  loadCurriculum,
  type Curriculum,
} from './curriculum/index.js';
import { createGradingSubsystem, SEND_SCORES, type GradedExercise } from './grading/index.js';
import { createH5p, type H5p } from './h5p/index.js';
import { createAssets, type Assets } from './http/assets.js';
import { browserKey as createBrowserKey } from './http/browser-key.js';
import { errorHandler, noSuchRoute } from './http/error-handler.js';
import { frontRoutes } from './http/front.routes.js';
import { healthRoutes } from './http/health.routes.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import { requestContext } from './http/request-context.js';
import { securityHeaders } from './http/security-headers.js';
import { sessionMiddleware } from './http/session.middleware.js';
import { createSessions, type Sessions } from './http/sessions.js';
import { loadI18n } from './i18n/i18n.js';
import { createRunner, type Job, type Runner } from './jobs/runner.js';
import { createLti, originsOf, type Arrival, type Lti } from './lti/index.js';
import type { Database } from './persistence/database.js';
import { HOUR, type Clock } from './shared/clock.js';
import { newId } from './shared/ids.js';
import type { Logger } from './shared/logger.js';
import type { Principal } from './shared/principal.js';
import { createSealer } from './shared/seal.js';

/** The tool, ready to be listened with. */
export interface App {
  readonly express: Express;
  readonly lti: Lti;
  /** Sends scores and sweeps; not started yet. */
  readonly runner: Runner;
}

export interface AppDeps {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Builds the subsystems, bottom row first, and tells each what it needs of the others. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, database, logger, clock } = deps;
  const { publicUrl } = config;
  const metrics = createMetrics();
  const assets = await loadAssets(builtFiles(config).browserDirectory);
  const browserKey = createBrowserKey({ publicUrl });
  const sessions = await createSessions({ database, clock, newId });
  const curriculum = await loadCurriculum({ directories: config.contentDirs });
  const lti = await createLti({
    database,
    sealer: createSealer(config.secret),
    clock,
    newId,
    browserKey,
    publicUrl,
    hasContent: (contentId) => curriculum.has(contentId),
    onLaunch: (arrival, key) => openSession(sessions, arrival, key),
  });
  const h5p = await createH5p({
    database,
    clock,
    assets,
    publicUrl,
    ...builtFiles(config),
    exerciseFor: (principal, id, locale) => exerciseBehind(curriculum, principal, { id, locale }),
    surroundingsOf: async (principal, exercise, reader) => ({
      ...exercisePlace(curriculum, principal, { exerciseId: exercise.id, ...reader }),
      standing:
        h5p.maxScoreOf(exercise) === undefined
          ? undefined
          : await grading.standingOf(principal, exercise.id, reader),
    }),
  });
  const grading = await createGradingSubsystem({
    database,
    clock,
    logger,
    chance: Math.random,
    exerciseFor: (principal, { id, language }) => {
      const exercise = exerciseBehind(curriculum, principal, { id, locale: language });
      return { ...exercise, grade: (response) => h5p.grade(exercise, response) };
    },
    gradedFor: (principal) => gradedBehind(curriculum, h5p, principal),
    hasLineItem: async (linkId) => (await lti.resourceLink(linkId))?.lineItem !== undefined,
    resourceLink: (id) => lti.resourceLink(id),
    postScore: (link, score) => lti.postScore(link, score),
    onWaiting: () => runner.wake(SEND_SCORES),
    onTried: countDeliveries(metrics),
  });
  const runner = createRunner({ jobs: [grading.job, sweepJob([sessions, lti])], logger });
  metrics.gauge('tandem_scores_waiting', 'Scores still to be sent', () => grading.waiting());

  const progressOf = grading.progressOf.bind(grading);
  const pages = Router({ mergeParams: true }).use(sessionMiddleware({ sessions, browserKey }));
  pages.use(curriculumRoutes({ curriculum, progressOf }), h5p.router, grading.router);
  const rooms = { assets, metrics, pages, lti: lti.router };
  return { express: createExpress(deps, rooms), lti, runner };
}

/** What `npm run build` has left, and the H5P core. */
function builtFiles({ root }: Config): {
  readonly librariesDirectory: string;
  readonly browserDirectory: string;
  readonly coreDirectory: string;
} {
  return {
    librariesDirectory: path.join(root, 'dist', 'h5p'),
    browserDirectory: path.join(root, 'dist', 'browser'),
    coreDirectory: path.join(root, 'node_modules', 'h5p-standalone', 'dist'),
  };
}

/** The quickest level: pages are made and compressed anew for each request. */
const FAST_COMPRESSION = { level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } };

/** What a request meets, in this order. */
function createExpress(
  { config, database, logger, clock }: AppDeps,
  rooms: {
    readonly assets: Assets;
    readonly metrics: Metrics;
    readonly lti: Router;
    readonly pages: Router;
  },
): Express {
  const { assets, metrics, lti, pages } = rooms;
  const i18n = loadI18n(path.join(config.root, 'content', 'texts'));
  const app = express();
  app.disable('x-powered-by');
  // Otherwise /S/… is a page too, and its session id would pass for a route's name in logs and metrics.
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('views', path.join(config.root, 'views'));
  app.set('view engine', 'ejs');
  app.set('view cache', true);
  app.locals.asset = (name: string) => assets.url(name);
  const observe = metrics.observeRequest.bind(metrics);
  app.use(requestContext({ i18n, logger, clock, newId, observe }));
  app.use(securityHeaders({ publicUrl: config.publicUrl }));
  app.use('/lti', lti);
  app.use('/assets', assets.router);
  app.use(compression(FAST_COMPRESSION));
  app.use('/s/:session', pages);
  app.use(healthRoutes({ metrics, ping: () => database.ping() }));
  app.use(frontRoutes(), noSuchRoute, errorHandler({ logger }));
  return app;
}

async function loadAssets(browserDirectory: string): Promise<Assets> {
  const assets = createAssets();
  for (const name of ['app.css', 'page.js']) {
    await assets.add(name, [{ file: path.join(browserDirectory, name) }]);
  }
  return assets;
}

/** @returns the path of the start page */
async function openSession(
  sessions: Sessions,
  { launch, principal }: Arrival,
  key: string,
): Promise<string> {
  const session = await sessions.open(
    {
      principal,
      frameAncestors: originsOf(launch.platform),
      locale: launch.link.locale,
    },
    key,
  );
  return `/s/${session.id}/`;
}

/** Everything behind the person's link that the server grades, with its points. */
function gradedBehind(
  curriculum: Curriculum,
  h5p: H5p,
  principal: Principal,
): readonly GradedExercise[] {
  const { contentId } = principal;
  if (contentId === undefined) return [];
  return curriculum.exercisesOf(contentId).flatMap(({ id }) => {
    const maxScore = h5p.maxScoreOf(exerciseBehind(curriculum, principal, { id, locale: 'en' }));
    return maxScore === undefined ? [] : [{ id, maxScore }];
  });
}

function countDeliveries(metrics: Metrics): (result: string) => void {
  const tries = metrics.counter('tandem_score_tries_total', 'Tries to send a score', ['result']);
  return (result) => {
    tries.inc({ result });
  };
}

/** Hourly, whatever the database no longer needs. */
function sweepJob(stores: readonly { sweep(): Promise<number> }[]): Job {
  return {
    name: 'sweep',
    idle: HOUR,
    workers: 1,
    async runOnce() {
      const removed = await Promise.all(stores.map((store) => store.sweep()));
      // A full batch means that more may be waiting.
      return removed.some((count) => count >= 1000);
    },
  };
}
