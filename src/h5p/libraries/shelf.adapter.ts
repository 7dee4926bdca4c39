import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { readContentType, type ContentType, type LibraryRef } from '../content-type.js';
import {
  readInstalledLibraries,
  readInstalledLibrary,
  type InstalledLibrary,
} from './installed-libraries.adapter.js';
import { folderOf } from './library-rules.js';

/** A library in one version, with its newest patch. */
export interface ShelvedLibrary {
  readonly installed: InstalledLibrary;
  readonly type: ContentType;
  /** Came with the tool: nobody replaces or removes it. */
  readonly isOurs: boolean;
}

/**
 * What is installed: our own types, and what an operator has added. The collections stay the same
 * objects and follow what this or another process installs and removes.
 */
export interface Shelf {
  /** Of our own types. */
  readonly directory: string;
  /** The newest version of each, by machine name. */
  readonly types: ReadonlyMap<string, ContentType>;
  /** The same, as they lie in their folders, by machine name. */
  readonly libraries: readonly InstalledLibrary[];
  /** Every version, by name and number. */
  readonly all: () => readonly ShelvedLibrary[];
  readonly version: (ref: LibraryRef) => ShelvedLibrary | undefined;
  /** What plays content of this version: that version, else the nearest newer one of its major version. */
  readonly playing: (ref: LibraryRef) => ContentType | undefined;
  /** Changes whenever something is installed or removed. */
  readonly generation: number;
  /** Sees what has changed on the disk. @param now false: at most every two seconds */
  refresh(now: boolean): Promise<void>;
}

export interface ShelfDeps {
  /** Where the build left our own types. */
  readonly librariesDirectory: string;
  /** Below it a folder for each package that was installed, and in that one for each library. */
  readonly addedDirectory: string;
  readonly clock: Clock;
}

const LONGEST_UNSEEN = 2000;

export async function openShelf(deps: ShelfDeps): Promise<Shelf> {
  const { librariesDirectory, addedDirectory, clock } = deps;
  const ours = await Promise.all(
    (await readInstalledLibraries(path.resolve(librariesDirectory))).map(
      async (installed): Promise<ShelvedLibrary> => ({
        ...{ installed, isOurs: true },
        type: await readContentType(installed.folder),
      }),
    ),
  );
  const types = new Map<string, ContentType>();
  const libraries: InstalledLibrary[] = [];
  let versions = new Map<string, ShelvedLibrary>();
  let seen: string | undefined;
  let seenAt = 0;
  let generation = 0;

  async function read(): Promise<void> {
    const folders = await addedFolders(addedDirectory);
    const signature = folders.join('\n');
    if (signature === seen) return;
    const added = await Promise.all(folders.map(shelvedIn));
    versions = newestPatches([...added.flat(), ...ours]);
    const newest = newestVersions(versions);
    types.clear();
    for (const { type } of newest) types.set(type.machineName, type);
    libraries.splice(0, libraries.length, ...newest.map(({ installed }) => installed));
    seen = signature;
    generation += 1;
  }

  await read();
  const sorted = (): readonly ShelvedLibrary[] =>
    [...versions.values()].toSorted((a, b) => byVersion(a.type, b.type));
  return {
    directory: path.resolve(librariesDirectory),
    ...{ types, libraries, all: sorted },
    version: (ref) => versions.get(folderOf(ref)),
    playing(ref) {
      const exact = versions.get(folderOf(ref));
      if (exact) return exact.type;
      return sorted().find(
        ({ type }) =>
          type.machineName === ref.machineName &&
          type.majorVersion === ref.majorVersion &&
          type.minorVersion > ref.minorVersion,
      )?.type;
    },
    get generation() {
      return generation;
    },
    async refresh(now) {
      if (!now && clock() - seenAt < LONGEST_UNSEEN) return;
      seenAt = clock();
      await read();
    },
  };
}

/** Absolute, in order. */
async function addedFolders(directory: string): Promise<readonly string[]> {
  const packages = await foldersIn(directory);
  return (await Promise.all(packages.map(foldersIn))).flat().toSorted();
}

async function foldersIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => path.join(directory, name));
  } catch (fault) {
    // Removed by another process at this moment.
    if (hasCode(fault) && fault.code === 'ENOENT') return [];
    throw fault;
  }
}

async function shelvedIn(folder: string): Promise<readonly ShelvedLibrary[]> {
  try {
    const [installed, type] = [await readInstalledLibrary(folder), await readContentType(folder)];
    return [{ installed, type, isOurs: false }];
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'ENOENT') return [];
    throw fault;
  }
}

/** One of each version; ours win, whatever their patch. */
function newestPatches(all: readonly ShelvedLibrary[]): Map<string, ShelvedLibrary> {
  const found = new Map<string, ShelvedLibrary>();
  const oursFirst = all.toSorted((a, b) => Number(b.isOurs) - Number(a.isOurs));
  for (const one of oursFirst) {
    const other = found.get(folderOf(one.type));
    const isBetter = !other || (!other.isOurs && other.type.patchVersion < one.type.patchVersion);
    if (isBetter) found.set(folderOf(one.type), one);
  }
  return found;
}

function newestVersions(versions: ReadonlyMap<string, ShelvedLibrary>): readonly ShelvedLibrary[] {
  const newest = new Map<string, ShelvedLibrary>();
  for (const one of [...versions.values()].toSorted((a, b) => byVersion(a.type, b.type))) {
    if (newest.get(one.type.machineName)?.isOurs !== true) newest.set(one.type.machineName, one);
  }
  return [...newest.values()];
}

function byVersion(a: LibraryRef, b: LibraryRef): number {
  return (
    a.machineName.localeCompare(b.machineName) ||
    a.majorVersion - b.majorVersion ||
    a.minorVersion - b.minorVersion
  );
}
