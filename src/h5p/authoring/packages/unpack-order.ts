import { z } from 'zod';

/** What the thread that unpacks is told. */
export const UnpackOrder = z.object({
  /** The archive. */
  file: z.string(),
  /** Where it is unpacked to: there, and empty. */
  folder: z.string(),
  /** An exercise without libraries, or libraries without an exercise. */
  what: z.enum(['content', 'libraries']),
});
export type UnpackOrder = Readonly<z.infer<typeof UnpackOrder>>;
