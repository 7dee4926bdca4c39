import { SECOND } from '../../shared/clock.js';
import type { Sealer } from '../../shared/seal.js';
import type { Points } from '../delivery/delivery.js';

/** What the tool says of one try, for somebody to show later. */
export interface Receipt extends Points {
  /** Pseudonym of the learner, as in the record of tries. */
  readonly learner: string;
  readonly exerciseId: string;
  /** Which of the learner's tries at this exercise, from 1. */
  readonly number: number;
  /** Epoch milliseconds, whole seconds, as all times here. */
  readonly at: number;
  readonly issuedAt: number;
  /** The last score behind the link that the gradebook had taken by then; undefined: none. */
  readonly taken?: (Points & { readonly at: number }) | undefined;
}

/** What a code turns out to be. `changed`: looks like one of ours, and does not fit its signature. */
export type Checked =
  | { readonly verdict: 'valid'; readonly receipt: Receipt }
  | { readonly verdict: 'changed' | 'unknown' };

/** Says which kind of code it is, should there be another one day. */
const KIND = 'R1';
/** Platforms keep five decimals. */
const DECIMALS = 1e5;
const CODE = new RegExp(
  `^${KIND}\\.[\\w-]{1,40}(\\.[0-9a-z]{1,12}){5}\\.[\\w-]{12}(\\.[0-9a-z]{1,12}){3}\\.([\\w-]{43})$`,
  'u',
);

/** All of it in about a hundred characters that survive a letter and a form, signed. */
export function codeOf(receipt: Receipt, sealer: Pick<Sealer, 'sign'>): string {
  const { exerciseId, number, at, issuedAt, learner, taken } = receipt;
  const body = [
    ...[KIND, exerciseId, inDigits(number), ...pointsInDigits(receipt), timeInDigits(at)],
    ...[timeInDigits(issuedAt), learner],
    ...(taken ? [...pointsInDigits(taken), timeInDigits(taken.at)] : ['0', '0', '0']),
  ].join('.');
  return `${body}.${sealer.sign(body)}`;
}

/** Reads a code as somebody typed or pasted it, with blanks and line breaks. */
export function checkCode(typed: string, sealer: Pick<Sealer, 'verify'>): Checked {
  const code = typed.replaceAll(/\s/gu, '');
  if (!CODE.test(code)) return { verdict: 'unknown' };
  const end = code.lastIndexOf('.');
  if (!sealer.verify(code.slice(0, end), code.slice(end + 1))) return { verdict: 'changed' };
  const [, exerciseId = '', number, given, maximum, at, issuedAt, learner = '', ...rest] =
    code.split('.');
  const [takenGiven, takenMaximum, takenAt] = rest;
  const taken = { ...pointsFrom(takenGiven, takenMaximum), at: timeFrom(takenAt) };
  return {
    verdict: 'valid',
    receipt: {
      ...{ exerciseId, learner, number: fromDigits(number) },
      ...pointsFrom(given, maximum),
      ...{ at: timeFrom(at), issuedAt: timeFrom(issuedAt) },
      taken: taken.at === 0 ? undefined : taken,
    },
  };
}

/** Times in receipts have no fractions of a second. */
export function wholeSecond(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}

function inDigits(value: number): string {
  return Math.round(value).toString(36);
}

function fromDigits(digits = '0'): number {
  return Number.parseInt(digits, 36);
}

function timeInDigits(at: number): string {
  return inDigits(Math.floor(at / SECOND));
}

function timeFrom(digits: string | undefined): number {
  return fromDigits(digits) * SECOND;
}

function pointsInDigits({ scoreGiven, scoreMaximum }: Points): readonly string[] {
  return [inDigits(scoreGiven * DECIMALS), inDigits(scoreMaximum * DECIMALS)];
}

function pointsFrom(given: string | undefined, maximum: string | undefined): Points {
  return {
    scoreGiven: fromDigits(given) / DECIMALS,
    scoreMaximum: fromDigits(maximum) / DECIMALS,
  };
}
