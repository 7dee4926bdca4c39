import { z } from 'zod';
import { digest } from '../../shared/ids.js';
import { CohortCourse } from '../cohort.js';

/** An offer to another course to come into a cohort: made by its trainer, taken by theirs, accepted by the first. */
export const CohortCode = z.object({
  /** Digest of the code; the code itself is told once. */
  id: z.string(),
  /** Into which cohort it leads. */
  cohortId: z.string(),
  /** The course whose trainer entered it and agreed. */
  takenBy: CohortCourse.optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type CohortCode = Readonly<z.infer<typeof CohortCode>>;

export function cohortCodeIdOf(code: string): string {
  return digest('cohort-code', code);
}
