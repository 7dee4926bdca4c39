import type { ActivityText } from '../../curriculum/index.js';
import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { HandedInWork } from '../assessment/handed-in.js';
import type { CohortPeople, Pair } from '../people/cohort-people.js';
import type { Membership } from '../people/membership.service.js';
import { assignEvenly } from './assign-evenly.js';
import { NotReviewable, ReviewSent } from './faults.js';
import { reviewIdOf, type Review } from './review.js';
import type { ReviewStore } from './review.store.js';

export interface ReviewedActivity {
  readonly activityId: string;
  /** Language of the activity's words. */
  readonly locale: string;
}

/** A tandem, and its reviews in one activity. */
export interface ReviewRow extends Pair {
  readonly isHandedIn: boolean;
  /** That it writes. */
  readonly gives: readonly Review[];
  /** That others write about its work. */
  readonly gets: readonly Review[];
}

/** Who reviews whom, for trainers. For everybody else nothing of it is there. */
export interface ReviewDuties {
  /** @throws {NotFound} */
  overview(
    principal: Principal,
    about: ReviewedActivity,
  ): Promise<{ readonly activity: ActivityText; readonly rows: readonly ReviewRow[] }>;
  /** Gives out what is still to be given among those who have handed in. @throws {NotFound} */
  assign(
    principal: Principal,
    about: ReviewedActivity,
    wish: { readonly each: number; readonly isBlind: boolean },
  ): Promise<void>;
  /** @throws {NotFound} @throws {NotReviewable} */
  assignOne(
    principal: Principal,
    about: ReviewedActivity,
    wish: Pick<Review, 'reviewerTandemId' | 'reviewedTandemId' | 'isBlind'>,
  ): Promise<void>;
  /** Takes a duty away that is not done yet. @throws {NotFound} @throws {ReviewSent} */
  remove(principal: Principal, about: ReviewedActivity, reviewId: string): Promise<void>;
}

export interface ReviewDutiesDeps {
  readonly store: ReviewStore;
  readonly membership: Membership;
  readonly people: CohortPeople;
  readonly handedIn: HandedInWork;
  /** Undefined for one that the person's link does not lead to. */
  readonly activityFor: (
    principal: Principal,
    id: string,
    locale: string,
  ) => ActivityText | undefined;
  readonly clock: Clock;
}

export function createReviewDuties(deps: ReviewDutiesDeps): ReviewDuties {
  const { store, clock } = deps;

  const overview: ReviewDuties['overview'] = (principal, about) =>
    overviewFor(deps, principal, about);

  async function insert(
    activityId: string,
    wish: Pick<Review, 'reviewerTandemId' | 'reviewedTandemId' | 'isBlind'>,
  ): Promise<void> {
    const id = reviewIdOf(activityId, wish);
    await store.insert({ ...wish, id, activityId, assignedAt: clock(), notes: {} });
  }

  return {
    overview,

    async assign(principal, about, { each, isBlind }) {
      const { rows } = await overview(principal, about);
      const able = rows.filter(isAble).map(({ tandem }) => tandem.id);
      const known = rows.flatMap(({ gives }) => gives).map(dutyOf);
      for (const { reviewer, reviewed } of assignEvenly(able, known, each)) {
        const wish = { reviewerTandemId: reviewer, reviewedTandemId: reviewed, isBlind };
        try {
          await insert(about.activityId, wish);
        } catch (fault) {
          // The other trainer pressed the button at the same time, and gave the same duties.
          if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
        }
      }
    },

    async assignOne(principal, about, wish) {
      const { rows } = await overview(principal, about);
      const row = (id: string): ReviewRow | undefined =>
        rows.find(({ tandem }) => tandem.id === id);
      const reviewer = row(wish.reviewerTandemId);
      const reviewed = row(wish.reviewedTandemId);
      if (!reviewer || !reviewed) throw new NotFound('tandem of another cohort');
      const isKnown = reviewer.gives.some(
        ({ reviewedTandemId }) => reviewedTandemId === wish.reviewedTandemId,
      );
      const fits = reviewer !== reviewed && reviewer.members.length > 0 && reviewed.isHandedIn;
      if (isKnown || !fits) throw new NotReviewable('no review of this');
      await insert(about.activityId, wish);
    },

    async remove(principal, about, reviewId) {
      const { rows } = await overview(principal, about);
      const isTheirs = rows.some(({ gives }) => gives.some(({ id }) => id === reviewId));
      const review: Stored<Review> | undefined = await store.get(reviewId);
      if (!review || !isTheirs) throw new NotFound('review of another cohort');
      if (review.sentAt !== undefined) throw new ReviewSent('the others have it');
      if (!(await store.remove(review))) throw new ReviewSent('written meanwhile');
    },
  };
}

/** Without tandems that all have left before others wrote about their work. */
async function overviewFor(
  deps: ReviewDutiesDeps,
  principal: Principal,
  { activityId, locale }: ReviewedActivity,
): ReturnType<ReviewDuties['overview']> {
  const { store, membership, people, handedIn, activityFor } = deps;
  const cohort = await membership.trainedCohort(principal);
  const activity = activityFor(principal, activityId, locale);
  if (!activity) throw new NotFound('no such activity here');
  const pairs = await people.pairsOf(cohort, await people.all(cohort));
  const ids = pairs.map(({ tandem }) => tandem.id);
  const handed = await handedIn.among(ids, activityId);
  const reviews = (await store.ofTandems(ids)).filter((each) => each.activityId === activityId);
  const rows = pairs
    .map((pair) => ({
      ...pair,
      isHandedIn: handed.has(pair.tandem.id),
      gives: reviews.filter(({ reviewerTandemId }) => reviewerTandemId === pair.tandem.id),
      gets: reviews.filter(({ reviewedTandemId }) => reviewedTandemId === pair.tandem.id),
    }))
    .filter(({ members, gets }) => members.length > 0 || gets.length > 0);
  return { activity, rows };
}

/** Who has finished may look at what others made, and is looked at. */
function isAble({ isHandedIn, members }: ReviewRow): boolean {
  return isHandedIn && members.length > 0;
}

function dutyOf({ reviewerTandemId, reviewedTandemId }: Review): {
  readonly reviewer: string;
  readonly reviewed: string;
} {
  return { reviewer: reviewerTandemId, reviewed: reviewedTandemId };
}
