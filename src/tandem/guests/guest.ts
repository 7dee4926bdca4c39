import { z } from 'zod';
import { DAY, HOUR, MINUTE } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';
import { TutorRole } from '../participant.js';

/** An invited link holds so long. */
export const INVITATION_LIFETIME = 48 * HOUR;
/** A link of a later visit. */
export const VISIT_LIFETIME = 15 * MINUTE;
/** What is known of somebody who never came is erased so long after the invitation ran out. */
const KEPT_AFTER_INVITATION = 30 * DAY;
/** What is known of somebody who does not come back. */
const KEPT_AFTER_VISIT = 365 * DAY;
/** A browser in which the code was entered is asked for none so long. */
export const BROWSER_LIFETIME = 90 * DAY;
const MOST_BROWSERS = 5;

/**
 * A partner without an account. The only place where their mail address is kept; it is gone with
 * this document.
 */
export const Guest = z.object({
  /** Of the participant too, once they have come. */
  id: z.string(),
  /** Tandem into which they were invited. */
  tandemId: z.string(),
  /** Undefined for somebody who was handed a link. */
  address: z.string().optional(),
  /** Digest of the address, to look it up by. */
  addressKey: z.string().optional(),
  /** Of letters and pages. ISO 639-1. */
  locale: z.string(),
  tutorRole: TutorRole,
  /** What their visits open; undefined where the inviter's link led nowhere yet. */
  contentId: z.string().optional(),
  /** Epoch milliseconds, as what follows: until when the newest invitation holds. */
  invitedUntil: z.number(),
  /** Undefined: has not come yet. */
  joinedAt: z.number().optional(),
  /** Browsers in which a code was entered, by the digest of their secret. */
  browsers: z.array(z.object({ id: z.string(), until: z.number() })),
  /** When all of this is erased. */
  expiresAt: z.number(),
  /** The person wants no reminders by mail. */
  hasNoReminders: z.boolean().optional(),
  /** Digests of what the newest reminders end with: a link by which no more come. */
  stopKeys: z.array(z.string()).optional(),
});
export type Guest = Readonly<z.infer<typeof Guest>>;

/** The same for `Ann@Example.org` and `ann@example.org`. @param address as `readMailAddress` gives it */
export function addressKeyOf(address: string): string {
  return digest('guest-address', address.toLowerCase());
}

/** Invited (again) now. */
export function asInvited<G extends Guest>(guest: G, now: number): G {
  const invitedUntil = now + INVITATION_LIFETIME;
  const expiresAt = Math.max(guest.expiresAt, invitedUntil + KEPT_AFTER_INVITATION);
  return { ...guest, invitedUntil, expiresAt };
}

/** Came in now. @param browser digest of the secret of a browser to be remembered */
export function asVisited<G extends Guest>(guest: G, now: number, browser: string | undefined): G {
  const known = guest.browsers.filter(({ id, until }) => until > now && id !== browser);
  const added = browser === undefined ? [] : [{ id: browser, until: now + BROWSER_LIFETIME }];
  return {
    ...guest,
    joinedAt: guest.joinedAt ?? now,
    browsers: [...known, ...added].slice(-MOST_BROWSERS),
    expiresAt: now + KEPT_AFTER_VISIT,
  };
}

/** Whether a code was entered in this browser, not too long ago. */
export function knowsBrowser({ browsers }: Guest, browser: string, now: number): boolean {
  return browsers.some(({ id, until }) => id === browser && until > now);
}

/** Older reminders cannot be stopped by their own link any more, but by that of newer ones. */
const MOST_STOP_KEYS = 10;

/** A reminder by mail is about to leave. @param key `stopKeyOf` the link in it */
export function asReminded<G extends Guest>(guest: G, key: string): G {
  return { ...guest, stopKeys: [...(guest.stopKeys ?? []), key].slice(-MOST_STOP_KEYS) };
}

/** As it is kept. */
export function stopKeyOf(token: string): string {
  return digest('guest-stop', token);
}

/** As it is kept. */
export function browserIdOf(secret: string): string {
  return digest('guest-browser', secret);
}
