import type { Points } from './delivery.js';

/** Platforms round: to five decimals (Moodle), to two, to whole points of a hundred. */
const ROUNDING = 0.0051;

/** Whether both are the same share of their maximum, as far as platforms keep it. */
export function isSameShare(one: Points, other: Points): boolean {
  return Math.abs(shareOf(one) - shareOf(other)) <= ROUNDING;
}

/**
 * Whether what a gradebook holds is somebody else's.
 * @param there undefined: it holds nothing
 * @param sent what we know it to have taken from us; an older one of them is a gradebook that lags behind
 */
export function isForeign(there: Points | undefined, sent: readonly Points[]): boolean {
  if (sent.length === 0) return false;
  // Moodle leaves a grade of 0 out, and others what is not released yet.
  if (!there) return false;
  return !sent.some((ours) => isSameShare(ours, there));
}

function shareOf({ scoreGiven, scoreMaximum }: Points): number {
  return scoreMaximum > 0 ? scoreGiven / scoreMaximum : 0;
}
