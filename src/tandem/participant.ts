import { z } from 'zod';
import { digest } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';

/** On which side of the tandem somebody tutors. */
export const TutorRole = z.enum(['vet', 'company']);
export type TutorRole = z.infer<typeof TutorRole>;

/** What a person chose to tell. Everything but the role may stay empty, and is asked with the reason why it helps. */
export const Profile = z.object({
  /** How others see the person: a name of their own choice. */
  displayName: z.string().trim().min(1).max(80),
  tutorRole: TutorRole,
  occupation: z.string().trim().max(80).optional(),
  /** Company or school. */
  organisation: z.string().trim().max(120).optional(),
  region: z.string().trim().max(80).optional(),
  /** ISO 639-1, in the order of preference. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/u)).max(6),
});
export type Profile = Readonly<z.infer<typeof Profile>>;

/** One person in one cohort. */
export const Participant = z.object({
  /** `participantIdOf` for somebody who launched; random for a guest. */
  id: z.string(),
  cohortId: z.string(),
  /** Where the person launches from; undefined for a guest, who comes by an e-mail link. */
  course: z
    .object({ platformId: z.string(), deploymentId: z.string(), contextId: z.string() })
    .optional(),
  /** `sub` of the launch; undefined for a guest. */
  userId: z.string().optional(),
  /** Undefined until the person has said who they are. */
  profile: Profile.optional(),
  /** Who set the role, when it was not the person. */
  roleSetBy: z.enum(['trainer', 'claim']).optional(),
  /** The tandem in which this person sits; undefined: in none. Nothing else says so. */
  tandemId: z.string().optional(),
  /** Epoch milliseconds. */
  seatedAt: z.number().optional(),
  /** Epoch milliseconds of the last sign of life. */
  lastSeenAt: z.number(),
});
export type Participant = Readonly<z.infer<typeof Participant>>;

/** The id of the person behind a launch: the same at each launch from the same course. */
export function participantIdOf(
  person: Pick<Principal, 'platformId' | 'userId'> & { readonly contextId: string },
): string {
  return digest('participant', person.platformId, person.contextId, person.userId);
}
