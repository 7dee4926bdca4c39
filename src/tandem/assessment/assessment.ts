import { z } from 'zod';
import { digest } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';

/** What one trainer found. */
export const Rating = z.object({
  /** `trainerIdOf`. */
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  /** By criterion; 1 is the lowest. All criteria are there. */
  levels: z.record(z.string(), z.number().int().positive()),
  /** By criterion; those without a comment are left out. */
  comments: z.record(z.string(), z.string()),
});
export type Rating = Readonly<z.infer<typeof Rating>>;

/** Other points for one person than for the tandem. */
export const Credit = z.object({
  participantId: z.string(),
  /** Instead of the tandem's points; 0 to the rubric's maximum. */
  points: z.number().nonnegative(),
  /** The person reads it too. */
  reason: z.string(),
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Credit = Readonly<z.infer<typeof Credit>>;

/** When the members see it. */
export const Release = z.object({
  by: z.string(),
  /** Epoch milliseconds from which on it is released; may be in the future. */
  at: z.number(),
});

/** Points that have gone on their way to somebody's gradebook. */
export const Award = z.object({
  participantId: z.string(),
  points: z.number(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Award = Readonly<z.infer<typeof Award>>;

/** How trainers found what one tandem made in one activity. */
export const Assessment = z.object({
  /** `assessmentIdOf`. */
  id: z.string(),
  tandemId: z.string(),
  activityId: z.string(),
  /** One of each trainer, the oldest first; at most `MOST_RATINGS`. */
  ratings: z.array(Rating),
  /** Levels on which the trainers agreed, by criterion; they count instead of what each found. */
  agreed: z.record(z.string(), z.number().int().positive()),
  /** At most one for each person. */
  credits: z.array(Credit),
  /** Undefined: not yet, and no date. */
  release: Release.optional(),
  /** At most one for each person: the last. */
  awards: z.array(Award),
  /** Epoch milliseconds at which the job looks at it; undefined when there is nothing to give. */
  dueAt: z.number().optional(),
});
export type Assessment = Readonly<z.infer<typeof Assessment>>;

/** Two lead trainers assess. */
export const MOST_RATINGS = 2;

export function assessmentIdOf(tandemId: string, activityId: string): string {
  return digest('assessment', tandemId, activityId);
}

/** The same trainer from whatever course of a platform. */
export function trainerIdOf({ platformId, userId }: Principal): string {
  return digest('trainer', platformId, userId);
}

export function emptyAssessment(tandemId: string, activityId: string): Assessment {
  const id = assessmentIdOf(tandemId, activityId);
  return { ...{ id, tandemId, activityId }, ratings: [], agreed: {}, credits: [], awards: [] };
}

/** @param now epoch milliseconds */
export function isReleased({ release }: Assessment, now: number): boolean {
  return release !== undefined && release.at <= now;
}

/** In place of what the trainer found before; what was agreed falls, since it was about other findings. */
export function withRating<A extends Assessment>(assessment: A, rating: Rating): A {
  const isKnown = assessment.ratings.some(({ by }) => by === rating.by);
  const ratings = isKnown
    ? assessment.ratings.map((each) => (each.by === rating.by ? rating : each))
    : [...assessment.ratings, rating];
  return { ...assessment, ratings, agreed: {} };
}

export function withCredit<A extends Assessment>(assessment: A, credit: Credit): A {
  const others = assessment.credits.filter(
    ({ participantId }) => participantId !== credit.participantId,
  );
  return { ...assessment, credits: [...others, credit] };
}

export function withAward<A extends Assessment>(assessment: A, award: Award): A {
  const others = assessment.awards.filter(
    ({ participantId }) => participantId !== award.participantId,
  );
  return { ...assessment, awards: [...others, award] };
}
