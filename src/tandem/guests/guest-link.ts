import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { MINUTE } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';

/** A link that lets one guest in once. */
export const GuestLink = z.object({
  /** Digest of the token; the token itself stands in the letter only. */
  id: z.string(),
  guestId: z.string(),
  /** `invitation`: by mail, the first time. `visit`: by mail, later. `handed`: shown to a trainer, who hands it over. */
  purpose: z.enum(['invitation', 'visit', 'handed']),
  /** Digest of the key of the browser in which its button was pressed; no other can use it from then on. */
  browser: z.string().optional(),
  /** The last code: its digest together with the token, which is kept nowhere. */
  code: z.string().optional(),
  /** Epoch milliseconds, as what follows. */
  codeUntil: z.number().optional(),
  /** With this code. */
  wrongCodes: z.number().int(),
  /** No code is taken and none is sent before. */
  lockedUntil: z.number().optional(),
  expiresAt: z.number(),
});
export type GuestLink = Readonly<z.infer<typeof GuestLink>>;

export const CODE_LIFETIME = 10 * MINUTE;
export const MOST_WRONG_CODES = 5;
export const LOCKED_FOR = 15 * MINUTE;

export function linkIdOf(token: string): string {
  return digest('guest-link', token);
}

/** Six digits, each as likely as the others. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** A million codes are soon hashed: only whoever holds the link can compare. */
export function codeDigest(token: string, code: string): string {
  return digest('guest-code', token, code);
}

/** As people type it. @returns undefined for what is no code */
export function readCode(typed: string): string | undefined {
  const code = typed.replace(/[\s-]/gu, '');
  return /^\d{6}$/u.test(code) ? code : undefined;
}
