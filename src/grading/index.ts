import { Router } from 'express';
import type { Locale, Translate } from '../i18n/i18n.js';
import type { StandingModel } from '../h5p/index.js';
import type { Job } from '../jobs/runner.js';
import type { Database } from '../persistence/database.js';
import type { NewId } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import type { Gradebook } from '../lti/index.js';
import { openColumnStore } from './column.store.js';
import { createColumns, type ColumnsDeps } from './columns.service.js';
import { sendScoresJob } from './grading.jobs.js';
import { gradingRoutes } from './grading.routes.js';
import { createGrading, type GradingDeps } from './grading.service.js';
import { standingModel } from './grading.views.js';
import { learnerWorkRoutes } from './learner-work.routes.js';
import { createLearnerWorks, type LearnerWorksDeps } from './learner-work.service.js';
import { createLanes } from './lanes.js';
import { openLinkGradingStore } from './link-grading.store.js';
import { openProgressStore } from './progress.store.js';
import { createSendScores, type SendScoresDeps } from './send-scores.service.js';
import { openTriesStore } from './tries.store.js';

export { SEND_SCORES } from './grading.jobs.js';
export type { GradedExercise } from './progress.js';

/** Answers, scores, and their way to the gradebook. */
export interface GradingSubsystem {
  /** Below a session. */
  readonly router: Router;
  readonly jobs: readonly Job[];
  /** Best tries behind the person's link, by exercise. */
  progressOf(
    principal: Principal,
  ): Promise<ReadonlyMap<string, { readonly scoreGiven: number; readonly scoreMaximum: number }>>;
  /** Where the score stands, in words. */
  standingOf(
    principal: Principal,
    exerciseId: string,
    reader: { readonly t: Translate; readonly locale: Locale },
  ): Promise<StandingModel>;
  /** Scores that are still to be sent. */
  waiting(): Promise<number>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export type GradingSubsystemDeps = Omit<GradingDeps, 'store' | 'columns' | 'gradings'> &
  Omit<LearnerWorksDeps, 'store'> &
  Omit<SendScoresDeps, Stores | 'lanes' | 'columnFor' | 'forgetColumn' | keyof Gradebook> &
  Pick<ColumnsDeps, 'contentOf'> & {
    readonly database: Database;
    readonly newId: NewId;
    readonly gradebook: Gradebook;
  };
type Stores = 'store' | 'tries';

export async function createGradingSubsystem(
  deps: GradingSubsystemDeps,
): Promise<GradingSubsystem> {
  const { database, clock, chance, gradebook } = deps;
  const store = await openProgressStore(database);
  const tries = await openTriesStore(deps);
  const gradings = await openLinkGradingStore(database);
  const columns = createColumns({ ...deps, gradings, columns: await openColumnStore(database) });
  const lanes = createLanes({ clock, chance });
  const grading = createGrading({ ...deps, store, columns, gradings });
  const sendScores = createSendScores({
    ...{ ...deps, ...gradebook, store, tries, lanes },
    columnFor: (link, kind) => columns.columnFor(link, kind),
    forgetColumn: (link, kind) => columns.forget(link, kind),
  });
  return {
    router: Router({ mergeParams: true }).use(
      gradingRoutes({ grading }),
      learnerWorkRoutes({ works: createLearnerWorks({ ...deps, store }) }),
    ),
    jobs: [sendScoresJob(sendScores)],
    progressOf: (principal) => grading.progress(principal),
    async standingOf(principal, exerciseId, { t, locale }) {
      return standingModel(t, locale, await grading.standing(principal, exerciseId));
    },
    waiting: () => store.waiting(),
    sweep: () => tries.sweep(),
  };
}
