import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Library = z.object({
  machineName: z.string(),
  majorVersion: z.number(),
  minorVersion: z.number(),
  patchVersion: z.number(),
  title: z.string(),
  preloadedJs: z.array(z.object({ path: z.string() })).default([]),
  preloadedCss: z.array(z.object({ path: z.string() })).default([]),
});

/** A field of semantics.json, as far as its default texts go. */
interface SemanticsField {
  readonly name?: string | undefined;
  readonly default?: unknown;
  readonly fields?: readonly SemanticsField[] | undefined;
}
const Field: z.ZodType<SemanticsField> = z.lazy(() =>
  z.object({
    name: z.string().optional(),
    default: z.unknown().optional(),
    fields: z.array(Field).optional(),
  }),
);
const Semantics = z.array(Field);
const LanguageFile = z.object({ semantics: Semantics });

/** One installed content type. */
export interface ContentType {
  readonly machineName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** Absolute paths, in loading order. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Texts of its own interface (the `l10n` group), English where the language is missing. */
  l10n(language: string): Readonly<Record<string, string>>;
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

async function readContentType(folder: string): Promise<ContentType> {
  const library = Library.parse(await readJson(path.join(folder, 'library.json')));
  const semantics = Semantics.parse(await readJson(path.join(folder, 'semantics.json')));
  const translations = await readTranslations(path.join(folder, 'language'), semantics);
  const english = textsOf(semantics);
  return {
    machineName: library.machineName,
    majorVersion: library.majorVersion,
    minorVersion: library.minorVersion,
    scripts: library.preloadedJs.map((file) => path.join(folder, file.path)),
    styles: library.preloadedCss.map((file) => path.join(folder, file.path)),
    l10n: (language) => translations.get(language) ?? english,
  };
}

async function readTranslations(
  folder: string,
  semantics: readonly SemanticsField[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const entries = await Promise.all(
    files.map(async (file) => {
      const translated = LanguageFile.parse(await readJson(path.join(folder, file)));
      const texts = { ...textsOf(semantics), ...textsOf(semantics, translated.semantics) };
      return [path.basename(file, '.json'), texts] as const;
    }),
  );
  return new Map(entries);
}

/** Language files repeat the shape of semantics.json, without names: the place says which field it is. */
function textsOf(
  semantics: readonly SemanticsField[],
  translated: readonly SemanticsField[] = semantics,
): Record<string, string> {
  const at = semantics.findIndex(({ name }) => name === 'l10n');
  const names = semantics[at]?.fields ?? [];
  const values = translated[at]?.fields ?? [];
  const texts: Record<string, string> = {};
  names.forEach(({ name }, index) => {
    const text = values[index]?.default;
    if (name !== undefined && typeof text === 'string') texts[name] = text;
  });
  return texts;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
