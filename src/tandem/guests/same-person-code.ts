import { z } from 'zod';
import { MINUTE } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';

/** A guest says: I also come from a platform. Made in the guest's session, entered in the other one, confirmed in the first. */
export const SamePersonCode = z.object({
  /** Digest of the code; the code itself is told once. */
  id: z.string(),
  guestId: z.string(),
  /** Participant who entered it and agreed. */
  takenBy: z.string().optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type SamePersonCode = Readonly<z.infer<typeof SamePersonCode>>;

/** Both sessions are at hand. */
export const SAME_PERSON_LIFETIME = 30 * MINUTE;

export function samePersonIdOf(code: string): string {
  return digest('same-person', code);
}
