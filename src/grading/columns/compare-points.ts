import type { Points } from '../delivery/delivery.js';

/** Platforms round: to five decimals (Moodle), to two, to whole points of a hundred. */
const ROUNDING = 0.0051;

/** Whether both are the same share of their maximum, as far as platforms keep it. */
export function isSameShare(one: Points, other: Points): boolean {
  return Math.abs(shareOf(one) - shareOf(other)) <= ROUNDING;
}

/**
 * Whether what a gradebook holds is somebody else's.
 * @param there undefined: it holds nothing
 * @param ours what we know it to have taken from us, an older one of which is a gradebook that lags
 * behind; and what we are about to send, which takes nothing away where it is there already
 */
export function isForeign(there: Points | undefined, ours: readonly Points[]): boolean {
  // Moodle leaves a grade of 0 out, and others what is not released yet.
  if (!there) return false;
  return !ours.some((points) => isSameShare(points, there));
}

function shareOf({ scoreGiven, scoreMaximum }: Points): number {
  return scoreMaximum > 0 ? scoreGiven / scoreMaximum : 0;
}
