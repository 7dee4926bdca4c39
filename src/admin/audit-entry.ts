import { z } from 'zod';
import { DAY } from '../shared/clock.js';

/** Changes are kept three years: as long as somebody may still ask about a course that ran. */
export const RETENTION = 3 * 365 * DAY;

/** What a change can be about: the first word of its action. */
export const THINGS = [
  'platform',
  'deployment',
  'invitation',
  'keys',
  'operator',
  'guest',
  'library',
] as const;

/** One change as it is kept. */
export const KeptEntry = z.object({
  id: z.string(),
  /** Epoch milliseconds at which it was kept. */
  at: z.number(),
  /** First word of the action, to filter by; usually one of `THINGS`. */
  thing: z.string(),
  action: z.string(),
  by: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('operator') }),
    z.object({ kind: z.literal('command-line') }),
    z.object({ kind: z.literal('tool') }),
    z.object({ kind: z.literal('platform'), platformId: z.string().optional() }),
    z.object({ kind: z.literal('user'), platformId: z.string(), userId: z.string() }),
  ]),
  subject: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type KeptEntry = Readonly<z.infer<typeof KeptEntry>>;
