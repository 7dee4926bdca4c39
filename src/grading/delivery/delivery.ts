import { z } from 'zod';
import { DAY, HOUR, SECOND } from '../../shared/clock.js';
import { CAUSES, remedyOf, type Cause, type Remedy } from './cause.js';

/** What the last try that failed met. No personal data of ours; of the platform's answer only its beginning. */
export const Failure = z.object({
  cause: z.enum(CAUSES),
  /** What the platform was asked for: `token`, `score`, `results`; undefined when it was not asked. */
  service: z.string().optional(),
  /** HTTP status; undefined when there was no answer. */
  status: z.number().optional(),
  /** How the answer began, at most 500 characters, without tokens. */
  excerpt: z.string().optional(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Failure = Readonly<z.infer<typeof Failure>>;

/** Points as they were sent. */
export const Points = z.object({ scoreGiven: z.number(), scoreMaximum: z.number() });
export type Points = Readonly<z.infer<typeof Points>>;

/** The way of a score to the platform's gradebook. */
export const Delivery = z.object({
  /** `changed`: the gradebook holds something that is not ours, and a trainer decides. */
  state: z.enum(['waiting', 'delivered', 'refused', 'kept', 'changed']),
  /** Why it is kept here, or why the platform does not take it. */
  reason: z.enum(['no-line-item', 'not-a-learner', 'platform-refused', 'gave-up']).optional(),
  /** One more with each change of the score; what is delivered is delivered up to here. */
  sequence: z.number(),
  /** Unsuccessful tries since the score changed. */
  tries: z.number(),
  /** Epoch milliseconds of the first try that failed since the score changed. */
  failingSince: z.number().optional(),
  /** Timestamp of the last score that the platform took or may have taken, whole seconds in milliseconds. */
  lastTimestamp: z.number().optional(),
  /** Epoch milliseconds. */
  deliveredAt: z.number().optional(),
  /** Undefined when the last try succeeded. */
  failure: Failure.optional(),
  /** The last try may have been taken although no answer came: to be looked up before the next. */
  isInDoubt: z.boolean().optional(),
  /** What the platform took, the last of it at the end; a few are enough to know our own again. */
  sent: z.array(Points).optional(),
  /** What the gradebook held when it was last read; points undefined: nothing. */
  there: z.object({ at: z.number(), points: Points.optional() }).optional(),
  /** A trainer has decided that what is there stays. */
  isKept: z.boolean().optional(),
  /** A trainer wants ours to replace what is there. */
  mayReplace: z.boolean().optional(),
});
export type Delivery = Readonly<z.infer<typeof Delivery>>;

/** Scores of which the platform is known to have had them. */
const SENT_KEPT = 5;

/** What stays of a delivery when there is a new score to send. */
export type History = Pick<Delivery, 'lastTimestamp' | 'sent' | 'there' | 'isInDoubt'>;

export function historyOf(delivery: Delivery | undefined): History {
  if (!delivery) return {};
  const { lastTimestamp, sent, there, isInDoubt } = delivery;
  return { lastTimestamp, sent, there, isInDoubt };
}

/** Ours, the newest at the end. */
export function withSent(sent: readonly Points[] | undefined, points: Points): Points[] {
  return [...(sent ?? []), points].slice(-SENT_KEPT);
}

/** Why it is as it is, in one word. */
export function causeOf({ state, reason, failure, there, sent }: Delivery): Cause {
  switch (state) {
    case 'delivered':
      return isMissing(there, sent) ? 'not-there' : 'delivered';
    case 'changed':
      return 'changed-there';
    case 'kept':
      return reason === 'not-a-learner' ? 'not-a-learner' : 'no-line-item';
    case 'waiting':
      return failure?.cause ?? 'on-its-way';
    case 'refused':
      return failure?.cause ?? 'refused';
  }
}

/** Whether a learner may have their score sent again: it is not there, and a try has failed. */
export function mayResend({ state, tries }: Delivery): boolean {
  return state === 'refused' || (state === 'waiting' && tries > 0);
}

/** Moodle leaves a grade of 0 out. */
function isMissing(there: Delivery['there'], sent: Delivery['sent']): boolean {
  return there !== undefined && !there.points && (sent?.at(-1)?.scoreGiven ?? 0) > 0;
}

/** Who can mend it. What we have given up does not pass by itself any more. */
export function remedyFor(delivery: Delivery): Remedy {
  if (delivery.state === 'changed' && delivery.isKept === true) return 'nothing';
  const remedy = remedyOf(causeOf(delivery));
  return delivery.state === 'refused' && remedy === 'by-itself' ? 'administrator' : remedy;
}

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
