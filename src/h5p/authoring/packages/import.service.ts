import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCode, NotFound } from '../../../shared/errors.js';
import type { Principal } from '../../../shared/principal.js';
import { createQueue } from '../../../shared/queue.js';
import type { ContentType } from '../../content-type.js';
import { mayAuthor, type Author } from '../authoring.policy.js';
import type { Authoring } from '../authoring.service.js';
import type { KeptMedium, Media } from '../media/media.service.js';
import { librariesIn, withoutTexts, withPaths } from './package-params.js';
import { PackageRefused, PackagesBusy } from './package-refused.js';
import { MOST_PARAMS, type LibraryRef, type PackageMetadata } from './package-shape.js';
import { unpackApart } from './unpack.adapter.js';

export interface SentPackage {
  /** Where it lies; the caller removes it. */
  readonly file: string;
  /** A folder that the caller removes. */
  readonly folder: string;
  /** Language of the reader: the exercise's, when the package names none. ISO 639-1. */
  readonly locale: string;
}

/** Packages of others, as drafts of one's own. */
export interface Imports {
  /**
   * Content only; nothing is kept of a package that is refused.
   * @returns id of the draft
   * @throws {NotFound} for whoever is no author @throws {PackageRefused} @throws {PackagesBusy} @throws as `Media.keep`
   */
  importPackage(principal: Principal, sent: SentPackage): Promise<string>;
  /** How many are being read, or wait to be. */
  readonly waiting: number;
}

export interface ImportsDeps {
  readonly authoring: Pick<Authoring, 'create'>;
  readonly media: Pick<Media, 'keep' | 'drop'>;
  readonly types: ReadonlyMap<string, ContentType>;
}

/** Under way and waiting; more would wait longer than a browser does. */
const LONGEST_QUEUE = 4;

export function createImports(deps: ImportsDeps): Imports {
  const queue = createQueue(LONGEST_QUEUE);
  return {
    get waiting() {
      return queue.length;
    },
    async importPackage(principal, sent) {
      if (!mayAuthor(principal)) throw new NotFound('no author');
      const turn = await queue.run(() => importOne(principal, sent, deps));
      if (!turn) throw new PackagesBusy('too many packages at once');
      return turn.done;
    },
  };
}

async function importOne(
  author: Author,
  { file, folder, locale }: SentPackage,
  { authoring, media, types }: ImportsDeps,
): Promise<string> {
  const place = await mkdtemp(path.join(folder, 'unpacked-'));
  const kept = new Map<string, KeptMedium>();
  try {
    const { metadata, params, files } = await unpackApart(file, place);
    const library = mainLibraryOf(metadata);
    for (const needed of [library, ...librariesIn(params)]) requireInstalled(needed, types);
    for (const [name, where] of Object.entries(files)) {
      kept.set(name, await keepNamed(name, () => media.keep(author, { file: where })));
    }
    const content = withoutTexts(withPaths(params, kept));
    if (Buffer.byteLength(JSON.stringify(content)) > MOST_PARAMS)
      throw new PackageRefused('params');
    const { id } = await authoring.create(author, {
      library: library.machineName,
      language: languageOf(metadata) ?? locale,
      title: metadata.title,
      params: { ...content },
      metadata: metadata.rights,
      what: 'imported',
    });
    return id;
  } catch (fault) {
    await media.drop([...kept.values()].map(({ path: name }) => name));
    throw fault;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** A refused file is named as its package names it. */
async function keepNamed(name: string, keep: () => Promise<KeptMedium>): Promise<KeptMedium> {
  try {
    return await keep();
  } catch (fault) {
    const isKind = hasCode(fault) && UNFIT.has(fault.code);
    throw isKind ? new PackageRefused('file-kind', name) : fault;
  }
}

const UNFIT: ReadonlySet<string> = new Set([
  'h5p.media-kind',
  'http.picture-unreadable',
  'http.picture-too-large',
]);

function mainLibraryOf({ mainLibrary, preloadedDependencies }: PackageMetadata): LibraryRef {
  const main = preloadedDependencies.find(({ machineName }) => machineName === mainLibrary);
  if (!main) throw new PackageRefused('json', 'h5p.json');
  return main;
}

/** The same major version, and a minor one that is not newer: what H5P promises to keep working. */
function requireInstalled(
  { machineName, majorVersion, minorVersion }: LibraryRef,
  types: ReadonlyMap<string, ContentType>,
): void {
  const type = types.get(machineName);
  if (type?.majorVersion !== majorVersion) {
    throw new PackageRefused('library', `${machineName} ${majorVersion}.${minorVersion}`);
  }
  if (type.minorVersion < minorVersion) {
    throw new PackageRefused('library-newer', `${machineName} ${majorVersion}.${minorVersion}`);
  }
}

/** @returns undefined when the package names none, or none of two letters */
function languageOf({ defaultLanguage, language }: PackageMetadata): string | undefined {
  return [defaultLanguage, language]
    .map((code) => /^([a-z]{2})(?:-|$)/.exec(code ?? '')?.[1])
    .find((code) => code !== undefined);
}
