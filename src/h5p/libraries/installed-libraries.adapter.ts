import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { LibraryJson } from './library-json.js';

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
    folders.map(({ name }) => readInstalledLibrary(path.join(directory, name))),
  );
  return libraries.toSorted((a, b) => a.machineName.localeCompare(b.machineName));
}

/** @param folder of one library */
export async function readInstalledLibrary(folder: string): Promise<InstalledLibrary> {
  const file = await readFile(path.join(folder, 'library.json'), 'utf8');
  return { ...LibraryJson.parse(JSON.parse(file.replace(/^\uFEFF/u, ''))), folder };
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
