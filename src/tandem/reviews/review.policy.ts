import type { Participant } from '../participant.js';

/** On which side of a review somebody is. */
export type ReviewSide =
  | { readonly kind: 'reviewer' | 'reviewed'; readonly self: Participant }
  | { readonly kind: 'trainer'; readonly self: undefined };

type MemberSide = Extract<ReviewSide, { readonly self: Participant }>;

export function mayWriteReview(side: ReviewSide): side is MemberSide {
  return side.kind === 'reviewer';
}

export function mayReply(side: ReviewSide): side is MemberSide {
  return side.kind === 'reviewed';
}
