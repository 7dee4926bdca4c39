import { z } from 'zod';

/** Largest state kept for one person and exercise, in UTF-16 units. */
export const MAX_STATE = 256 * 1024;

/** Where somebody stopped in an exercise, in the content type's own form. */
export const ExerciseState = z.object({
  id: z.string(),
  linkId: z.string(),
  userId: z.string(),
  exerciseId: z.string(),
  /** JSON text as H5P sent it; never interpreted here. */
  data: z.string().max(MAX_STATE),
  /** Epoch milliseconds. */
  savedAt: z.number(),
});
export type ExerciseState = Readonly<z.infer<typeof ExerciseState>>;
