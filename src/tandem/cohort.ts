import { z } from 'zod';

/** A course of a learning platform, as a trainer sees it. */
export const CohortCourse = z.object({
  platformId: z.string(),
  deploymentId: z.string(),
  contextId: z.string(),
});
export type CohortCourse = Readonly<z.infer<typeof CohortCourse>>;

/** Tutors who go through the programme together; its trainers come from any of its courses. */
export const Cohort = z.object({
  /** Of the first course: `cohortIdOf`. */
  id: z.string(),
  /** Undefined: called by its course. */
  name: z.string().max(120).optional(),
  /** One, and those that joined by a code. At most 20. */
  courses: z.array(CohortCourse).min(1).max(20),
});
export type Cohort = Readonly<z.infer<typeof Cohort>>;
