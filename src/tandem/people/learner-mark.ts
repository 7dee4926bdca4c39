import { comparable } from '../../shared/comparable.js';
import { looksLikeFullName } from '../workspace/form-rules.js';

const SHORTEST = 3;
const LONGEST = 12;

/**
 * What two tutors agreed to call a learner whom both train, as it is compared: the same with other
 * capitals, spaces and points.
 * @returns undefined for what is too short, too long, or looks like a name
 */
export function readLearnerMark(typed: string): string | undefined {
  const mark = comparable(typed).replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const isLong = mark.length < SHORTEST || mark.length > LONGEST;
  return isLong || looksLikeFullName(typed) ? undefined : mark;
}

/** A learner as kept: nobody without the installation's secret can try out what may stand behind it. */
export type LearnerKeyOf = (mark: string) => string;
