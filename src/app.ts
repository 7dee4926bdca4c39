import { Router, type Express } from 'express';
import { openAuditLog } from './admin/index.js';
import { authorSurroundings } from './author-surroundings.js';
import { builtFiles, loadAssets } from './built-files.js';
import { contentToChoose } from './content-to-choose.js';
import {
  curriculumRoutes,
  exerciseBehind,
  exercisePlace,
  loadCurriculum,
} from './curriculum/index.js';
import { createExpress } from './express.js';
import type { Foundation } from './foundation.js';
import { contentForGrading } from './graded-content.js';
import { createGradingSubsystem } from './grading/index.js';
import { createH5p, isAuthored } from './h5p/index.js';
import { browserKey as createBrowserKey } from './http/browser-key.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import { sessionMiddleware } from './http/session.middleware.js';
import type { SessionKey } from './http/session.js';
import { createSessions, type Sessions } from './http/sessions.js';
import { createRunner, type Job, type Runner } from './jobs/runner.js';
import { openMail, type Mail } from './mail/index.js';
import { createLti, type Arrival, type Lti } from './lti/index.js';
import { openSession } from './open-session.js';
import { createOperatorPages } from './operator-pages.js';
import { HOUR, SECOND } from './shared/clock.js';
import { newId } from './shared/ids.js';
import { createSealer } from './shared/seal.js';
import type { TandemSubsystem } from './tandem/index.js';
import { noteTutorRole, openTandemRoom } from './tandem-room.js';

/** The tool, ready to be listened with. */
export interface App {
  readonly express: Express;
  readonly lti: Lti;
  /** Sends scores and sweeps; not started yet. */
  readonly runner: Runner;
}

const SEND_MAIL = 'send-mail';
/** How long the job sleeps when no letter is due. */
const MAIL_IDLE = 2 * SECOND;

/** Builds the subsystems, bottom row first, and tells each what it needs of the others. */
export async function createApp(foundation: Foundation): Promise<App> {
  const { config, database, logger, clock } = foundation;
  const built = builtFiles(config);
  const { publicUrl } = config;
  const metrics = createMetrics();
  const assets = await loadAssets(built);
  const browserKey = createBrowserKey({ publicUrl });
  const sessions = await createSessions({ database, clock, newId });
  const curriculum = await loadCurriculum({ directories: config.contentDirs });
  const log = await openAuditLog({ database, clock, newId });
  const lti = await createLti({
    ...{ database, clock, newId, logger, browserKey, publicUrl, assets },
    sealer: createSealer(config.secret),
    audit: log.audit,
    loginsPerMinute: config.loginsPerMinute,
    ...contentToChoose(curriculum, () => h5p),
    onLaunch: (arrival, key) => welcome({ sessions, tandem }, arrival, key),
  });
  const h5p = await createH5p({
    ...{ database, clock, newId, assets, publicUrl, dataDir: config.dataDir },
    ...{ ...built, ...authorSurroundings(curriculum, lti) },
    curriculumExercise: (principal, wanted) => exerciseBehind(curriculum, principal, wanted),
    surroundingsOf: async (principal, exercise, reader) => ({
      ...(isAuthored(exercise.id)
        ? {}
        : exercisePlace(curriculum, principal, { exerciseId: exercise.id, ...reader })),
      standing:
        h5p.maxScoreOf(exercise) === undefined
          ? undefined
          : await grading.standingOf(principal, exercise.id, reader),
    }),
  });
  const grading = await createGradingSubsystem({
    ...{ database, clock, newId, logger },
    chance: Math.random,
    ...contentForGrading(curriculum, h5p),
    sealer: createSealer(config.secret),
    gradebook: lti.gradebook,
    resourceLink: (id) => lti.resourceLink(id),
    linksOf: (course) => lti.linksOf(course),
    people: (principal) => lti.people(principal),
    wake: (job) => runner.wake(job),
    onTried: countDeliveries(metrics),
  });
  const admin = await createOperatorPages(foundation, { log, lti, grading });
  const mail = await openToolMail(foundation, () => runner.wake(SEND_MAIL));
  const tandem = await openTandemRoom(foundation, {
    ...{ log, lti, assets, curriculum, grading, sessions, browserKey, mail },
    wake: (job) => runner.wake(job),
  });
  const jobs = [
    ...grading.jobs,
    ...lti.jobs,
    ...tandem.jobs,
    sendMailJob(mail),
    sweepJob([sessions, lti, admin, grading, mail, tandem, h5p]),
  ];
  const runner = createRunner({ jobs, logger });
  metrics.gauge('tandem_scores_waiting', 'Scores still to be sent', () => grading.waiting());

  const pages = Router({ mergeParams: true })
    .use(
      sessionMiddleware({ sessions, browserKey }),
      tandem.gate,
      tandem.link,
      lti.pages,
      tandem.router,
    )
    .use(
      curriculumRoutes({ curriculum, progressOf: (who) => grading.progressOf(who) }),
      h5p.router,
      grading.router,
    );
  const rooms = {
    assets,
    metrics,
    pages,
    lti: lti.router,
    admin: admin.router,
    guest: tandem.door,
  };
  return { express: createExpress(foundation, rooms), lti, runner };
}

/** @returns the path of the page on which somebody starts whom a platform has sent */
async function welcome(
  { sessions, tandem }: { readonly sessions: Sessions; readonly tandem: TandemSubsystem },
  arrival: Arrival,
  key: SessionKey,
): Promise<string> {
  await noteTutorRole(tandem, arrival);
  return openSession(sessions, arrival, key);
}

function openToolMail(
  { config, database, clock, logger }: Foundation,
  onWaiting: () => void,
): Promise<Mail> {
  return openMail({
    ...{ database, clock, newId, logger, onWaiting, server: config.mailServer },
    sealer: createSealer(config.secret),
  });
}

function sendMailJob(mail: Mail): Job {
  return { name: SEND_MAIL, idle: MAIL_IDLE, workers: 2, runOnce: () => mail.sendNext() };
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
