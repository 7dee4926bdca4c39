import { z } from 'zod';
import { DAY } from '../shared/clock.js';
import { digest } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import { CohortCourse } from './cohort.js';

/** On which side of the tandem somebody tutors. */
export const TutorRole = z.enum(['vet', 'company']);
export type TutorRole = z.infer<typeof TutorRole>;

const Words = (longest: number): z.ZodOptional<z.ZodString> =>
  z.string().trim().max(longest).optional();

/** What a person chose to tell. All but name and role may stay empty. */
export const Profile = z.object({
  /** How others see the person: a name of their own choice. */
  displayName: z.string().trim().min(1).max(80),
  tutorRole: TutorRole,
  occupation: Words(80),
  /** Company or school. */
  organisation: Words(120),
  region: Words(80),
  /** ISO 639-1, as the person ticked them. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/u)).max(12),
});
export type Profile = Readonly<z.infer<typeof Profile>>;

/** One person in one cohort. */
export const Participant = z.object({
  /** `participantIdOf` for somebody who launched; random for a guest. */
  id: z.string(),
  cohortId: z.string(),
  /** Where the person launches from; undefined for a guest, who comes by an e-mail link. */
  course: CohortCourse.optional(),
  /** `sub` of the launch; undefined for a guest. */
  userId: z.string().optional(),
  /** Undefined until the person has said who they are. */
  profile: Profile.optional(),
  /** Keyed hash of a learner's mark, compared with that of others and never shown; undefined: none was given. */
  learnerKey: z.string().optional(),
  /** What the form proposes to somebody who has not said it yet: by a trainer, or a claim of the launch. */
  proposedRole: TutorRole.optional(),
  /** The tandem in which this person sits; undefined: in none. Nothing else says so. */
  tandemId: z.string().optional(),
  /** Epoch milliseconds, as what follows. */
  seatedAt: z.number().optional(),
  /** Of the last sign of life, give or take `SIGN_OF_LIFE`. */
  lastSeenAt: z.number(),
  /** The access of a guest ended then; the name stays with what they made. */
  goneAt: z.number().optional(),
  /** Participant as whom this person goes on: they were a guest before, and said that both are one. */
  sameAs: z.string().optional(),
});
export type Participant = Readonly<z.infer<typeof Participant>>;

/** The id of the person behind a launch: the same at each launch from the same course. */
export function participantIdOf(
  course: CohortCourse,
  { userId }: Pick<Principal, 'userId'>,
): string {
  const { platformId, deploymentId, contextId } = course;
  return digest('participant', platformId, deploymentId, contextId, userId);
}

/** @returns whether the person has said who they are */
export function isIntroduced(
  participant: Participant,
): participant is Participant & { readonly profile: Profile } {
  return participant.profile !== undefined;
}

/** Whether the person is one whom others may still meet here. */
export function isHere({ goneAt, sameAs }: Participant): boolean {
  return goneAt === undefined && sameAs === undefined;
}

/** Came by an e-mail link, or by one that was handed over. */
export function cameWithoutPlatform({ course }: Participant): boolean {
  return course === undefined;
}

/** After so long without a sign of life somebody is missed. */
const MISSED_AFTER = 14 * DAY;

/** @param now epoch milliseconds */
export function isMissed({ lastSeenAt }: Participant, now: number): boolean {
  return lastSeenAt < now - MISSED_AFTER;
}

/** In the order in which they sat down. */
export function bySeat<P extends Participant>(members: readonly P[]): readonly P[] {
  return [...members].sort((a, b) => (a.seatedAt ?? 0) - (b.seatedAt ?? 0));
}
