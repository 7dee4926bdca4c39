import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { open, type Entry, type ZipFile } from 'yauzl-promise';
import { hasCode } from '../../../shared/errors.js';
import { filesIn, isElsewhere } from './package-params.js';
import { PackageRefused, type PackageFault } from './package-refused.js';
import {
  isSafeName,
  MOST_ENTRIES,
  MOST_JSON,
  MOST_UNPACKED,
  PackageMetadata,
  PackageParams,
} from './package-shape.js';

/** What is kept of a package: its content, never its libraries. */
export interface UnpackedPackage {
  readonly metadata: PackageMetadata;
  readonly params: PackageParams;
  /** Files that the parameters name, by that name: where they lie now. */
  readonly files: Readonly<Record<string, string>>;
}

/** Nested deeper no exercise is. */
const DEEPEST = 40;

/**
 * Reads a package into a folder, a stream at a time. What its parameters do not name stays packed,
 * libraries above all.
 * @param folder is there, and empty
 * @throws {PackageRefused}
 */
export async function unpackPackage(file: string, folder: string): Promise<UnpackedPackage> {
  return withEntries(file, { most: MOST_ENTRIES, fault: 'entries' }, async (entries) => {
    const metadata = await jsonOf(entries.get('h5p.json'), PackageMetadata);
    const params = await jsonOf(entries.get('content/content.json'), PackageParams);
    return { metadata, params, files: await filesOf(params, entries, folder) };
  });
}

/** How many entries an archive may have, and what is said of one that has more. */
interface EntryLimit {
  readonly most: number;
  readonly fault: PackageFault;
}

/** Opens an archive, looks at all its names and sizes, and closes it again. @throws {PackageRefused} */
export async function withEntries<T>(
  file: string,
  limit: EntryLimit,
  use: (entries: ReadonlyMap<string, Entry>) => Promise<T>,
): Promise<T> {
  const zip = await orRefuse('broken', () => open(file, { validateFilenames: false }));
  try {
    return await use(await entriesOf(zip, limit));
  } finally {
    await zip.close();
  }
}

/** The list alone; nothing is unpacked yet. */
async function entriesOf(
  zip: ZipFile,
  { most, fault }: EntryLimit,
): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for (let read = 0; ; read += 1) {
    const entry = await orRefuse('broken', () => zip.readEntry());
    if (!entry) return entries;
    if (read >= most) throw new PackageRefused(fault);
    const { filename, uncompressedSize } = entry;
    if (!isSafeName(filename)) throw new PackageRefused('path', filename);
    // Which of two would be read is a matter of the reader: that is a trick, not a package.
    if (entry.isEncrypted() || entries.has(filename)) throw new PackageRefused('broken');
    unpacked += uncompressedSize;
    if (unpacked > MOST_UNPACKED) throw new PackageRefused('unpacked');
    entries.set(filename, entry);
  }
}

async function jsonOf<T>(
  entry: Entry | undefined,
  schema: { safeParse(value: unknown): { readonly success: boolean; readonly data?: T } },
): Promise<T> {
  if (!entry) throw new PackageRefused('no-content');
  if (entry.uncompressedSize > MOST_JSON) throw new PackageRefused('params', entry.filename);
  const text = await orRefuse('lying', async () =>
    (await buffer((await entry.openReadStream()).pipe(atMost(MOST_JSON)))).toString('utf8'),
  );
  const { data } = schema.safeParse(parsed(text, entry.filename));
  if (data === undefined) throw new PackageRefused('json', entry.filename);
  return data;
}

function parsed(text: string, name: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw new PackageRefused('json', name);
  }
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new PackageRefused('json', name);
    level = level
      .filter((one) => typeof one === 'object' && one !== null)
      .flatMap((one): readonly unknown[] => Object.values(one));
  }
  return value;
}

async function filesOf(
  params: PackageParams,
  entries: ReadonlyMap<string, Entry>,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const name of filesIn(params)) {
    if (isElsewhere(name)) continue;
    const entry = entries.get(`content/${name}`);
    if (!entry) throw new PackageRefused('file-missing', name);
    // Numbered by us: nothing of a name touches the disk.
    const place = path.join(folder, String(Object.keys(files).length));
    await copyOut(entry, place);
    files[name] = place;
  }
  return files;
}

/** @param place where nothing lies yet @throws {PackageRefused} when more comes than the entry says */
export function copyOut(entry: Entry, place: string): Promise<void> {
  return orRefuse('lying', async () =>
    pipeline(
      await entry.openReadStream(),
      atMost(entry.uncompressedSize),
      createWriteStream(place, { flags: 'wx' }),
    ),
  );
}

/** Fails as soon as more comes than was said. */
function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new PackageRefused('lying'));
      else done(null, chunk);
    },
  });
}

/** The library throws plain errors, each of which means that the archive is not what it says. */
async function orRefuse<T>(fault: 'broken' | 'lying', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // Of the disk: no fault of the package.
    if (cause instanceof PackageRefused || (hasCode(cause) && /^E(?!RR_)/.test(cause.code)))
      throw cause;
    throw Object.assign(new PackageRefused(fault), { cause });
  }
}
