import { z } from 'zod';
import { MINUTE, SECOND } from '../shared/clock.js';

/** A letter that has not left yet, or that the mail server does not want. */
export const WaitingLetter = z.object({
  id: z.string(),
  /** Id of the thing on whose behalf it is written. */
  about: z.string(),
  /** The letter, sealed: neither its address nor a link in it can be read in the database. Undefined once refused. */
  sealed: z.string().optional(),
  /** Epoch milliseconds of the next try; undefined once refused. */
  dueAt: z.number().optional(),
  /** Unsuccessful so far. */
  tries: z.number(),
  /** Epoch milliseconds from which on it would be of no use. */
  expiresAt: z.number(),
});
export type WaitingLetter = Readonly<z.infer<typeof WaitingLetter>>;

const FIRST_WAIT = 5 * SECOND;
/** A code holds ten minutes: a server that comes back must be noticed well within. */
const LONGEST_WAIT = MINUTE;

/** Milliseconds until the next try, doubling to a minute. @param tries unsuccessful so far, at least 1 */
export function waitBefore(tries: number): number {
  return Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
}
