import { z } from 'zod';
import { digest } from '../../shared/ids.js';
import { Attempt, bestAttempt } from './attempt.js';
import { shareThatCounts } from './counting.js';
import { Delivery } from '../delivery/delivery.js';
import type { Counting } from '../columns/link-grading.js';

/**
 * One person's work behind one link: all attempts, the score that counts and its way to the
 * gradebook. One document, so that no score exists without its delivery.
 */
export const Progress = z.object({
  id: z.string(),
  platformId: z.string(),
  linkId: z.string(),
  contextId: z.string().optional(),
  userId: z.string(),
  /** What trainers gave the points for, such as `TA1`; absent where exercises are answered. */
  activityId: z.string().optional(),
  /** What the gradebook is told beside the points, for the person. */
  comment: z.string().optional(),
  attempts: z.array(Attempt),
  /** The score that counts: the best tries of everything graded behind the link. */
  scoreGiven: z.number().nonnegative(),
  scoreMaximum: z.number().nonnegative(),
  /** Whether everything graded behind the link has been answered. */
  complete: z.boolean(),
  delivery: Delivery,
  /** The fact that everything has been answered, on its way to a column of its own; absent where none is wanted. */
  completion: Delivery.optional(),
  /** Epoch milliseconds at which the job looks at it; absent when nothing is to be sent. */
  deliveryDueAt: z.number().optional(),
  /** Epoch milliseconds until which one sender has it to itself; absent while nobody sends it. */
  leasedUntil: z.number().optional(),
  /** Attempts of which a record store was told, and tries since the last that worked; absent without one. */
  statements: z
    .object({ told: z.number().int().nonnegative(), tries: z.number().int().nonnegative() })
    .optional(),
  /** Epoch milliseconds at which it is to be told more; absent when it knows all. */
  statementsDueAt: z.number().optional(),
  /** Its place among all that wait: platform and due time. Made by the store. */
  lane: z.string().optional(),
});
export type Progress = Readonly<z.infer<typeof Progress>>;

/** An exercise that counts, with its points. */
export interface GradedExercise {
  readonly id: string;
  readonly maxScore: number;
}

/** One document for each person and link. */
export function progressIdOf(linkId: string, userId: string): string {
  return digest('progress', linkId, userId);
}

/** Places of one platform sort by due time. A blank is less than whatever an id has. */
export function laneOf(platformId: string, dueAt: number | undefined): string | undefined {
  return dueAt === undefined ? undefined : `${platformId} ${String(dueAt).padStart(15, '0')}`;
}

/** Behind all places of a platform, before those of the next. */
export function laneEndOf(platformId: string): string {
  return `${platformId}!`;
}

/** The best try of each exercise that was answered. */
export function bestByExercise(attempts: readonly Attempt[]): ReadonlyMap<string, Attempt> {
  const best = new Map<string, Attempt>();
  for (const [exerciseId, tries] of triesByExercise(attempts)) {
    const attempt = bestAttempt(tries);
    if (attempt) best.set(exerciseId, attempt);
  }
  return best;
}

/** Points over everything graded: what was not answered counts as none. */
export function scoreThatCounts(
  attempts: readonly Attempt[],
  graded: readonly GradedExercise[],
  counting: Counting,
): Pick<Progress, 'scoreGiven' | 'scoreMaximum' | 'complete'> {
  const tries = triesByExercise(attempts);
  let scoreGiven = 0;
  let scoreMaximum = 0;
  for (const { id, maxScore } of graded) {
    scoreMaximum += maxScore;
    scoreGiven += (shareThatCounts(tries.get(id) ?? [], counting) ?? 0) * maxScore;
  }
  const complete = graded.length > 0 && graded.every(({ id }) => tries.has(id));
  return { scoreGiven: rounded(scoreGiven), scoreMaximum, complete };
}

/** Moodle keeps five decimals. */
function rounded(points: number): number {
  return Math.round(points * 1e5) / 1e5;
}

function triesByExercise(attempts: readonly Attempt[]): Map<string, Attempt[]> {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const tries = groups.get(attempt.exerciseId);
    if (tries) tries.push(attempt);
    else groups.set(attempt.exerciseId, [attempt]);
  }
  return groups;
}
