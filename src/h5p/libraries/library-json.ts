import { z } from 'zod';

const Version = z.number().int().nonnegative();
const Files = z.array(z.object({ path: z.string() })).default([]);

/** library.json, as far as we read it. */
export const LibraryJson = z.object({
  title: z.string(),
  machineName: z.string(),
  majorVersion: Version,
  minorVersion: Version,
  patchVersion: Version,
  runnable: z.number(),
  license: z.string().optional(),
  author: z.string().optional(),
  preloadedJs: Files,
  preloadedCss: Files,
  preloadedDependencies: z
    .array(
      z.object({ machineName: z.string(), majorVersion: z.number(), minorVersion: z.number() }),
    )
    .default([]),
});
