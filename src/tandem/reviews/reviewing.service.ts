import type { ActivityText } from '../../curriculum/index.js';
import type { Stored } from '../../persistence/database.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Participant } from '../participant.js';
import type { Seated } from '../people/membership.service.js';
import type { DocumentValues } from '../workspace/cells.js';
import { ReviewSent } from './faults.js';
import type { ReviewDutiesDeps, ReviewedActivity } from './review-duties.service.js';
import { mayReply, mayWriteReview, type ReviewSide } from './review.policy.js';
import { unwritten, type Review } from './review.js';

/** One review, for somebody who may see it. */
export interface ReviewView {
  readonly activity: ActivityText;
  readonly review: Stored<Review>;
  readonly side: ReviewSide;
  /** What the other tandem has confirmed. */
  readonly values: DocumentValues;
  /** Members of the tandem that writes; empty for the other one when it is blind. */
  readonly reviewers: readonly Participant[];
  /** Members of the tandem whose work it is; empty for the other one when it is blind. */
  readonly reviewed: readonly Participant[];
}

/** What a tandem has to review, and what others wrote about its work. */
export interface OwnReviews {
  readonly activity: ActivityText;
  readonly gives: readonly Review[];
  /** Sent ones only. */
  readonly gets: readonly Review[];
}

/** What tandems do, and trainers read. */
export interface Reviewing {
  /** @throws {NotFound} for whoever sits in no tandem */
  own(principal: Principal, about: ReviewedActivity): Promise<OwnReviews>;
  /** @throws {NotFound} for all but the two tandems and their trainers */
  one(principal: Principal, about: ReviewedActivity, reviewId: string): Promise<ReviewView>;
  /**
   * Keeps what a tandem writes, and sends it when nothing is missing.
   * @param revision of the review from which the page was made
   * @returns criteria of which something is missing; none: it is sent
   * @throws {NotFound} @throws {ReviewSent} @throws {StaleRevision} when a partner wrote in between
   */
  write(
    principal: Principal,
    about: ReviewedActivity,
    written: {
      readonly reviewId: string;
      readonly revision: number;
      readonly notes: Review['notes'];
    },
  ): Promise<readonly string[]>;
  /** Thanks; once. @param text '' for thanks alone @throws {NotFound} @throws {ReviewSent} */
  reply(
    principal: Principal,
    about: ReviewedActivity,
    thanks: { readonly reviewId: string; readonly text: string },
  ): Promise<void>;
}

export interface ReviewingDeps extends Omit<ReviewDutiesDeps, 'people'> {
  readonly participants: {
    inTandem(tandemId: string): Promise<readonly Participant[]>;
  };
}

export function createReviewing(deps: ReviewingDeps): Reviewing {
  const { store, membership, participants, handedIn, activityFor, clock } = deps;

  return {
    async own(principal, { activityId, locale }) {
      const seat = await membership.ownTandem(principal);
      const activity = activityFor(principal, activityId, locale);
      if (!seat || !activity) throw new NotFound('no reviews here');
      const all = (await store.ofTandems([seat.tandem.id])).filter(
        (review) => review.activityId === activityId,
      );
      return {
        activity,
        gives: all.filter(({ reviewerTandemId }) => reviewerTandemId === seat.tandem.id),
        gets: all.filter(
          ({ reviewedTandemId, sentAt }) =>
            reviewedTandemId === seat.tandem.id && sentAt !== undefined,
        ),
      };
    },

    async one(principal, about, reviewId) {
      const entered = await enter(deps, principal, about, reviewId);
      const { review, side } = entered;
      const work = await handedIn.of(review.reviewedTandemId, review.activityId);
      const seen = async (kind: 'reviewer' | 'reviewed', id: string) =>
        review.isBlind && side.kind !== 'trainer' && side.kind !== kind
          ? []
          : participants.inTandem(id);
      return {
        ...entered,
        values: work?.values ?? { texts: {}, values: {}, rows: {} },
        reviewers: await seen('reviewer', review.reviewerTandemId),
        reviewed: await seen('reviewed', review.reviewedTandemId),
      };
    },

    async write(principal, about, { reviewId, revision, notes }) {
      const { activity, review, side } = await enter(deps, principal, about, reviewId);
      if (!mayWriteReview(side)) throw new NotFound('not the one who writes');
      if (review.sentAt !== undefined) throw new ReviewSent('the others have it');
      const known = Object.entries(notes).filter(([id]) =>
        activity.review.some((criterion) => criterion.id === id),
      );
      const next = { ...review, revision, notes: Object.fromEntries(known) };
      const missing = unwritten(activity.review, next.notes);
      const sent = missing.length === 0 ? { sentAt: clock(), sentBy: side.self.id } : {};
      await store.replace({ ...next, ...sent });
      return missing;
    },

    async reply(principal, about, { reviewId, text }) {
      const { review, side } = await enter(deps, principal, about, reviewId);
      if (!mayReply(side)) throw new NotFound('not the one who thanks');
      if (review.reply) throw new ReviewSent('has thanked');
      await store.replace({ ...review, reply: { by: side.self.id, text, at: clock() } });
    },
  };
}

/** @returns undefined for somebody who has nothing to do with this tandem */
async function seatIn(
  { membership }: Pick<ReviewingDeps, 'membership'>,
  principal: Principal,
  tandemId: string,
): Promise<Seated | undefined> {
  try {
    return await membership.seated(principal, tandemId);
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'http.not-found') return undefined;
    throw fault;
  }
}

/** @throws {NotFound} */
async function sideOf(
  deps: ReviewingDeps,
  principal: Principal,
  review: Review,
): Promise<ReviewSide> {
  const reviewer = await seatIn(deps, principal, review.reviewerTandemId);
  if (reviewer?.self) return { kind: 'reviewer', self: reviewer.self };
  const reviewed = await seatIn(deps, principal, review.reviewedTandemId);
  if (reviewed?.self && review.sentAt !== undefined) {
    return { kind: 'reviewed', self: reviewed.self };
  }
  const isTrainer = [reviewer, reviewed].some((seat) => seat && !seat.self);
  if (!isTrainer) throw new NotFound('review between others');
  return { kind: 'trainer', self: undefined };
}

async function enter(
  deps: ReviewingDeps,
  principal: Principal,
  { activityId, locale }: ReviewedActivity,
  reviewId: string,
): Promise<Pick<ReviewView, 'activity' | 'review' | 'side'>> {
  const activity = deps.activityFor(principal, activityId, locale);
  const review = await deps.store.get(reviewId);
  if (!activity || review?.activityId !== activity.id) throw new NotFound('no such review here');
  return { activity, review, side: await sideOf(deps, principal, review) };
}
