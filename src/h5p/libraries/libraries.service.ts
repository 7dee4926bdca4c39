import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError, NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import { createQueue } from '../../shared/queue.js';
import { PackageRefused, PackagesBusy } from '../authoring/packages/package-refused.js';
import { unpackLibrariesApart } from '../authoring/packages/unpack.adapter.js';
import type { LibraryRef } from '../content-type.js';
import { factsOf, type TypeFacts } from '../type-facts.js';
import { readInstalledLibraries, type InstalledLibrary } from './installed-libraries.adapter.js';
import { folderOf } from './library-rules.js';
import type { Shelf, ShelvedLibrary } from './shelf.adapter.js';

/** A library that something still needs. */
export class LibraryUsed extends AppError {
  readonly code = 'h5p.library-used';
  readonly status = 409;
}

/** A library that came with the tool. */
export class LibraryOurs extends AppError {
  readonly code = 'h5p.library-ours';
  readonly status = 409;
}

/** One version of a library, as an operator sees it. */
export interface ListedLibrary extends LibraryRef {
  readonly patchVersion: number;
  /** English. */
  readonly title: string;
  /** As library.json names it; undefined where it names none. */
  readonly license: string | undefined;
  readonly isRunnable: boolean;
  readonly isOurs: boolean;
  /** Whether it is what new exercises are made with. */
  readonly isNewest: boolean;
  readonly facts: TypeFacts;
  /** Exercises of the curriculum, and those that trainers wrote with it, in a draft or in a version that is kept. */
  readonly exercises: number;
  /** Libraries that stand on it, such as `H5P.MultiChoice 1.16`. */
  readonly neededBy: readonly string[];
  readonly mayRemove: boolean;
}

/** Installed libraries, for whoever runs the tool. */
export interface Libraries {
  list(): Promise<readonly ListedLibrary[]>;
  /** @throws {NotFound} */
  show(name: string): Promise<ListedLibrary>;
  /**
   * Installs what is new or newer in a package: all of it, or nothing. Other versions stay.
   * @param sent the caller removes both; the folder lies on the disk of the installation
   * @returns what was installed, such as `H5P.MultiChoice 1.16.4`
   * @throws {PackageRefused} @throws {PackagesBusy}
   */
  install(sent: { readonly file: string; readonly folder: string }): Promise<readonly string[]>;
  /**
   * One version, with all its patches.
   * @param name of its folder, such as `H5P.MultiChoice-1.16`
   * @throws {NotFound} @throws {LibraryUsed} @throws {LibraryOurs}
   */
  remove(name: string): Promise<void>;
}

export interface LibrariesDeps {
  readonly shelf: Shelf;
  readonly addedDirectory: string;
  readonly newId: NewId;
  /** How many exercises use each version, by the name of its folder. */
  readonly uses: () => Promise<ReadonlyMap<string, number>>;
}

const LONGEST_QUEUE = 2;

export function createLibraries(deps: LibrariesDeps): Libraries {
  const { shelf, addedDirectory, uses } = deps;
  // Removing takes its turn too: nothing disappears that a package being installed stands on.
  const queue = createQueue(LONGEST_QUEUE);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = await queue.run(work);
    if (!turn) throw new PackagesBusy('too many packages at once');
    return turn.done;
  }

  async function list(): Promise<readonly ListedLibrary[]> {
    await shelf.refresh(true);
    const counted = await uses();
    const all = shelf.all();
    return all.map((one) => listed(one, { all, counted, shelf }));
  }

  async function show(name: string): Promise<ListedLibrary> {
    const found = (await list()).find((one) => folderOf(one) === name);
    if (!found) throw new NotFound(`library ${name}`);
    return found;
  }

  return {
    list,
    show,
    install: (sent) => inTurn(() => installAll(sent, deps)),
    remove: (name) =>
      inTurn(async () => {
        const { isOurs, mayRemove } = await show(name);
        if (isOurs) throw new LibraryOurs(name);
        if (!mayRemove) throw new LibraryUsed(name);
        await removeFolders(name, addedDirectory);
        await shelf.refresh(true);
      }),
  };
}

function listed(
  { type, isOurs }: ShelvedLibrary,
  around: {
    readonly all: readonly ShelvedLibrary[];
    readonly counted: ReadonlyMap<string, number>;
    readonly shelf: Shelf;
  },
): ListedLibrary {
  const { machineName, majorVersion, minorVersion, patchVersion, title, license, isRunnable } =
    type;
  const name = folderOf(type);
  const neededBy = around.all
    .filter((other) => other.type.needs.some((ref) => folderOf(ref) === name))
    .map((other) => versionName(other.type));
  const exercises = around.counted.get(name) ?? 0;
  return {
    ...{ machineName, majorVersion, minorVersion, patchVersion, title, license },
    ...{ isRunnable, isOurs, exercises, neededBy },
    isNewest: around.shelf.types.get(machineName) === type,
    facts: factsOf(machineName),
    mayRemove: !isOurs && exercises === 0 && neededBy.length === 0,
  };
}

async function installAll(
  { file, folder }: { readonly file: string; readonly folder: string },
  { shelf, addedDirectory, newId }: LibrariesDeps,
): Promise<readonly string[]> {
  const place = await mkdtemp(path.join(folder, 'unpacked-'));
  await unpackLibrariesApart(file, place);
  await shelf.refresh(true);
  const sent = await readInstalledLibraries(place);
  requireForeign(sent, shelf);
  const fresh = sent.filter((one) => isNewer(one, shelf));
  if (fresh.length === 0) throw new PackageRefused('library-known');
  requireComplete(fresh, shelf);
  const known = sent.filter((one) => !fresh.includes(one));
  await Promise.all(known.map((one) => rm(one.folder, { recursive: true })));
  // One step: everything is there from now on, or nothing.
  await mkdir(addedDirectory, { recursive: true, mode: 0o700 });
  await rename(place, path.join(addedDirectory, newId()));
  await shelf.refresh(true);
  return fresh.map((one) => `${versionName(one)}.${String(one.patchVersion)}`);
}

/** Ours may be in a package, as in each that we export, when nothing in it is newer. */
function requireForeign(sent: readonly InstalledLibrary[], { all, version }: Shelf): void {
  const ours = new Set(all().flatMap(({ isOurs, type }) => (isOurs ? [type.machineName] : [])));
  const taken = sent.find((one) => ours.has(one.machineName) && version(one)?.isOurs !== true);
  if (taken) throw new PackageRefused('library-ours', versionName(taken));
}

function isNewer(one: InstalledLibrary, { version }: Shelf): boolean {
  const there = version(one);
  if (there?.isOurs === true) return false;
  return there === undefined || there.type.patchVersion < one.patchVersion;
}

function requireComplete(fresh: readonly InstalledLibrary[], { version }: Shelf): void {
  const coming = new Set(fresh.map(folderOf));
  for (const { preloadedDependencies } of fresh) {
    const missing = preloadedDependencies.find(
      (ref) => !coming.has(folderOf(ref)) && !version(ref),
    );
    if (missing) throw new PackageRefused('library-needs', versionName(missing));
  }
}

/** Each goes out of sight in one step, and then from the disk. */
async function removeFolders(name: string, addedDirectory: string): Promise<void> {
  const packages = await readdir(addedDirectory, { withFileTypes: true, recursive: true });
  const folders = packages.filter(
    (entry) =>
      entry.isDirectory() &&
      entry.name === name &&
      path.dirname(entry.parentPath) === path.resolve(addedDirectory),
  );
  for (const { parentPath } of folders) {
    const away = await mkdtemp(path.join(path.dirname(addedDirectory), 'removed-library-'));
    await rename(path.join(parentPath, name), path.join(away, name));
    await rm(away, { recursive: true, force: true });
  }
}

/** Such as `H5P.MultiChoice 1.16`. */
function versionName({ machineName, majorVersion, minorVersion }: LibraryRef): string {
  return `${machineName} ${String(majorVersion)}.${String(minorVersion)}`;
}
