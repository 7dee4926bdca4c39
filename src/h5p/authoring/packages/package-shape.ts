import { z } from 'zod';
import { metadataOf } from '../../content-metadata.js';

/** Packed, as it is sent. */
export const MOST_PACKED = 64 * 1024 * 1024;
/** All entries together, libraries too. */
export const MOST_UNPACKED = 200 * 1024 * 1024;
export const MOST_ENTRIES = 2000;
/** Of h5p.json and content.json, each. */
export const MOST_JSON = 512 * 1024;

/** Of an exercise's parameters as they are kept. */
export const MOST_PARAMS = 256 * 1024;

const Version = z.coerce.number().int().nonnegative();

/** A library as h5p.json names it. */
export const LibraryRef = z.object({
  machineName: z.string().regex(/^[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}$/),
  majorVersion: Version,
  minorVersion: Version,
});
export type LibraryRef = Readonly<z.infer<typeof LibraryRef>>;

/** h5p.json, as far as an exercise keeps it. */
export const PackageMetadata = z
  .looseObject({
    title: z.string().trim().min(1).max(255),
    language: z.string().max(20).optional(),
    defaultLanguage: z.string().max(20).optional(),
    mainLibrary: z.string(),
    preloadedDependencies: z.array(LibraryRef).max(200),
  })
  .transform(
    ({ title, language, defaultLanguage, mainLibrary, preloadedDependencies, ...more }) => ({
      ...{ title, language, defaultLanguage, mainLibrary, preloadedDependencies },
      rights: metadataOf(more),
    }),
  );
export type PackageMetadata = Readonly<z.infer<typeof PackageMetadata>>;

export const PackageParams = z.record(z.string(), z.unknown());
export type PackageParams = Readonly<z.infer<typeof PackageParams>>;

/** A name that stays within the folder of its package: no way up, no way out, no other separators. */
export function isSafeName(name: string): boolean {
  // eslint reads control characters as a mistake; here they are the point.
  if (name === '' || name.length > 500 || /[\\\p{C}]/u.test(name) || /^(\/|[a-z]:)/i.test(name))
    return false;
  return name.split('/').every((part) => part !== '..' && part !== '.');
}

/** `Tandem.SingleChoice 1.0` as parameters name a nested library. @returns undefined for what is none */
export function libraryRefOf(name: unknown): LibraryRef | undefined {
  const [, machineName, majorVersion, minorVersion] =
    typeof name === 'string' ? (/^(\S+) (\d{1,5})\.(\d{1,5})$/.exec(name) ?? []) : [];
  return LibraryRef.safeParse({ machineName, majorVersion, minorVersion }).data;
}
