import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle, type BuildOptions } from 'esbuild';
import { z } from 'zod';
import {
  assembleLanguage,
  assembleSemantics,
  type SharedParts,
  type SharedTranslation,
} from './h5p/package-assembly.js';
import { brokenRules } from './h5p/package-rules.js';

export interface BuildPlaces {
  /** Where package.json lies. */
  readonly root: string;
  /** Default: `dist` below the root. */
  readonly outDir?: string;
}

const Fields = z.record(z.string(), z.record(z.string(), z.unknown()));
const Texts = z.record(z.string(), z.string());
const SharedSemantics = z.object({ fields: Fields, gradedTexts: z.array(z.string()) });
const OwnLanguage = z.object({ semantics: z.array(z.unknown()) });
const LibraryName = z.object({
  machineName: z.string(),
  majorVersion: z.number(),
  minorVersion: z.number(),
});

interface Shared extends SharedParts {
  readonly translations: ReadonlyMap<string, SharedTranslation>;
}

/** Runs in every browser that plays H5P. */
const FOR_BROWSERS = {
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022', 'chrome105', 'firefox121', 'safari15.4'],
  legalComments: 'none',
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Builds what the server gives to browsers: content types and page scripts.
 * @throws naming file and rule, when a content type would be refused by an H5P platform
 */
export async function build({
  root,
  outDir = path.join(root, 'dist'),
}: BuildPlaces): Promise<void> {
  await allDone([
    buildContentTypes(path.join(root, 'content', 'h5p'), path.join(outDir, 'h5p')),
    buildPageScripts(path.join(root, 'src', 'browser'), path.join(outDir, 'browser')),
  ]);
}

/** Like `Promise.all`, but a fault waits until nothing is being written any more. */
async function allDone<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function buildContentTypes(sources: string, out: string): Promise<void> {
  const shared = await readShared(path.join(sources, 'shared'));
  const folders = (await readdir(sources, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => path.join(sources, name));
  const built = await allDone(folders.map((folder) => buildContentType(folder, out, shared)));
  // Last, and only what is left over: a server or a second build may be reading the others.
  const leftOver = (await readdir(out)).filter((name) => !built.includes(name));
  await Promise.all(leftOver.map((name) => rm(path.join(out, name), { recursive: true })));
}

/** @returns name of the folder */
async function buildContentType(source: string, out: string, shared: Shared): Promise<string> {
  const kebab = path.basename(source);
  const library = await readJson(path.join(source, 'library.json'));
  const { machineName, majorVersion, minorVersion } = LibraryName.parse(library);
  const folder = `${machineName}-${majorVersion}.${minorVersion}`;
  const target = path.join(out, folder);
  const written = await readJson(path.join(source, 'semantics.json'));
  const semantics = assembleSemantics(written, shared);
  const languages = await assembleLanguages(path.join(source, 'language'), written, shared);

  await mkdir(path.join(target, 'language'), { recursive: true });
  await Promise.all([
    writeJson(path.join(target, 'library.json'), library),
    writeJson(path.join(target, 'semantics.json'), semantics),
    ...[...languages].map(([name, language]) =>
      writeJson(path.join(target, 'language', name), language),
    ),
    cp(path.join(source, 'README.md'), path.join(target, 'README.md')),
    bundle({
      ...FOR_BROWSERS,
      entryPoints: [path.join(source, `${kebab}.ts`), path.join(source, `${kebab}.css`)],
      outdir: path.join(target, 'dist'),
    }),
  ]);
  const files = await filesBelow(target);
  const broken = brokenRules({ folder, library, semantics, languages, files });
  if (broken.length > 0) {
    const lines = broken.map(({ file, rule, detail }) => `${folder}/${file}: ${rule} (${detail})`);
    throw new Error(`a content type breaks the rules of H5P packages\n${lines.join('\n')}`);
  }
  return folder;
}

async function readShared(folder: string): Promise<Shared> {
  const { fields, gradedTexts } = SharedSemantics.parse(
    await readJson(path.join(folder, 'semantics.json')),
  );
  const names = (await readdir(path.join(folder, 'texts'))).filter((name) => name !== 'en.json');
  const translations = await Promise.all(
    names.map(async (name) => {
      const texts = Texts.parse(await readJson(path.join(folder, 'texts', name)));
      const translated = await readJsonIfThere(path.join(folder, 'language', name));
      return [name, { texts, fields: Fields.parse(translated ?? {}) }] as const;
    }),
  );
  const english = Texts.parse(await readJson(path.join(folder, 'texts', 'en.json')));
  return { fields, gradedTexts, english, translations: new Map(translations) };
}

/** A type speaks every language of the shared texts; labels of its own fields where they are translated. */
async function assembleLanguages(
  folder: string,
  semantics: unknown,
  shared: Shared,
): Promise<ReadonlyMap<string, unknown>> {
  const languages = await Promise.all(
    [...shared.translations].map(async ([name, translation]) => {
      const own = await readJsonIfThere(path.join(folder, name));
      const fields = own === undefined ? undefined : OwnLanguage.parse(own).semantics;
      return [name, assembleLanguage(semantics, fields, shared, translation)] as const;
    }),
  );
  return new Map(languages);
}

async function buildPageScripts(sources: string, out: string): Promise<void> {
  const entries = await readdir(sources, { withFileTypes: true });
  const entryPoints = entries
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(ts|css)$/u.test(entry.name))
    .map((entry) => path.join(sources, entry.name));
  await bundle({ ...FOR_BROWSERS, entryPoints, outdir: out });
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'));
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`cannot read ${file}`, { cause });
  }
}

async function readJsonIfThere(file: string): Promise<unknown> {
  return existsSync(file) ? readJson(file) : undefined;
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build({ root: process.cwd() });
  console.log('built the content types and page scripts into dist/');
}
