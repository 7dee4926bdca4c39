import { z } from 'zod';

/** That one person has begun an authored exercise through one link, and in which version. */
export const Begun = z.object({
  /** Digest of link, user and exercise. */
  id: z.string(),
  linkId: z.string(),
  userId: z.string(),
  exerciseId: z.string(),
  /** Label of the version they play, such as `2.1`. */
  label: z.string(),
  /** Epoch milliseconds of the last change. */
  at: z.number(),
});
export type Begun = z.infer<typeof Begun>;
