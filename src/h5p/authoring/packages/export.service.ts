import path from 'node:path';
import type { Readable } from 'node:stream';
import { NotFound } from '../../../shared/errors.js';
import type { Principal } from '../../../shared/principal.js';
import { packedMetadata, type ContentMetadata } from '../../content-metadata.js';
import type { ContentType } from '../../content-type.js';
import type { PlayableExercise } from '../../exercise.js';
import type { InstalledLibrary } from '../../libraries/installed-libraries.adapter.js';
import { filesBelow } from '../../libraries/installed-libraries.adapter.js';
import { withTexts } from '../../shown-params.js';
import { mayAuthor } from '../authoring.policy.js';
import type { Authoring } from '../authoring.service.js';
import { labelOf } from '../authored-exercise.js';
import type { ExerciseVersionStore } from '../exercise-version.store.js';
import type { Media } from '../media/media.service.js';
import { pathsIn } from '../media/medium.js';
import { librariesIn } from './package-params.js';
import { zipOf, type ZipPart } from './yazl.adapter.js';

/** An .h5p package on its way. */
export interface ExportedPackage {
  /** Without its ending: letters, digits and hyphens. */
  readonly name: string;
  /** Destroyed by whoever reads it no further. */
  readonly stream: Readable;
}

export interface WantedPackage {
  readonly exerciseId: string;
  /** Such as `2.1`. */
  readonly label: string;
  /** ISO 639-1; undefined: the one it was written in first. */
  readonly language?: string | undefined;
}

/** Exercises as packages that play elsewhere: content, media and the libraries that play it. */
export interface Exports {
  /** @throws {NotFound} for whoever may not read it, and what was not published */
  exportVersion(principal: Principal, wanted: WantedPackage): Promise<ExportedPackage>;
  /**
   * An exercise of the curriculum behind the person's link, to be changed or played elsewhere.
   * @throws {NotFound} for whoever is no author, and what the link does not open
   */
  exportOwn(
    principal: Principal,
    wanted: { readonly id: string; readonly locale: string },
  ): Promise<ExportedPackage>;
}

export interface ExportsDeps {
  readonly authoring: Pick<Authoring, 'show'>;
  readonly versions: Pick<ExerciseVersionStore, 'get'>;
  readonly media: Pick<Media, 'read'>;
  /** @throws {NotFound} */
  readonly curriculumExercise: (
    principal: Principal,
    wanted: { readonly id: string; readonly locale: string },
  ) => PlayableExercise;
  readonly libraries: readonly InstalledLibrary[];
  readonly types: ReadonlyMap<string, ContentType>;
}

/** What is packed, whoever wrote it. */
export interface PackedExercise {
  readonly library: string;
  readonly language: string;
  readonly title: string;
  readonly params: object;
  readonly metadata?: ContentMetadata | undefined;
}

export function createExports(deps: ExportsDeps): Exports {
  return {
    async exportVersion(principal, { exerciseId, label, language }) {
      const exercise = await deps.authoring.show(principal, exerciseId);
      // A version that its exercise does not name was never finished.
      const isKnown = exercise.published.map(labelOf).includes(label);
      const version = isKnown ? await deps.versions.get(exerciseId, label) : undefined;
      const code = language ?? version?.language ?? '';
      const copy = version?.languages[code];
      if (!version || !copy) throw new NotFound('no such version or language');
      const packed = { ...copy, library: version.library.machineName, language: code };
      return { name: nameOf(copy.title), stream: zipOf(await partsOf(packed, deps)) };
    },
    async exportOwn(principal, wanted) {
      if (!mayAuthor(principal)) throw new NotFound('no author');
      const exercise = deps.curriculumExercise(principal, wanted);
      const packed = { ...exercise, metadata: exercise.rights };
      return { name: nameOf(exercise.title), stream: zipOf(await partsOf(packed, deps)) };
    },
  };
}

/** @throws {NotFound} when a library that it needs is no longer installed */
export async function partsOf(
  exercise: PackedExercise,
  { libraries, types, media }: Pick<ExportsDeps, 'libraries' | 'types' | 'media'>,
): Promise<readonly ZipPart[]> {
  const { library, language, title, params, metadata: rights } = exercise;
  const needed = neededBy(
    [library, ...librariesIn(params).map((ref) => ref.machineName)],
    libraries,
  );
  const metadata = {
    ...packedMetadata(rights),
    title,
    language,
    defaultLanguage: language,
    mainLibrary: library,
    embedTypes: ['div'],
    preloadedDependencies: needed.map(({ machineName, majorVersion, minorVersion }) => ({
      ...{ machineName, majorVersion, minorVersion },
    })),
  };
  const content = withTexts(params, { library, language, types });
  const files = await Promise.all(
    [...pathsIn(params)].map(async (name) => {
      const { read } = await media.read(name);
      return { path: `content/${name}`, open: () => read() };
    }),
  );
  const folders = await Promise.all(needed.map(({ folder }) => folderParts(folder)));
  return [
    { path: 'h5p.json', text: JSON.stringify(metadata) },
    { path: 'content/content.json', text: JSON.stringify(content) },
    ...files,
    ...folders.flat(),
  ];
}

/** Each library with all that it stands on, once. */
function neededBy(
  names: readonly string[],
  libraries: readonly InstalledLibrary[],
): readonly InstalledLibrary[] {
  const found = new Map<string, InstalledLibrary>();
  let open: readonly string[] = names;
  while (open.length > 0) {
    const next = open.filter((name) => !found.has(name)).map((name) => installed(name, libraries));
    for (const library of next) found.set(library.machineName, library);
    open = next.flatMap((one) => one.preloadedDependencies.map((it) => it.machineName));
  }
  return [...found.values()];
}

function installed(name: string, libraries: readonly InstalledLibrary[]): InstalledLibrary {
  const library = libraries.find(({ machineName }) => machineName === name);
  if (!library) throw new NotFound(`library ${name} is not installed`);
  return library;
}

async function folderParts(folder: string): Promise<readonly ZipPart[]> {
  const files = await filesBelow(folder);
  const name = path.basename(folder);
  return files.map((file) => ({ path: `${name}/${file}`, file: path.join(folder, file) }));
}

/** Of a title, as a name that every system takes. */
function nameOf(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const words = plain.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return words.slice(0, 60) || 'exercise';
}
