import { z } from 'zod';
import { DAY, HOUR } from '../../shared/clock.js';

/** How often something happened since its first time. */
export const Allowance = z.object({
  /** Digest of what is counted. */
  id: z.string(),
  count: z.number().int(),
  /** Epoch milliseconds: then it is counted anew. */
  expiresAt: z.number(),
});
export type Allowance = Readonly<z.infer<typeof Allowance>>;

/** What is limited, how often, and within how many milliseconds. */
export const LIMITS = {
  /** Mails to one address, whoever asks for them. */
  address: { most: 5, within: HOUR },
  /** Reminders to one address, in however many tandems it is. */
  reminder: { most: 1, within: DAY },
  /** Invitations of one tandem. */
  tandem: { most: 10, within: DAY },
} as const satisfies Readonly<Record<string, { most: number; within: number }>>;
