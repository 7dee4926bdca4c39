import { z } from 'zod';
import { DAY, MINUTE } from '../../shared/clock.js';

export const MOST_TIMES = 5;
/** Meetings of a tandem that are not over yet. */
export const MOST_OPEN = 10;
/** Minutes that a meeting may take. */
export const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240] as const;
const FARTHEST = 366 * DAY;
/** So long after its last time a meeting is still shown. */
const SHOWN_AFTER = DAY;

const Answer = z.object({
  /** Participant. */
  by: z.string(),
  /** Ids of the times that suit; the others do not. */
  accepted: z.array(z.string()),
  /** Epoch milliseconds. */
  at: z.number(),
});

/** What a person proposes, read and checked. */
export const Proposal = z.object({
  times: z.array(z.number()).min(1).max(MOST_TIMES),
  /** IANA name of the zone in which they were typed. */
  zone: z.string(),
  minutes: z.number().int().positive(),
  /** '' when there is none, as for the link. */
  place: z.string(),
  /** https only: a video room of their own. */
  link: z.string(),
});
export type Proposal = Readonly<z.infer<typeof Proposal>>;

/** A meeting of one tandem, from the first proposal on. */
export const Meeting = z.object({
  id: z.string(),
  tandemId: z.string(),
  zone: z.string(),
  minutes: z.number().int().positive(),
  place: z.string(),
  link: z.string(),
  /** Who proposed the times that stand there now. */
  proposedBy: z.string(),
  times: z.array(z.object({ id: z.string(), startsAt: z.number() })).min(1),
  /** The latest of each person to these times. */
  answers: z.array(Answer),
  /** The time that suits everybody; undefined as long as there is none. */
  fixed: z.object({ startsAt: z.number() }).optional(),
  /** Whether it was fixed at any time: calendars may know it. */
  wasFixed: z.boolean(),
  cancelledAt: z.number().optional(),
  /** SEQUENCE of RFC 5545 section 3.8.7.4: raised by each change and by the cancellation. */
  sequence: z.number().int().nonnegative(),
  /** Epoch milliseconds of the last change that a calendar should know. */
  changedAt: z.number(),
  /** When the last of its times is over. */
  overAt: z.number(),
});
export type Meeting = Readonly<z.infer<typeof Meeting>>;

/** A new meeting, or other times for a known one. */
export function proposed(
  { times, zone, minutes, place, link }: Proposal,
  by: string,
  at: { readonly id: string; readonly tandemId: string; readonly now: number },
  known?: Meeting,
): Meeting {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  return {
    ...{ zone, minutes, place, link, id: at.id, tandemId: at.tandemId, proposedBy: by },
    times: sorted.map((startsAt) => ({ id: String(startsAt), startsAt })),
    answers: [],
    wasFixed: known?.wasFixed ?? false,
    sequence: known ? known.sequence + 1 : 0,
    changedAt: at.now,
    overAt: (sorted.at(-1) ?? at.now) + minutes * MINUTE,
  };
}

/**
 * With somebody's answer. The first time that suits all others is fixed; the proposer's own times
 * suit the proposer.
 * @param members ids of those who sit in the tandem now
 */
export function answered(
  meeting: Meeting,
  answer: Readonly<z.infer<typeof Answer>>,
  members: readonly string[],
): Meeting {
  const answers = [...meeting.answers.filter(({ by }) => by !== answer.by), answer];
  const others = members.filter((id) => id !== meeting.proposedBy);
  const suiting = meeting.times.find(
    ({ id, startsAt }) =>
      startsAt > answer.at &&
      others.length > 0 &&
      others.every((by) => hasAccepted({ answers }, by, id)),
  );
  if (!suiting) return { ...meeting, answers };
  return {
    ...{ ...meeting, answers, wasFixed: true, changedAt: answer.at },
    fixed: { startsAt: suiting.startsAt },
    overAt: suiting.startsAt + meeting.minutes * MINUTE,
  };
}

export function cancelled(meeting: Meeting, now: number): Meeting {
  return { ...meeting, cancelledAt: now, changedAt: now, sequence: meeting.sequence + 1 };
}

export function hasAccepted(
  { answers }: Pick<Meeting, 'answers'>,
  by: string,
  id: string,
): boolean {
  return answers.some((answer) => answer.by === by && answer.accepted.includes(id));
}

/** Not over, and not called off. */
export function isOpen({ cancelledAt, overAt }: Meeting, now: number): boolean {
  return cancelledAt === undefined && overAt > now;
}

export function isShown({ overAt }: Meeting, now: number): boolean {
  return overAt > now - SHOWN_AFTER;
}

/** In the future, and within a year. */
export function isProposable(startsAt: number, now: number): boolean {
  return startsAt > now && startsAt < now + FARTHEST;
}
