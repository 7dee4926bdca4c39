import { z } from 'zod';
import { digest } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';

/** A course of a learning platform, as a trainer sees it. */
export const CohortCourse = z.object({
  platformId: z.string(),
  deploymentId: z.string(),
  contextId: z.string(),
});
export type CohortCourse = Readonly<z.infer<typeof CohortCourse>>;

export const MOST_COURSES = 20;

/** Tutors who go through the programme together; its trainers come from any of its courses. */
export const Cohort = z.object({
  /** `cohortIdOf` the course with which it began. */
  id: z.string(),
  /** One, and those that joined by a code. */
  courses: z.array(CohortCourse).min(1).max(MOST_COURSES),
  /** Tandems formed so far, which gives each its number. */
  tandems: z.number().int().nonnegative(),
});
export type Cohort = Readonly<z.infer<typeof Cohort>>;

/** A course that went over to the cohort of another; all others are in the one with which they began. */
export const JoinedCourse = z.object({ id: z.string(), cohortId: z.string() });
export type JoinedCourse = Readonly<z.infer<typeof JoinedCourse>>;

/** The cohort that begins with this course. */
export function cohortIdOf({ platformId, deploymentId, contextId }: CohortCourse): string {
  return digest('cohort', platformId, deploymentId, contextId);
}

/** The course somebody came from; undefined when the platform named none. */
export function courseBehind(principal: Principal): CohortCourse | undefined {
  const { platformId, deploymentId, contextId } = principal;
  return contextId === undefined ? undefined : { platformId, deploymentId, contextId };
}
