import path from 'node:path';
import { Router, type Express } from 'express';
import { openAuditLog } from './admin/index.js';
import type { Config } from './config.js';
import {
  createCatalogue,
  curriculumRoutes,
  exerciseBehind,
  exercisePlace,
  loadCurriculum,
  type Curriculum,
} from './curriculum/index.js';
import { createExpress } from './express.js';
import {
  createGradingSubsystem,
  SEND_SCORES,
  type GradedExercise,
  type GradingSubsystemDeps,
} from './grading/index.js';
import { createH5p, type H5p } from './h5p/index.js';
import { createAssets, type Assets } from './http/assets.js';
import { browserKey as createBrowserKey } from './http/browser-key.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import { basePathOf, type SessionKey } from './http/session.js';
import { sessionMiddleware } from './http/session.middleware.js';
import { createSessions, type Sessions } from './http/sessions.js';
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
  const { audit } = await openAuditLog({ database, clock, newId });
  const lti = await createLti({
    database,
    sealer: createSealer(config.secret),
    clock,
    newId,
    logger,
    audit,
    browserKey,
    publicUrl,
    hasContent: (contentId) => curriculum.has(contentId),
    catalogue: createCatalogue(curriculum, (exercise) => h5p.maxScoreOf(exercise)),
    assets,
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
    ...contentForGrading(curriculum, h5p),
    hasLineItem: async (linkId) => (await lti.resourceLink(linkId))?.lineItem !== undefined,
    resourceLink: (id) => lti.resourceLink(id),
    postScore: (link, score) => lti.postScore(link, score),
    onWaiting: () => runner.wake(SEND_SCORES),
    onTried: countDeliveries(metrics),
  });
  const jobs = [grading.job, ...lti.jobs, sweepJob([sessions, lti])];
  const runner = createRunner({ jobs, logger });
  metrics.gauge('tandem_scores_waiting', 'Scores still to be sent', () => grading.waiting());

  const progressOf = grading.progressOf.bind(grading);
  const pages = Router({ mergeParams: true })
    .use(sessionMiddleware({ sessions, browserKey }), lti.pages)
    .use(curriculumRoutes({ curriculum, progressOf }), h5p.router, grading.router);
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

async function loadAssets(browserDirectory: string): Promise<Assets> {
  const assets = createAssets();
  for (const name of ['app.css', 'page.js', 'storage.js', 'choose.js']) {
    await assets.add(name, [{ file: path.join(browserDirectory, name) }]);
  }
  return assets;
}

/** @returns the path of the start page */
async function openSession(sessions: Sessions, arrival: Arrival, key: SessionKey): Promise<string> {
  const { platform, principal, locale } = arrival;
  const frameAncestors = originsOf(platform);
  const session = await sessions.open({ principal, frameAncestors, locale }, key);
  return `${basePathOf(session, key)}${startPathOf(arrival)}`;
}

/** Below the session. */
function startPathOf(arrival: Arrival): string {
  switch (arrival.kind) {
    case 'resource-link':
      return '/';
    case 'deep-linking':
      return `/choose/${arrival.deepLinkingId}`;
    case 'submission-review':
      // A platform's user ids may be addresses (Sakai).
      return `/learners/${encodeURIComponent(arrival.learnerId)}`;
  }
}

/** What grading asks of the content behind a person's link. */
function contentForGrading(
  curriculum: Curriculum,
  h5p: H5p,
): Pick<GradingSubsystemDeps, 'exerciseFor' | 'gradedFor' | 'readableFor' | 'orderFor'> {
  return {
    exerciseFor: (principal, { id, language }) => {
      const exercise = exerciseBehind(curriculum, principal, { id, locale: language });
      return { ...exercise, grade: (response) => h5p.grade(exercise, response) };
    },
    gradedFor: (principal) => gradedBehind(curriculum, h5p, principal),
    readableFor: ({ contentId = '' }, { id, language }) => {
      const found = curriculum.contains(contentId, id) && curriculum.exercise(id, language);
      if (!found) return undefined;
      const exercise = { ...found, version: curriculum.version };
      return { ...found, inWords: (response, names) => h5p.inWords(exercise, response, names) };
    },
    orderFor: ({ contentId = '' }) => curriculum.exercisesOf(contentId).map(({ id }) => id),
  };
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
