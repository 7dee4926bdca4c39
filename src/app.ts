import { Router, type Express } from 'express';
import { openAuditLog } from './admin/index.js';
import { builtFiles, loadAssets } from './built-files.js';
import { contentToChoose } from './content-to-choose.js';
import { curriculumRoutes, loadCurriculum } from './curriculum/index.js';
import { openExerciseRoom } from './exercise-room.js';
import { createExpress } from './express.js';
import type { Foundation } from './foundation.js';
import { openGradingRoom } from './grading-room.js';
import { browserKey as createBrowserKey } from './http/browser-key.js';
import { createMetrics } from './http/metrics.js';
import { sessionMiddleware } from './http/session.middleware.js';
import type { SessionKey } from './http/session.js';
import { createSessions, type Sessions } from './http/sessions.js';
import { createRunner, type Job, type Runner } from './jobs/runner.js';
import { createLti, type Arrival, type Lti } from './lti/index.js';
import { openSession } from './open-session.js';
import { createOperatorPages } from './operator-pages.js';
import { HOUR } from './shared/clock.js';
import { newId } from './shared/ids.js';
import { createSealer } from './shared/seal.js';
import type { TandemSubsystem } from './tandem/index.js';
import { noteTutorRole, openTandemRoom } from './tandem-room.js';
import { openToolMail } from './tool-mail.js';

/** The tool, ready to be listened with. */
export interface App {
  readonly express: Express;
  readonly lti: Lti;
  /** Sends scores and sweeps; not started yet. */
  readonly runner: Runner;
}

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
  const wake = (job: string): void => {
    runner.wake(job);
  };
  const h5p = await openExerciseRoom(foundation, {
    ...{ curriculum, lti, assets, built },
    grading: () => grading,
  });
  const grading = await openGradingRoom(foundation, { curriculum, h5p, lti, metrics, wake });
  const admin = await createOperatorPages(foundation, { log, lti, grading, h5p });
  const { mail, job: sendMail } = await openToolMail(foundation, wake);
  const tandem = await openTandemRoom(foundation, {
    ...{ log, lti, assets, curriculum, grading, sessions, browserKey, mail, wake },
  });
  const sweep = sweepJob([sessions, lti, admin, grading, mail, tandem, h5p]);
  const jobs = [...grading.jobs, ...lti.jobs, ...tandem.jobs, sendMail, sweep];
  const runner = createRunner({ jobs, logger });

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
    libraryFiles: h5p.libraryFiles,
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
