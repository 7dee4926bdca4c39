import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build as bundle, type BuildOptions as BundleOptions } from 'esbuild';
import { checkPackage } from './h5p/package-rules.js';

/** `npm run build` after the compiler: what browsers are given. */
export interface BuildOptions {
  /** Folder of package.json. */
  readonly root: string;
  /** Default: `<root>/dist`. */
  readonly outDir?: string;
}

/** Builds browser scripts and stylesheet to `browser/`, and each content type to `h5p/<name>-<version>/`. */
export async function build({
  root,
  outDir = path.join(root, 'dist'),
}: BuildOptions): Promise<void> {
  await Promise.all([
    buildBrowser(path.join(root, 'src', 'browser'), path.join(outDir, 'browser')),
    buildContentTypes(path.join(root, 'content', 'h5p'), path.join(outDir, 'h5p')),
  ]);
}

const COMMON: BundleOptions = {
  bundle: true,
  minify: true,
  target: ['es2020', 'chrome100', 'firefox100', 'safari15'],
  logLevel: 'warning',
};

async function buildBrowser(source: string, target: string): Promise<void> {
  const entries = (await readdir(source)).filter((file) => /^[a-z-]+\.(ts|css)$/.test(file));
  await bundle({
    ...COMMON,
    entryPoints: entries.map((file) => path.join(source, file)),
    format: 'iife',
    outdir: target,
  });
}

async function buildContentTypes(source: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  const folders = await readdir(source, { withFileTypes: true });
  const shared = await readShared(path.join(source, 'shared', 'l10n'));
  for (const folder of folders) {
    if (folder.isDirectory() && existsSync(path.join(source, folder.name, 'library.json'))) {
      await buildContentType(path.join(source, folder.name), target, shared);
    }
  }
}

/** Words of the interface that every question has, by language. */
type SharedTexts = ReadonlyMap<string, Readonly<Record<string, string>>>;

async function readShared(directory: string): Promise<SharedTexts> {
  const files = await readdir(directory);
  const entries = files.map(async (file) => {
    const texts = (await readJson(path.join(directory, file))) as Record<string, string>;
    return [path.basename(file, '.json'), texts] as const;
  });
  return new Map(await Promise.all(entries));
}

async function buildContentType(
  source: string,
  target: string,
  shared: SharedTexts,
): Promise<void> {
  const kebab = path.basename(source);
  const library = (await readJson(path.join(source, 'library.json'))) as Library;
  const { machineName, majorVersion, minorVersion } = library;
  const folder = path.join(target, `${machineName}-${majorVersion}.${minorVersion}`);
  await mkdir(path.join(folder, 'language'), { recursive: true });
  await bundle({
    ...COMMON,
    entryPoints: [path.join(source, `${kebab}.ts`), path.join(source, `${kebab}.css`)],
    format: 'iife',
    outdir: path.join(folder, 'dist'),
  });
  await cp(path.join(source, 'library.json'), path.join(folder, 'library.json'));
  const semantics = (await readJson(path.join(source, 'semantics.json'))) as Field[];
  const isQuestion = semantics.some(({ name }) => name === 'feedback');
  const english = isQuestion ? (shared.get('en') ?? {}) : {};
  const whole = withTexts(semantics, semantics, english);
  await writeJson(path.join(folder, 'semantics.json'), whole);
  for (const file of await readdir(path.join(source, 'language'))) {
    const words = isQuestion ? shared.get(path.basename(file, '.json')) : {};
    if (!words) throw new Error(`content/h5p/shared/l10n/${file} is missing, ${kebab} needs it`);
    const translated = (await readJson(path.join(source, 'language', file))) as Language;
    await writeJson(path.join(folder, 'language', file), {
      semantics: withTexts(semantics, translated.semantics, words),
    });
  }
  await checkPackage(folder);
}

interface Library {
  readonly machineName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
}

interface Field {
  readonly name?: string;
  readonly type?: string;
  readonly fields?: readonly Field[];
}

interface Language {
  readonly semantics: readonly Field[];
}

/** Puts the shared words at the head of the `l10n` group, in semantics and language files alike. */
function withTexts(
  semantics: readonly Field[],
  fields: readonly Field[],
  words: Readonly<Record<string, string>>,
): readonly Field[] {
  const at = semantics.findIndex(({ name }) => name === 'l10n');
  const named = fields === semantics;
  const added = Object.entries(words).map(([name, word]) => ({
    ...(named && { name, type: 'text' }),
    label: word,
    default: word,
  }));
  return fields.map((field, index) =>
    index === at ? { ...field, fields: [...added, ...(field.fields ?? [])] } : field,
  );
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

if (process.argv[1] !== undefined && /build\.(js|ts)$/.test(process.argv[1])) {
  await build({ root: process.cwd() });
  console.log('Built the browser files and the content types.');
}
