import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { createArranging, type Arranging } from '../../../src/h5p/authoring/arranging.service.js';
import type { Author } from '../../../src/h5p/authoring/authoring.policy.js';
import { openExerciseVersionStore } from '../../../src/h5p/authoring/exercise-version.store.js';
import { openAuthoredExerciseStore } from '../../../src/h5p/authoring/authored-exercise.store.js';
import { createAuthoredPlay } from '../../../src/h5p/authoring/authored-play.service.js';
import { createAuthoring, type Authoring } from '../../../src/h5p/authoring/authoring.service.js';
import { openBegunStore } from '../../../src/h5p/authoring/begun.store.js';
import { openPackagesRoom, type PackagesRoom } from '../../../src/h5p/authoring/packages/index.js';
import { cleanParams } from '../../../src/h5p/authoring/params/clean-params.js';
import { cleanHtml } from '../../../src/h5p/authoring/params/rich-text.adapter.js';
import {
  createPublishing,
  type Publishing,
} from '../../../src/h5p/authoring/publishing.service.js';
import { readContentTypes, type ContentType } from '../../../src/h5p/content-type.js';
import { readInstalledLibraries } from '../../../src/h5p/libraries/installed-libraries.adapter.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { NotFound } from '../../../src/shared/errors.js';
import { newId } from '../../../src/shared/ids.js';

export const ANNA: Author = {
  ...{ platformId: 'p', deploymentId: 'd', userId: 'anna', contextId: 'c', linkId: 'l' },
  role: 'instructor',
};
export const LEARNER = { ...ANNA, userId: 'ben', role: 'learner' as const };
/** Teaches on another platform. */
export const CLEO: Author = { ...ANNA, platformId: 'q', userId: 'cleo' };

const LIBRARIES = path.join(process.cwd(), 'dist', 'h5p');

/** Authoring with packages, on a database and a folder of its own. */
export interface Room extends PackagesRoom {
  readonly authoring: Authoring;
  readonly arranging: Arranging;
  readonly publishing: Publishing;
  /** Of the installation. */
  readonly dataDir: string;
  /** Whether anything but kept media lies in it. */
  leftOvers(): Promise<readonly string[]>;
  /** Number of kept media files. */
  blobs(): Promise<number>;
  /** Imports bytes as somebody sent them. */
  importBytes(bytes: Buffer, who?: typeof LEARNER | Author): Promise<string>;
  close(): Promise<void>;
}

export async function aRoom(): Promise<Room> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-packages-'));
  const database = openSqlite({ file: ':memory:', clock: Date.now });
  const types = await readContentTypes(LIBRARIES);
  const common = { database, clock: Date.now, newId, types };
  const exercises = await openAuthoredExerciseStore(database);
  const versions = await openExerciseVersionStore(database);
  const begun = await openBegunStore(database, Date.now);
  const semanticsOf = (library: string): ReturnType<ContentType['semantics']> =>
    types.get(library.split(' ')[0] ?? '')?.semantics('en') ?? [];
  const authoring = createAuthoring({
    ...{ ...common, exercises, versions, firstParams: () => ({}) },
    clean: (library, params) =>
      cleanParams(semanticsOf(library), params, { semanticsOf, cleanHtml }),
  });
  const publishing = createPublishing({
    ...{ authoring, exercises, versions, begun, clock: Date.now, faultsOf: () => [] },
    libraryOf: (machineName) => ({ machineName, majorVersion: 1, minorVersion: 0 }),
  });
  const packages = await openPackagesRoom({
    ...{ ...common, dataDir, authoring, versions },
    play: createAuthoredPlay({ exercises, versions, begun }),
    libraries: await readInstalledLibraries(LIBRARIES),
    curriculumExercise() {
      throw new NotFound('no curriculum here');
    },
  });
  const filesIn = async (folder: string): Promise<readonly string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const isKept = (file: string): boolean => /blobs\/..\/[^/]{22}$/.test(file);
  return {
    ...packages,
    authoring,
    arranging: createArranging({ authoring, exercises, clock: Date.now }),
    publishing,
    dataDir,
    leftOvers: async () => (await filesIn(dataDir)).filter((file) => !isKept(file)),
    blobs: async () => (await filesIn(dataDir)).filter(isKept).length,
    async importBytes(bytes, who = ANNA) {
      const folder = await mkdtemp(path.join(dataDir, 'upload-'));
      try {
        const file = path.join(folder, 'upload');
        await writeFile(file, bytes);
        return await packages.imports.importPackage(who, { file, folder, locale: 'en' });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export const METADATA = {
  title: 'Safety',
  language: 'en',
  mainLibrary: 'Tandem.SingleChoice',
  embedTypes: ['div'],
  license: 'U',
  preloadedDependencies: [{ machineName: 'Tandem.SingleChoice', majorVersion: 1, minorVersion: 0 }],
};
export const PARAMS = {
  question: '<p>Who helps?</p>',
  options: [
    { text: 'The tutor', correct: true },
    { text: 'Nobody', correct: false },
  ],
};

/** A package as bytes. @param parts by path; text or bytes */
export async function aPackage(
  parts: Readonly<Record<string, string | Buffer>> = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const all = {
    'h5p.json': JSON.stringify(METADATA),
    'content/content.json': JSON.stringify(PARAMS),
    ...parts,
  };
  for (const [name, part] of Object.entries(all)) {
    // '' leaves one out.
    if (part !== '') zip.addBuffer(Buffer.from(part), name);
  }
  zip.end();
  return buffer(zip.outputStream);
}
