import { z } from 'zod';
import { DAY } from '../../shared/clock.js';

export const LONGEST_WORDS = 300;
/** Kept of one person; the oldest go. */
const MOST_KEPT = 100;

/** A trainer has asked somebody for a sign of life. */
export const Reminder = z.object({
  id: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  /** In the trainer's words; '': in ours. */
  text: z.string().max(LONGEST_WORDS),
  /** `trainerIdOf` who asked. */
  by: z.string(),
  /** When the person has said that they read it. */
  seenAt: z.number().optional(),
});
export type Reminder = Readonly<z.infer<typeof Reminder>>;

/** All that one person was reminded of: one document, so that two trainers at once cannot both remind. */
export const Reminded = z.object({
  /** Of the participant. */
  id: z.string(),
  /** Newest last. */
  reminders: z.array(Reminder),
});
export type Reminded = Readonly<z.infer<typeof Reminded>>;

/** One a day is enough for anybody. @param now epoch milliseconds */
export function mayRemind(known: Reminded | undefined, now: number): boolean {
  const last = lastAt(known);
  return last === undefined || last <= now - DAY;
}

/** Epoch milliseconds; undefined: never. */
export function lastAt(known: Reminded | undefined): number | undefined {
  return known?.reminders.at(-1)?.at;
}

export function withReminder<T extends Reminded>(known: T, reminder: Reminder): T {
  return { ...known, reminders: [...known.reminders, reminder].slice(-MOST_KEPT) };
}

/** Not seen yet, newest first. */
export function unseen(known: Reminded | undefined): readonly Reminder[] {
  return (known?.reminders ?? []).filter(({ seenAt }) => seenAt === undefined).reverse();
}
