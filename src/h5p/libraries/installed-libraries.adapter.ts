import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const LibraryJson = z.object({
  title: z.string(),
  machineName: z.string(),
  majorVersion: z.number(),
  minorVersion: z.number(),
  patchVersion: z.number(),
  runnable: z.number(),
  license: z.string().optional(),
  author: z.string().optional(),
  preloadedDependencies: z
    .array(
      z.object({ machineName: z.string(), majorVersion: z.number(), minorVersion: z.number() }),
    )
    .default([]),
});

/** A library as it lies in its folder. */
export interface InstalledLibrary extends Readonly<z.infer<typeof LibraryJson>> {
  /** Absolute path; its last part is `<machineName>-<major>.<minor>`. */
  readonly folder: string;
}

/** Reads every library below the directory, by machine name. */
export async function readInstalledLibraries(
  directory: string,
): Promise<readonly InstalledLibrary[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((one) =>
    one.isDirectory(),
  );
  const libraries = await Promise.all(
    folders.map(async ({ name }) => {
      const folder = path.join(directory, name);
      const file = await readFile(path.join(folder, 'library.json'), 'utf8');
      return { ...LibraryJson.parse(JSON.parse(file)), folder };
    }),
  );
  return libraries.toSorted((a, b) => a.machineName.localeCompare(b.machineName));
}

/** Paths of all files below a folder, relative to it, with `/`. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'))
    .toSorted();
}
