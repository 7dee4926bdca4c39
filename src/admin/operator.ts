import { z } from 'zod';
import { HOUR, MINUTE } from '../shared/clock.js';

/** Long enough to change windows and to be read out on the telephone; too short to lie about in a mailbox. */
export const LINK_LIFETIME = 15 * MINUTE;
/** A working day. Nothing prolongs it. */
export const SESSION_LIFETIME = 8 * HOUR;

/** A sign-in link that nobody has used yet. */
export const OperatorLink = z.object({
  /** Digest of the token in the link; the token itself is nowhere. */
  id: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type OperatorLink = Readonly<z.infer<typeof OperatorLink>>;

/** An operator who is signed in, in one browser. */
export const OperatorSession = z.object({
  /** Digest of the secret in the browser's cookie. */
  id: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type OperatorSession = Readonly<z.infer<typeof OperatorSession>>;
