import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../../shared/errors.js';
import { PackageRefused } from '../authoring/packages/package-refused.js';
import { MOST_JSON } from '../authoring/packages/package-shape.js';
import { copyOut, withEntries } from '../authoring/packages/yauzl.adapter.js';
import { filesBelow } from './installed-libraries.adapter.js';
import { LIBRARY_FOLDER, requireSound } from './library-rules.js';

/** A large type with all that it stands on. */
const MOST_LIBRARY_ENTRIES = 6000;
/** Of names that two systems may read as one, or that are a file here and a folder there. */
const UNFIT_NAMES: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/**
 * Unpacks the libraries of a package, each into a folder of its name, and looks at each. Content
 * stays packed.
 * @param folder is there, and empty
 * @returns names of the libraries' folders
 * @throws {PackageRefused}
 */
export async function unpackLibraries(file: string, folder: string): Promise<readonly string[]> {
  const limit = { most: MOST_LIBRARY_ENTRIES, fault: 'library-entries' } as const;
  const names = await withEntries(file, limit, async (entries) => {
    const found = new Set<string>();
    for (const [name, entry] of entries) {
      const [library = '', ...rest] = name.split('/');
      // Hidden files are the work of some system that packed it; `a/` is a folder alone.
      const isIdle = name.endsWith('/') || rest.some((part) => /^[._]/.test(part));
      if (rest.length === 0 || isIdle || !LIBRARY_FOLDER.test(library)) continue;
      const isLarge = name.endsWith('.json') && entry.uncompressedSize > MOST_JSON;
      if (isLarge) throw new PackageRefused('library-json', name);
      await orUnfit(async () => {
        const place = path.join(folder, library, ...rest);
        await mkdir(path.dirname(place), { recursive: true });
        await copyOut(entry, place);
      });
      found.add(library);
    }
    return [...found];
  });
  if (names.length === 0) throw new PackageRefused('no-libraries');
  for (const name of names) await requireSoundBelow(path.join(folder, name));
  return names;
}

async function requireSoundBelow(folder: string): Promise<void> {
  const files = await filesBelow(folder);
  requireSound({
    folder: path.basename(folder),
    library: await jsonIn(path.join(folder, 'library.json')),
    semantics: files.includes('semantics.json')
      ? await jsonIn(path.join(folder, 'semantics.json'))
      : 'missing',
    files,
  });
}

/** @returns undefined where there is no such file, or no JSON in it */
async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/u, ''));
  } catch (fault) {
    if (fault instanceof SyntaxError || (hasCode(fault) && fault.code === 'ENOENT'))
      return undefined;
    throw fault;
  }
}

async function orUnfit(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const isName = hasCode(cause) && UNFIT_NAMES.has(cause.code);
    throw isName ? Object.assign(new PackageRefused('broken'), { cause }) : cause;
  }
}
