import { Router } from 'express';
import type { Locale, Translate } from '../i18n/i18n.js';
import type { StandingModel } from '../h5p/index.js';
import type { Job } from '../jobs/runner.js';
import type { Database } from '../persistence/database.js';
import type { Principal } from '../shared/principal.js';
import { sendScoresJob } from './grading.jobs.js';
import { gradingRoutes } from './grading.routes.js';
import { createGrading, type GradingDeps } from './grading.service.js';
import { standingModel } from './grading.views.js';
import { learnerWorkRoutes } from './learner-work.routes.js';
import { createLearnerWorks, type LearnerWorksDeps } from './learner-work.service.js';
import { openProgressStore } from './progress.store.js';
import { createSendScores, type SendScoresDeps } from './send-scores.service.js';

export { SEND_SCORES } from './grading.jobs.js';
export type { GradedExercise } from './progress.js';

/** Answers, scores, and their way to the gradebook. */
export interface GradingSubsystem {
  /** Below a session. */
  readonly router: Router;
  readonly job: Job;
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
}

export type GradingSubsystemDeps = Omit<GradingDeps, 'store'> &
  Omit<LearnerWorksDeps, 'store'> &
  Omit<SendScoresDeps, 'store'> & { readonly database: Database };

export async function createGradingSubsystem(
  deps: GradingSubsystemDeps,
): Promise<GradingSubsystem> {
  const store = await openProgressStore(deps.database);
  const grading = createGrading({ ...deps, store });
  return {
    router: Router({ mergeParams: true }).use(
      gradingRoutes({ grading }),
      learnerWorkRoutes({ works: createLearnerWorks({ ...deps, store }) }),
    ),
    job: sendScoresJob(createSendScores({ ...deps, store })),
    progressOf: (principal) => grading.progress(principal),
    async standingOf(principal, exerciseId, { t, locale }) {
      return standingModel(t, locale, await grading.standing(principal, exerciseId));
    },
    waiting: () => store.waiting(),
  };
}
