import { z } from 'zod';
import { Published, ExerciseCopies } from './authored-exercise.js';

/** What was published once, and never changes. */
export const ExerciseVersion = Published.extend({
  /** See `versionIdOf`. */
  id: z.string(),
  exerciseId: z.string(),
  change: z.enum(['first', 'minor', 'major']),
  /** What changed and why, in the author's words. */
  why: z.string().min(1).max(1000),
  /** `sub` of the author. */
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  library: z.object({
    machineName: z.string(),
    majorVersion: z.number().int().nonnegative(),
    minorVersion: z.number().int().nonnegative(),
  }),
  /** In which it was written first. */
  language: z.string(),
  languages: ExerciseCopies,
});
export type ExerciseVersion = z.infer<typeof ExerciseVersion>;

export function versionIdOf(exerciseId: string, label: string): string {
  return `${exerciseId} ${label}`;
}

type Numbers = Pick<Published, 'edition' | 'printing'>;

/** Numbers of the version after this one. */
export function numbersAfter(latest: Numbers | undefined, change: 'minor' | 'major'): Numbers {
  if (!latest) return { edition: 1, printing: 0 };
  return change === 'major'
    ? { edition: latest.edition + 1, printing: 0 }
    : { edition: latest.edition, printing: latest.printing + 1 };
}
