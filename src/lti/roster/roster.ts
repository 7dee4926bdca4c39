import { z } from 'zod';
import { DAY, HOUR } from '../../shared/clock.js';

/** From this age on a list is fetched again when somebody looks at it. */
export const ROSTER_AGE = HOUR;
/** A list that nobody has fetched for so long is removed: it holds names. */
export const ROSTER_KEPT = 30 * DAY;

const RosterMember = z.object({
  /** `sub` of the person's launches. */
  userId: z.string(),
  role: z.enum(['viewer', 'learner', 'instructor', 'administrator']),
  status: z.enum(['Active', 'Inactive']),
  /** Undefined where the platform shares none. The only thing about a person that is kept. */
  name: z.string().optional(),
  groupIds: z.array(z.string()),
});
export type RosterMember = Readonly<z.infer<typeof RosterMember>>;

/** Why the last try brought no list. */
const RosterFailure = z.object({
  /** `refused`: the platform does not let us read it. `away`: no answer, or a broken one. */
  reason: z.enum(['refused', 'away']),
  at: z.number(),
  /** The platform is not asked again before; epoch milliseconds. */
  until: z.number(),
});
export type RosterFailure = Readonly<z.infer<typeof RosterFailure>>;

/** Who is in a course, as the platform last said. */
export const Roster = z.object({
  /** Of the course. */
  id: z.string(),
  platformId: z.string(),
  members: z.array(RosterMember),
  /** Groups that the platform keeps; empty where it keeps none or shares none. */
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Epoch milliseconds; undefined: no list has ever come. */
  refreshedAt: z.number().optional(),
  /** Undefined when the last try went well. */
  failure: RosterFailure.optional(),
  expiresAt: z.number(),
});
export type Roster = Readonly<z.infer<typeof Roster>>;

/** Whether it is time to ask the platform again, for somebody who merely looks. */
export function isDue(roster: Roster | undefined, now: number): boolean {
  if (!roster) return true;
  if (roster.failure && roster.failure.until > now) return false;
  return roster.refreshedAt === undefined || roster.refreshedAt + ROSTER_AGE <= now;
}
