import { z } from 'zod';
import { HOUR, MINUTE, SECOND } from '../../shared/clock.js';

/** A registration that has begun and not ended by then was cut off; the invitation is open again. */
export const RESERVED_FOR = 2 * MINUTE;

/** Looks at a platform and registrations, in an hour: each sends requests to wherever a link says. */
export const TRIES_PER_HOUR = 30;

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
  /** Of the hour that began with the first; undefined: none yet. */
  tries: z.object({ since: z.number(), count: z.number() }).optional(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = Readonly<z.infer<typeof Invitation>>;

/** Whether somebody may register with it now. */
export function isOpen({ status, reservedUntil = 0, expiresAt }: Invitation, now: number): boolean {
  return status === 'open' && reservedUntil <= now && expiresAt > now;
}

/** The invitation with one more try. @returns undefined when the hour has no more */
export function withTry<T extends Invitation>(invitation: T, now: number): T | undefined {
  const { since, count } = hourOf(invitation, now);
  if (count >= TRIES_PER_HOUR) return undefined;
  return { ...invitation, tries: { since, count: count + 1 } };
}

/** Until somebody may try again. Whole, at least 1. */
export function secondsToNextTry(invitation: Invitation, now: number): number {
  return Math.max(1, Math.ceil((hourOf(invitation, now).since + HOUR - now) / SECOND));
}

function hourOf({ tries }: Invitation, now: number): NonNullable<Invitation['tries']> {
  return tries && tries.since + HOUR > now ? tries : { since: now, count: 0 };
}
