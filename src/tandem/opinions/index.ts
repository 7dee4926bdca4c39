import { Router } from 'express';
import type { Job } from '../../jobs/runner.js';
import { openAssessments, type AssessmentRoomDeps } from '../assessment/index.js';
import type { StandingsOf } from '../board/standing.js';
import { openReviews, type ReviewRoomDeps } from '../reviews/index.js';

/** What others say about the work of a tandem: its trainers by rubric, other tandems by review. */
export interface Opinions {
  readonly router: Router;
  readonly job: Job;
  /** Adds to the standing of a tandem what waits there. */
  standingsOf(known: StandingsOf): StandingsOf;
}

export async function openOpinions(
  deps: AssessmentRoomDeps & Omit<ReviewRoomDeps, 'handedIn'>,
): Promise<Opinions> {
  const assessing = await openAssessments(deps);
  const reviews = await openReviews({ ...deps, handedIn: assessing.handedIn });
  return {
    router: Router({ mergeParams: true }).use(assessing.router, reviews.router),
    job: assessing.job,
    standingsOf: (known) => reviews.withReviews(assessing.withAssessments(known)),
  };
}
