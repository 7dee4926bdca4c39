import { z } from 'zod';

/** Something that happened to a tandem as a pair, for its trainers. Newest last. */
export const TandemEvent = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  what: z.enum(['formed', 'joined', 'left', 'moved', 'closed', 'reopened']),
  /** Participant whom it happened to; undefined: to the tandem as a whole. */
  participantId: z.string().optional(),
  /** Participant or trainer who did it, by id. */
  by: z.string(),
});
export type TandemEvent = Readonly<z.infer<typeof TandemEvent>>;

/** One VET tutor with one or two company tutors. Who they are is said by their own documents: `Participant.tandemId`. */
export const Tandem = z.object({
  id: z.string(),
  cohortId: z.string(),
  /** Shown to people, such as "7": its number in the cohort. */
  number: z.number().int().positive(),
  formedAt: z.number(),
  /** A closed tandem is readable, and nothing in it changes. */
  closedAt: z.number().optional(),
  /** At most 200; the oldest go first. */
  log: z.array(TandemEvent),
});
export type Tandem = Readonly<z.infer<typeof Tandem>>;

/** How many of each side a tandem seats. */
export const SEATS = { vet: 1, company: 2 } as const;
