import { z } from 'zod';
import { DAY, HOUR, SECOND } from '../shared/clock.js';

/** The way of a score to the platform's gradebook. */
export const Delivery = z.object({
  state: z.enum(['waiting', 'delivered', 'refused', 'kept']),
  /** Why it is kept here, or why the platform does not take it. */
  reason: z.enum(['no-line-item', 'not-a-learner', 'platform-refused', 'gave-up']).optional(),
  /** One more with each change of the score; what is delivered is delivered up to here. */
  sequence: z.number(),
  /** Unsuccessful tries since the score changed. */
  tries: z.number(),
  /** Epoch milliseconds of the first try that failed since the score changed. */
  failingSince: z.number().optional(),
  /** Timestamp of the last score that the platform took, whole seconds in milliseconds. */
  lastTimestamp: z.number().optional(),
  /** Epoch milliseconds. */
  deliveredAt: z.number().optional(),
  /** What the last failed try met, for people who mend it: `score 404`, `unreachable`. No personal data. */
  lastFailure: z.string().optional(),
});
export type Delivery = Readonly<z.infer<typeof Delivery>>;

const FIRST_WAIT = 2 * SECOND;
const LONGEST_WAIT = HOUR;
/** A platform that asks for more has its clock wrong, or means nobody. */
const LONGEST_ASKED = DAY;
/** After this long without success it is no longer tried; the next answer sends it again. */
export const GIVE_UP_AFTER = 7 * DAY;

/**
 * Milliseconds until the next try: doubling to an hour, half of it by chance so that a class does
 * not come back all at once; never sooner than the platform asked, up to a day.
 * @param tries unsuccessful so far, at least 1
 * @param chance 0 to 1
 */
export function waitBefore(
  tries: number,
  chance: number,
  retryAfterSeconds: number | undefined,
): number {
  const doubled = Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
  const asked = Math.min((retryAfterSeconds ?? 0) * SECOND, LONGEST_ASKED);
  return Math.max(asked, doubled / 2) + (chance * doubled) / 2;
}

/**
 * The timestamp for the next score: platforms compare whole seconds and refuse what is not newer.
 * @param now epoch milliseconds
 * @param last timestamp of the score before, for the same person and line item
 */
export function nextTimestamp(now: number, last: number | undefined): number {
  const second = Math.floor(now / SECOND) * SECOND;
  return last === undefined ? second : Math.max(second, last + SECOND);
}
