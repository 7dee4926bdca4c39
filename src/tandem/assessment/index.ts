import type { Router } from 'express';
import type { Job } from '../../jobs/runner.js';
import type { Database } from '../../persistence/database.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { StandingsOf } from '../board/standing.js';
import { openWorkspaceStore } from '../workspace/workspace.store.js';
import { givePointsJob } from './assessment.jobs.js';
import { assessmentRoutes, type AssessmentRoutesDeps } from './assessment.routes.js';
import { createAssessments } from './assessment.service.js';
import { createReleases, type ReleasesDeps } from './releases.service.js';
import { withAssessments } from './assessment-standings.js';
import { openAssessmentStore, type AssessmentStore } from './assessment.store.js';
import { createGiving, type GivingDeps } from './giving.service.js';
import { createHandedInWork, type HandedInWork } from './handed-in.js';
import { createResults } from './results.service.js';

/** Where trainers assess what tandems made. */
export interface AssessmentRoom {
  readonly router: Router;
  readonly store: AssessmentStore;
  readonly handedIn: HandedInWork;
  /** Adds to the standing of a tandem how far its trainers are. */
  withAssessments(standingsOf: StandingsOf): StandingsOf;
  readonly job: Job;
}

export type AssessmentRoomDeps = Pick<
  ReleasesDeps,
  'membership' | 'activityFor' | 'audit' | 'clock'
> &
  Pick<GivingDeps, 'participants' | 'award'> & {
    readonly database: Database;
    readonly awardStanding: AssessmentRoutesDeps['awardStanding'];
    /** Whoever asks; undefined for one that was taken out of the content. */
    readonly activity: (id: string, locale: string) => ActivityText | undefined;
  };

export async function openAssessments(deps: AssessmentRoomDeps): Promise<AssessmentRoom> {
  const { database, clock, activity } = deps;
  const store = await openAssessmentStore(database);
  const handedIn = createHandedInWork(await openWorkspaceStore(database));
  // Points are the same in all languages.
  const rubricOf: GivingDeps['rubricOf'] = (id) => activity(id, 'en')?.rubric;
  const giving = createGiving({ ...deps, store, rubricOf });
  const room = { ...deps, store, handedIn, giving };
  return {
    router: assessmentRoutes({
      assessments: createAssessments(room),
      releases: createReleases(room),
      results: createResults(room),
      awardStanding: deps.awardStanding,
    }),
    ...{ store, handedIn },
    withAssessments: (standingsOf) => withAssessments(standingsOf, { store, clock }),
    job: givePointsJob(giving),
  };
}
