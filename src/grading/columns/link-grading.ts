import { z } from 'zod';
import { Failure } from '../delivery/delivery.js';

/** Which tries count: the best one, the first, the last, or the mean of all, exercise by exercise. */
export const COUNTINGS = ['best', 'first', 'last', 'mean'] as const;
export type Counting = (typeof COUNTINGS)[number];

/** What trainers have decided for one link, and when its grades were last compared. */
export const LinkGrading = z.object({
  /** Of the link. */
  id: z.string(),
  counting: z.enum(COUNTINGS),
  /** `as-launched`: the column that launches name, if any; `make`: one of ours where they name none; `none`: no grades here. */
  column: z.enum(['as-launched', 'make', 'none']),
  /** Title of a column that we make, in the language of whoever asked for it. */
  columnLabel: z.string().optional(),
  /** Title of the column for completion; undefined: none is wanted. */
  completionLabel: z.string().optional(),
  /** What counts was changed: scores are to be worked out anew before the next comparison. */
  mustRecount: z.boolean().optional(),
  /** Somebody waits for the comparison. */
  isAsked: z.boolean().optional(),
  /** Epoch milliseconds at which its grades are compared next; undefined: nothing was ever delivered. */
  checkDueAt: z.number().optional(),
  /** Epoch milliseconds. */
  checkedAt: z.number().optional(),
  /** Why the last comparison did not work. */
  checkFailure: Failure.optional(),
});
export type LinkGrading = Readonly<z.infer<typeof LinkGrading>>;

/** Before anybody has decided anything. */
export function defaultGrading(linkId: string): LinkGrading {
  return { id: linkId, counting: 'best', column: 'as-launched' };
}
