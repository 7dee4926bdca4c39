import { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { StandingsOf } from '../board/standing.js';
import type { ParticipantStore } from '../participant.store.js';
import { createReviewDuties, type ReviewDutiesDeps } from './review-duties.service.js';
import { dutyRoutes } from './duties.routes.js';
import { reviewRoutes } from './review.routes.js';
import { withReviews } from './review-standings.js';
import { openReviewStore } from './review.store.js';
import { createReviewing } from './reviewing.service.js';

/** Where tandems look at each other's work. */
export interface ReviewRoom {
  readonly router: Router;
  /** Adds to the standing of a tandem the reviews that it has to write. */
  withReviews(standingsOf: StandingsOf): StandingsOf;
}

export type ReviewRoomDeps = Omit<ReviewDutiesDeps, 'store'> & {
  readonly database: Database;
  readonly participants: Pick<ParticipantStore, 'inTandem' | 'inTandems'>;
  /** Whoever asks; undefined for one that was taken out of the content. */
  readonly activity: (id: string, locale: string) => ActivityText | undefined;
};

export async function openReviews(deps: ReviewRoomDeps): Promise<ReviewRoom> {
  const room = { ...deps, store: await openReviewStore(deps.database) };
  const reviewing = createReviewing(room);
  return {
    router: Router({ mergeParams: true }).use(
      dutyRoutes({ duties: createReviewDuties(room), reviewing }),
      reviewRoutes({ reviewing }),
    ),
    withReviews: (standingsOf) => withReviews(standingsOf, room),
  };
}
