import { z } from 'zod';
import type { Participant, TutorRole } from './participant.js';

/** Something that happened to a tandem as a pair, for its trainers. */
export const TandemEvent = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  what: z.enum(['joined', 'left']),
  /** Participant whom it happened to. */
  participantId: z.string(),
  /** Who did it: a trainer, the person, a partner who ended a guest's access, or both partners by a code. */
  by: z.enum(['trainer', 'self', 'partner', 'code']),
});
export type TandemEvent = Readonly<z.infer<typeof TandemEvent>>;

/** One VET tutor with one or two company tutors. Who they are is said by their own documents: `Participant.tandemId`. */
export const Tandem = z.object({
  id: z.string(),
  /** Where it was formed; its people may come from other cohorts. */
  cohortId: z.string(),
  /** Shown to people: its number in the cohort, from 1. */
  number: z.number().int().positive(),
  /** Epoch milliseconds. */
  formedAt: z.number(),
  /** Newest last, at most `LOG_LENGTH`. */
  log: z.array(TandemEvent),
});
export type Tandem = Readonly<z.infer<typeof Tandem>>;

/** How many of each side a tandem seats. */
export const SEATS: Readonly<Record<TutorRole, number>> = { vet: 1, company: 2 };
const LOG_LENGTH = 200;

/** Sides that have a free seat. */
export function freeSides(members: readonly Participant[]): readonly TutorRole[] {
  return (['vet', 'company'] as const).filter((side) => {
    const taken = members.filter(({ profile }) => profile?.tutorRole === side).length;
    return taken < SEATS[side];
  });
}

/** Both sides are there. */
export function isWhole(members: readonly Participant[]): boolean {
  return (['vet', 'company'] as const).every((side) =>
    members.some(({ profile }) => profile?.tutorRole === side),
  );
}

export function withEvent<T extends Tandem>(tandem: T, event: TandemEvent): T {
  return { ...tandem, log: [...tandem.log, event].slice(-LOG_LENGTH) };
}
