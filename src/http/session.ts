import { z } from 'zod';
import type { Principal } from '../shared/principal.js';

/** One launch of one person, for as long as it lasts. */
export const Session = z.object({
  /** Part of every URL of the session, so that two tabs never mix. Not a secret: it opens nothing without its key. */
  id: z.string(),
  /** Digest of the key that opens it, and of how that key travels. */
  browser: z.string(),
  /** Who asks; zod checks only what we rely on when it comes back from the database. */
  principal: z.object({
    platformId: z.string(),
    deploymentId: z.string(),
    userId: z.string(),
    contextId: z.string().optional(),
    linkId: z.string().optional(),
    contentId: z.string().optional(),
    deepLinkingId: z.string().optional(),
    role: z.enum(['viewer', 'learner', 'instructor', 'administrator']),
  }) satisfies z.ZodType<Principal>,
  /** Origins of the platform, which may frame the session's pages. */
  frameAncestors: z.array(z.string()),
  /** Language the platform named; undefined: the browser's. */
  locale: z.string().optional(),
  /** Epoch milliseconds from which on nothing opens it. */
  endsAt: z.number(),
  /** Epoch milliseconds: later, so that a page asked for too late can still say so inside the platform's frame. */
  expiresAt: z.number(),
});
export type Session = Readonly<z.infer<typeof Session>>;

/**
 * What opens a session, and how it travels.
 *
 * `path` is for browsers that keep no cookie of ours: there a page that links to the next one has
 * no other place to carry anything. Stored state is blocked along with the cookies, a header can
 * be set by scripts only, and pages must work without. What a URL risks is met one by one: it is
 * in no log (routes are logged by their pattern), in no referrer to another site
 * (`Referrer-Policy: same-origin`), of no use when pasted or linked from elsewhere (such requests
 * are not `same-origin`), and it ends sooner.
 */
export interface SessionKey {
  readonly carrier: 'cookie' | 'path';
  /** 43 URL-safe characters. */
  readonly secret: string;
}

/** Path below which the pages of a session live, without a slash at its end. */
export function basePathOf({ id }: Session, { carrier, secret }: SessionKey): string {
  return carrier === 'path' ? `/s/${id}.${secret}` : `/s/${id}`;
}
