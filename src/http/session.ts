import { z } from 'zod';
import type { Principal } from '../shared/principal.js';

/** One launch of one person, for as long as it lasts. */
export const Session = z.object({
  /** Part of every URL of the session, so that two tabs never mix. Not a secret: it opens nothing without the browser's key. */
  id: z.string(),
  /** Digest of the key of the browser in which the launch arrived. */
  browser: z.string(),
  /** Who asks; zod checks only what we rely on when it comes back from the database. */
  principal: z.object({
    platformId: z.string(),
    deploymentId: z.string(),
    userId: z.string(),
    contextId: z.string().optional(),
    linkId: z.string(),
    contentId: z.string().optional(),
    role: z.enum(['viewer', 'learner', 'instructor', 'administrator']),
  }) satisfies z.ZodType<Principal>,
  /** Origins of the platform, which may frame the session's pages. */
  frameAncestors: z.array(z.string()),
  /** Language the platform named; undefined: the browser's. */
  locale: z.string().optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type Session = Readonly<z.infer<typeof Session>>;
