import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { hasCode } from '../shared/errors.js';
import { localisedSemantics } from './localised-semantics.js';
import { Semantics } from './semantics.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';

const Library = z.object({
  machineName: z.string(),
  majorVersion: z.number(),
  minorVersion: z.number(),
  patchVersion: z.number(),
  title: z.string(),
  license: z.string().optional(),
  runnable: z.literal([0, 1]).default(0),
  preloadedJs: z.array(z.object({ path: z.string() })).default([]),
  preloadedCss: z.array(z.object({ path: z.string() })).default([]),
  preloadedDependencies: z
    .array(
      z.object({ machineName: z.string(), majorVersion: z.number(), minorVersion: z.number() }),
    )
    .default([]),
});

/** A field in another language, as far as its default texts go: the place says which field it is. */
interface TranslatedField {
  readonly default?: unknown;
  readonly fields?: readonly TranslatedField[] | undefined;
}
const TranslatedField: z.ZodType<TranslatedField> = z.lazy(() =>
  z.looseObject({
    default: z.unknown().optional(),
    fields: z.array(TranslatedField).optional(),
  }),
);
const LanguageFile = z.object({ semantics: z.array(TranslatedField) });
type LanguageFile = z.infer<typeof LanguageFile>;

/** A library in one version. */
export interface LibraryRef {
  readonly machineName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
}

/** One installed content type. */
export interface ContentType {
  readonly machineName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly patchVersion: number;
  /** English. */
  readonly title: string;
  /** As library.json names it; undefined where it names none. */
  readonly license: string | undefined;
  /** Whether it is content of its own, rather than a part of other types. */
  readonly isRunnable: boolean;
  /** Absolute paths, in loading order. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Libraries that it stands on, each in the one version that it names. */
  readonly needs: readonly LibraryRef[];
  /** Machine names of the types that may play inside it. */
  readonly partTypes: readonly string[];
  /** Texts of its own interface (the `l10n` group), English where the language is missing. */
  l10n(language: string): Readonly<Record<string, string>>;
  /** What an author fills in, labelled in this language, English where it is missing. */
  semantics(language: string): readonly SemanticsField[];
}

/** Reads every content type below the directory, each in a folder `<machineName>-<major>.<minor>`. */
export async function readContentTypes(
  directory: string,
): Promise<ReadonlyMap<string, ContentType>> {
  const folders = await readdir(directory, { withFileTypes: true });
  const types = await Promise.all(
    folders
      .filter((folder) => folder.isDirectory())
      .map((folder) => readContentType(path.join(directory, folder.name))),
  );
  return new Map(types.map((type) => [type.machineName, type]));
}

/** One of them. @param folder a library that nobody edits has no semantics.json, and one in English alone no languages */
export async function readContentType(folder: string): Promise<ContentType> {
  const library = Library.parse(await readJson(path.join(folder, 'library.json')));
  const given = await orMissing(() => readJson(path.join(folder, 'semantics.json')), []);
  const semantics = z.union([z.tuple([]), Semantics]).parse(given);
  const languages = await readLanguages(path.join(folder, 'language'));
  const english = textsOf(semantics);
  const translations = new Map(
    [...languages].map(([language, translated]) => [
      language,
      { ...english, ...textsOf(semantics, translated.semantics) },
    ]),
  );
  return {
    machineName: library.machineName,
    majorVersion: library.majorVersion,
    minorVersion: library.minorVersion,
    patchVersion: library.patchVersion,
    title: library.title,
    license: library.license,
    isRunnable: library.runnable === 1,
    scripts: library.preloadedJs.map((file) => path.join(folder, file.path)),
    styles: library.preloadedCss.map((file) => path.join(folder, file.path)),
    needs: library.preloadedDependencies,
    partTypes: partTypesIn(semantics),
    l10n: (language) => translations.get(language) ?? english,
    semantics: (language) => localisedSemantics(semantics, languages.get(language)?.semantics),
  };
}

function partTypesIn(fields: readonly SemanticsField[]): readonly string[] {
  return fields.flatMap(({ type, options = [], fields: inner = [], field }) => {
    const named = type === 'library' ? options : [];
    const here = named.flatMap((option) => String(option).split(' ')[0] ?? []);
    return [...here, ...partTypesIn(field ? [...inner, field] : inner)];
  });
}

async function readLanguages(folder: string): Promise<ReadonlyMap<string, LanguageFile>> {
  const files = await orMissing(() => readdir(folder), []);
  const entries = await Promise.all(
    files
      .filter((file) => file.endsWith('.json'))
      .map(async (file) => {
        // Ours are checked by the build; of others', English is better than no type.
        const { data } = LanguageFile.safeParse(await readJson(path.join(folder, file)));
        return data ? [[path.basename(file, '.json'), data] as const] : [];
      }),
  );
  return new Map(entries.flat());
}

async function orMissing<T>(read: () => Promise<T>, missing: T): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'ENOENT') return missing;
    throw fault;
  }
}

/** Language files repeat the shape of semantics.json, without names: the place says which field it is. */
function textsOf(
  semantics: readonly SemanticsField[],
  translated: readonly TranslatedField[] = semantics,
): Record<string, string> {
  const at = semantics.findIndex(({ name }) => name === 'l10n');
  const names = semantics[at]?.fields ?? [];
  const values = translated[at]?.fields ?? [];
  const texts: Record<string, string> = {};
  names.forEach(({ name }, index) => {
    const text = values[index]?.default;
    if (typeof text === 'string') texts[name] = text;
  });
  return texts;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/u, ''));
}
