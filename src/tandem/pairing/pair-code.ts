import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { DAY, MINUTE } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';

/** An offer to become partners: made by one, taken by another, accepted by the first. */
export const PairCode = z.object({
  /** Digest of the code; the code itself is told once. */
  id: z.string(),
  /** Participant who made it. */
  madeBy: z.string(),
  /** Participant who entered it and agreed. */
  takenBy: z.string().optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type PairCode = Readonly<z.infer<typeof PairCode>>;

/** Wrong codes of one person. */
export const WrongCodes = z.object({
  /** Participant. */
  id: z.string(),
  count: z.number().int(),
  /** Epoch milliseconds: the first of them is forgotten then, and all with it. */
  expiresAt: z.number(),
});
export type WrongCodes = Readonly<z.infer<typeof WrongCodes>>;

export const CODE_LIFETIME = 7 * DAY;
export const MOST_WRONG_CODES = 10;
export const WRONG_CODES_KEPT = 15 * MINUTE;

/** Read aloud and typed by hand: no 0 and O, no 1, I and L, no vowels that make words. */
const LETTERS = 'BCDFGHJKMNPQRSTVWXZ23456789';
const LENGTH = 8;
const CODE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`, 'u');

/** 27 to the 8th: with ten wrong tries in a quarter of an hour nobody finds one. */
export function newPairCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** As people type it: small letters, spaces and dashes do not matter. @returns undefined for what no code looks like */
export function readPairCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/gu, '');
  return CODE.test(code) ? code : undefined;
}

export function pairCodeIdOf(code: string): string {
  return digest('pair-code', code);
}

/** In two halves, for the eye: `BCDF-GH23`. */
export function inHalves(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
