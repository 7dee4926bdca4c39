import { z } from 'zod';
import { PackageRefused } from '../authoring/packages/package-refused.js';
import type { LibraryRef } from '../content-type.js';
import { Semantics } from '../semantics.js';
import { LibraryJson } from './library-json.js';

/** Core version of the h5p-standalone package that plays: content types may ask for no more. */
export const CORE_API = { major: 1, minor: 28 };

/** A library's folder: `<machineName>-<major>.<minor>`. */
export const LIBRARY_FOLDER = /^[$a-zA-Z_][0-9a-zA-Z_.$]{1,200}-\d{1,5}\.\d{1,5}$/;

/** What scripts, styles, pictures, sounds and fonts are made of; no page and no program of another kind. */
const TAKEN =
  /\.(js|css|svg|json|png|jpe?g|gif|webp|bmp|eot|ttf|otf|woff2?|txt|csv|md|mp3|wav|ogg|m4a|mp4|webm|vtt|xml|glb|gltf)$/i;

/** library.json, as far as it decides whether the library plays here. */
const Checked = LibraryJson.extend({
  machineName: z.string().regex(/^[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}$/),
  title: z.string().trim().min(1).max(255),
  coreApi: z.object({ majorVersion: z.number().int(), minorVersion: z.number().int() }).optional(),
});
type Checked = z.infer<typeof Checked>;

/** A library as it was unpacked. */
export interface UnpackedLibrary {
  /** Name of its folder. */
  readonly folder: string;
  /** Parsed JSON; undefined where the file is missing or is no JSON. */
  readonly library: unknown;
  /** `missing` where there is none, as with parts that nobody edits. */
  readonly semantics: unknown;
  /** Every file, by path inside the folder, with `/`. */
  readonly files: readonly string[];
}

/** @throws {PackageRefused} naming what is wrong with it */
export function requireSound({ folder, library, semantics, files }: UnpackedLibrary): void {
  const { data } = Checked.safeParse(library);
  if (!data || folderOf(data) !== folder) {
    throw new PackageRefused('library-json', `${folder}/library.json`);
  }
  const { major, minor } = CORE_API;
  const { coreApi } = data;
  if (coreApi && (coreApi.majorVersion !== major || coreApi.minorVersion > minor)) {
    throw new PackageRefused('library-core', folder);
  }
  const unfit = files.find((file) => !TAKEN.test(file));
  if (unfit !== undefined) throw new PackageRefused('library-file', `${folder}/${unfit}`);
  const missing = listedIn(data).find((file) => !files.includes(file));
  if (missing !== undefined) throw new PackageRefused('library-lists', `${folder}/${missing}`);
  if (!isSoundSemantics(semantics, data)) {
    throw new PackageRefused('library-json', `${folder}/semantics.json`);
  }
}

/** The rules for our own types ask for more: these are others', and play elsewhere as they are. */
function isSoundSemantics(semantics: unknown, { runnable }: Checked): boolean {
  if (semantics === 'missing' || (Array.isArray(semantics) && semantics.length === 0)) {
    return runnable === 0;
  }
  return Semantics.safeParse(semantics).success;
}

function listedIn({ preloadedJs, preloadedCss }: Checked): readonly string[] {
  return [...preloadedJs, ...preloadedCss].map(({ path }) => path);
}

/** The library that lies in a folder of this name. @returns undefined for what is no such name */
export function libraryRefIn(folder: string): LibraryRef | undefined {
  if (!LIBRARY_FOLDER.test(folder)) return undefined;
  const at = folder.lastIndexOf('-');
  const [majorVersion = 0, minorVersion = 0] = folder
    .slice(at + 1)
    .split('.')
    .map(Number);
  return { machineName: folder.slice(0, at), majorVersion, minorVersion };
}

/** Name of a library's folder. */
export function folderOf({ machineName, majorVersion, minorVersion }: LibraryRef): string {
  return `${machineName}-${String(majorVersion)}.${String(minorVersion)}`;
}
