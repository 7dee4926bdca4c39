import { createRequire } from 'node:module';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as H5P from '@lumieducation/h5p-server';
import { open } from 'yauzl-promise';

/** Everything in an archive, by name. */
export async function unpacked(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-export-'));
  const file = path.join(folder, 'package.h5p');
  await writeFile(file, bytes);
  const zip = await open(file);
  const found = new Map<string, Buffer>();
  for await (const entry of zip)
    found.set(entry.filename, await buffer(await entry.openReadStream()));
  await zip.close();
  await rm(folder, { recursive: true });
  return found;
}

/** Asks the H5P server, as if it were to install all of the package anew. */
export async function validated(
  bytes: Buffer,
  { libraries = true }: { readonly libraries?: boolean } = {},
): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-validate-'));
  const [file, packed] = [path.join(folder, 'package.h5p'), path.join(folder, 'packed')];
  await writeFile(file, bytes);
  await Promise.all([mkdir(packed), mkdir(path.join(folder, 'libraries'))]);
  const config = new H5P.H5PConfig(undefined, { coreApiVersion: { major: 1, minor: 28 } });
  const storage = new H5P.fsImplementations.FileLibraryStorage(path.join(folder, 'libraries'));
  const inside = '@lumieducation/h5p-server/build/src/';
  const load = createRequire(import.meta.url);
  const { default: Manager } = load(`${inside}LibraryManager.js`) as Loaded<object>;
  const { default: Importer } = load(`${inside}PackageImporter.js`) as Loaded<object>;
  const { default: Validator } = load(`${inside}PackageValidator.js`) as Loaded<Validating>;
  const everything = { includeLibraries: true, includeContent: true, includeMetadata: true };
  await (Importer as unknown as Extracting).extractPackage(file, packed, everything);
  const validator = new Validator(config, new Manager(storage));
  try {
    await validator.validateFileSizes(file);
    return await validator.validateExtractedPackage(packed, true, libraries, false);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The parts of it that it does not show. */
interface Loaded<T> {
  readonly default: new (...parts: readonly unknown[]) => T;
}
interface Validating {
  validateFileSizes(file: string): Promise<unknown>;
  validateExtractedPackage(folder: string, ...what: readonly boolean[]): Promise<unknown>;
}
interface Extracting {
  extractPackage(file: string, folder: string, what: object): Promise<void>;
}
