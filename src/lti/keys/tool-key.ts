import { z } from 'zod';
import { DAY, HOUR } from '../../shared/clock.js';

/** How long platforms may keep our key set: the `max-age` of `/lti/keys`. */
export const KEY_SET_AGE = HOUR;
/**
 * A key is published this long before it signs. Platforms that keep the key set without asking
 * again for an unknown key would refuse what a brand-new key signs: they are given one age of
 * the set, and as much again for processes that read the ring a little later and for clocks.
 */
export const PUBLISHED_AHEAD = 2 * KEY_SET_AGE;
/** A key older than this is replaced (NIST SP 800-57 allows far more; habit keeps rotation working). */
export const LONGEST_USE = 30 * DAY;
/** Keys before the previous one go once their successor has signed this long. */
const KEPT_AFTER_USE = DAY;

/** One key pair of the tool, private half sealed. */
export const ToolKey = z.object({
  /** Of the document; the `kid` is in the public half. */
  id: z.string(),
  /** Public half as JWK, ready to be published. */
  publicJwk: z.record(z.string(), z.string()),
  /** Private half, PKCS #8 PEM, sealed with the installation's secret. */
  sealedPrivateKey: z.string(),
  /** Epoch milliseconds; rises strictly from key to key. */
  createdAt: z.number(),
  /** Epoch milliseconds. Undefined: from its creation, as the first key, which nobody had to learn of before. */
  signsFrom: z.number().optional(),
});
export type ToolKey = Readonly<z.infer<typeof ToolKey>>;

/** `next` is published and does not sign yet; `previous` is published and signs no more. */
export type KeyState = 'next' | 'current' | 'previous';

export function signsFromOf({ signsFrom, createdAt }: ToolKey): number {
  return signsFrom ?? createdAt;
}

/**
 * The key that signs: the newest whose time has come.
 * @param keys newest first
 * @returns undefined when there is none
 */
export function currentKey<T extends ToolKey>(keys: readonly T[], now: number): T | undefined {
  return keys.find((key) => signsFromOf(key) <= now) ?? keys.at(-1);
}

/** @param keys newest first */
export function stateOf(key: ToolKey, keys: readonly ToolKey[], now: number): KeyState {
  const current = currentKey(keys, now);
  if (key.id === current?.id) return 'current';
  return key.createdAt > (current?.createdAt ?? 0) ? 'next' : 'previous';
}

/**
 * Keys that nobody needs any longer. The latest previous one always stays.
 * @param keys newest first
 */
export function withdrawnKeys<T extends ToolKey>(keys: readonly T[], now: number): readonly T[] {
  const previous = keys.filter((key) => stateOf(key, keys, now) === 'previous');
  return previous.filter((_key, at) => {
    const successor = previous[at - 1];
    return successor !== undefined && signsFromOf(successor) + KEPT_AFTER_USE <= now;
  });
}
