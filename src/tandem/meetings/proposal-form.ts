import { z } from 'zod';
import { isProposable, LENGTHS, MOST_TIMES, type Proposal } from './meeting.js';
import { instantOf, isZone } from './zoned-time.js';

const One = z.string().max(40).default('');

/** A proposal as it was typed. */
export const TypedProposal = z.object({
  /** `2027-03-28T10:30`; '' where nothing was typed. */
  time: z
    .union([One, z.array(One).max(MOST_TIMES)])
    .default([])
    .transform((typed) => (typeof typed === 'string' ? [typed] : typed)),
  zone: z.string().max(64).default(''),
  minutes: z.string().max(4).default(''),
  place: z.string().trim().max(200).default(''),
  link: z.string().trim().max(1000).default(''),
});
export type TypedProposal = Readonly<z.infer<typeof TypedProposal>>;

/** `none`: no time at all. `skipped`: no clock in the zone shows it. `past`: over, or too far away. */
export type ProposalFault = 'none' | 'skipped' | 'past' | 'zone' | 'link' | 'minutes';

export function readProposal(
  typed: TypedProposal,
  now: number,
): { readonly proposal: Proposal } | { readonly fault: ProposalFault } {
  const { zone, place } = typed;
  if (!isZone(zone)) return { fault: 'zone' };
  const minutes = LENGTHS.find((length) => String(length) === typed.minutes);
  if (minutes === undefined) return { fault: 'minutes' };
  const link = typed.link === '' ? '' : safeLink(typed.link);
  if (link === undefined) return { fault: 'link' };
  const given = typed.time.filter((time) => time !== '');
  if (given.length === 0) return { fault: 'none' };
  const times = given.map((time) => instantOf(time, zone));
  const known = times.filter((time) => time !== undefined);
  if (known.length < times.length) return { fault: 'skipped' };
  if (!known.every((time) => isProposable(time, now))) return { fault: 'past' };
  return { proposal: { times: known, zone, minutes, place, link } };
}

/** As a URI in ASCII. @returns undefined for anything but https, and for one with a password in it */
function safeLink(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' ? href : undefined;
}
