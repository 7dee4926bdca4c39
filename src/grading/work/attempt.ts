import { z } from 'zod';

/** Tries that are kept for one person and exercise; more are refused. */
export const MAX_ATTEMPTS = 100;

/** One answer of one person, graded. */
export const Attempt = z.object({
  /** Made by the browser, so that an answer sent twice counts once. */
  id: z.string(),
  exerciseId: z.string(),
  /** Content version that was answered. */
  version: z.string(),
  /** Language in which it was answered; undefined for answers of the first months. */
  language: z.string().optional(),
  /** Points, 0 to `scoreMaximum`. */
  scoreGiven: z.number().nonnegative(),
  scoreMaximum: z.number().positive(),
  /** As the content type's grader read it; kept to be looked at again. */
  response: z.unknown(),
  /** Epoch milliseconds, of our own clock. */
  at: z.number(),
});
export type Attempt = Readonly<z.infer<typeof Attempt>>;

/** The try with the largest share of its points, the earliest of equals. Shares, since a new version may have other points. */
export function bestAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  let best: Attempt | undefined;
  for (const attempt of attempts) {
    if (!best || shareOf(attempt) > shareOf(best)) best = attempt;
  }
  return best;
}

function shareOf({ scoreGiven, scoreMaximum }: Attempt): number {
  return scoreGiven / scoreMaximum;
}
