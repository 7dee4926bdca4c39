import { bestAttempt, type Attempt } from './attempt.js';
import type { Counting } from '../columns/link-grading.js';

/** What counts of the tries at one exercise, as a share of its points, 0 to 1; undefined before the first. */
export function shareThatCounts(
  attempts: readonly Attempt[],
  counting: Counting,
): number | undefined {
  const [first] = attempts;
  if (!first) return undefined;
  switch (counting) {
    case 'best':
      return shareOf(bestAttempt(attempts) ?? first);
    case 'first':
      return shareOf(first);
    case 'last':
      return shareOf(attempts.at(-1) ?? first);
    case 'mean':
      return attempts.reduce((sum, attempt) => sum + shareOf(attempt), 0) / attempts.length;
  }
}

function shareOf({ scoreGiven, scoreMaximum }: Attempt): number {
  return scoreGiven / scoreMaximum;
}
