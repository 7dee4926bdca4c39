import { z } from 'zod';
import { HOUR } from '../../shared/clock.js';

/** As long as a session: whoever chooses may be called away. */
export const DEEP_LINKING_LIFETIME = 10 * HOUR;

/** What was marked and looked for when the picker was left for a preview. */
export const Selection = z.object({
  contentIds: z.array(z.string()),
  search: z.string(),
  type: z.string(),
  language: z.string(),
});
export type Selection = Readonly<z.infer<typeof Selection>>;

export const NOTHING_SELECTED: Selection = { contentIds: [], search: '', type: '', language: '' };

/** One request of a platform for content, and all that the answer needs. It stays on the server. */
export const DeepLinking = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  /** Where the answer goes. */
  returnUrl: z.string(),
  acceptTypes: z.array(z.string()),
  acceptTargets: z.array(z.string()),
  acceptMultiple: z.boolean(),
  /** Undefined when the platform did not say. */
  acceptLineItem: z.boolean().optional(),
  /** Echoed exactly; undefined when the request had none. */
  data: z.string().optional(),
  selection: Selection,
  /** There is one answer to a request. */
  answered: z.boolean(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type DeepLinking = Readonly<z.infer<typeof DeepLinking>>;
