import { z } from 'zod';
import { MINUTE } from '../../shared/clock.js';

/** A registration that has begun and not ended by then was cut off; the invitation is open again. */
export const RESERVED_FOR = 2 * MINUTE;

/** Leave for one platform to register itself, once. */
export const Invitation = z.object({
  /** Digest of the token in the link; the token itself is kept nowhere. */
  id: z.string(),
  /** For the operator's own list: which school it is meant for. */
  name: z.string().min(1).max(200).optional(),
  /** The platform may launch without being approved first. */
  approveAtOnce: z.boolean(),
  /** Set: a registration renews this platform instead of making another. */
  platformId: z.string().optional(),
  status: z.enum(['open', 'used']),
  /** While somebody registers with it; nobody else may meanwhile. Epoch milliseconds, as all that follow. */
  reservedUntil: z.number().optional(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = Readonly<z.infer<typeof Invitation>>;

/** Whether somebody may register with it now. */
export function isOpen({ status, reservedUntil = 0, expiresAt }: Invitation, now: number): boolean {
  return status === 'open' && reservedUntil <= now && expiresAt > now;
}
