import { isObject } from '../shared/json-object.js';
import { z } from 'zod';
import { faultsOfFields, Semantics } from './semantics.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';

/** A content type as it lies in its folder, before anything is installed. */
export interface LibraryPackage {
  /** Name of the folder. */
  readonly folder: string;
  readonly library: unknown;
  readonly semantics: unknown;
  /** By file name, such as `lv.json`. */
  readonly languages: ReadonlyMap<string, unknown>;
  /** Every file, by path inside the folder, with `/`. */
  readonly files: readonly string[];
}

/** A rule that an H5P platform would refuse the package for, or silently suffer from. */
export interface BrokenRule {
  readonly file: string;
  readonly rule: string;
  readonly detail: string;
}

const Path = z.object({ path: z.string().regex(/^[a-zA-Z0-9_\-\s./\\]+$/u) });
const Flag = z.union([z.literal(0), z.literal(1)]);
const Version = z.int().nonnegative();

const Library = z.object({
  title: z.string().min(1).max(255),
  majorVersion: Version,
  minorVersion: Version,
  patchVersion: Version,
  // Installing allows a hyphen; naming the type as the main library of a content does not.
  machineName: z.string().regex(/^[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}$/u),
  // `true` is refused.
  runnable: Flag,
  fullscreen: Flag.optional(),
  license: z
    .string()
    .regex(/^(cc-by.*|pd|cr|MIT|GPL1|GPL2|GPL3|MPL|MPL2)$/u)
    .optional(),
  author: z.string().optional(),
  description: z.string().optional(),
  coreApi: z.object({ majorVersion: z.literal(1), minorVersion: z.int().max(28) }).optional(),
  embedTypes: z.array(z.enum(['div', 'iframe'])).optional(),
  preloadedJs: z.array(Path).default([]),
  preloadedCss: z.array(Path).default([]),
});
type Library = z.infer<typeof Library>;

const ALLOWED_FILE = /\.(js|css|svg|json|png|jpe?g|gif|txt|csv|md|woff2?)$/iu;
const LANGUAGE_FILE = /^(-?[a-z]+){1,7}\.json$/u;

/** @returns nothing for a package that every H5P platform takes */
export function brokenRules(pack: LibraryPackage): readonly BrokenRule[] {
  const library = Library.safeParse(pack.library);
  const semantics = Semantics.safeParse(pack.semantics);
  return [
    ...(library.success
      ? rulesOfLibrary(library.data, pack)
      : shapeFaults('library.json', library.error)),
    ...(semantics.success
      ? rulesOfSemantics(semantics.data, pack.languages)
      : shapeFaults('semantics.json', semantics.error)),
    ...rulesOfFiles(pack.files),
  ];
}

function shapeFaults(file: string, { issues }: z.ZodError): readonly BrokenRule[] {
  return issues.map(({ path, message }) => ({
    file,
    rule: 'shape',
    detail: `${path.join('.')}: ${message}`,
  }));
}

function rulesOfLibrary(library: Library, { folder, files }: LibraryPackage): BrokenRule[] {
  const { machineName, majorVersion, minorVersion, preloadedJs, preloadedCss } = library;
  const expected = `${machineName}-${majorVersion}.${minorVersion}`;
  const broken = [...preloadedJs, ...preloadedCss]
    .filter(({ path }) => !files.includes(path))
    .map(({ path }) => ({ file: 'library.json', rule: 'listed-file-exists', detail: path }));
  if (folder !== expected) {
    broken.push({
      file: 'library.json',
      rule: 'folder-name',
      detail: `${folder}, not ${expected}`,
    });
  }
  return broken;
}

function rulesOfSemantics(
  semantics: readonly SemanticsField[],
  languages: ReadonlyMap<string, unknown>,
): BrokenRule[] {
  const own = faultsOfFields(semantics).map((fault) => ({ file: 'semantics.json', ...fault }));
  const translated = [...languages].flatMap(([name, language]) => {
    const file = `language/${name}`;
    if (!LANGUAGE_FILE.test(name)) return [{ file, rule: 'language-file-name', detail: name }];
    const given = isObject(language) ? language.semantics : undefined;
    return mirrorFaults(semantics, given, 'semantics').map((detail) => ({
      file,
      rule: 'language-mirrors-semantics',
      detail,
    }));
  });
  return [...own, ...translated];
}

/** A translation says the same places as semantics.json by order alone: one missing shifts the rest. */
function mirrorFaults(
  fields: readonly SemanticsField[],
  translation: unknown,
  path: string,
): readonly string[] {
  if (!Array.isArray(translation) || translation.length !== fields.length) {
    return [`${path}: ${fields.length} entries wanted`];
  }
  return fields.flatMap((field, at) => {
    const given: unknown = translation[at];
    return isObject(given)
      ? mirrorFaultsOfField(field, given, `${path}.${field.name}`)
      : [`${path}.${field.name}: an object wanted`];
  });
}

function mirrorFaultsOfField(
  field: SemanticsField,
  given: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] {
  const options = given.options;
  const wrongOptions =
    options !== undefined && (!Array.isArray(options) || options.length !== field.options?.length);
  const unfit = [
    given.fields !== undefined && !field.fields,
    given.field !== undefined && !field.field,
    wrongOptions,
  ];
  if (unfit.includes(true)) return [`${path}: shaped otherwise`];
  const inFields =
    given.fields === undefined ? [] : mirrorFaults(field.fields ?? [], given.fields, path);
  if (!field.field || given.field === undefined) return inFields;
  return [...inFields, ...mirrorFaults([field.field], [given.field], path)];
}

function rulesOfFiles(files: readonly string[]): BrokenRule[] {
  return files.flatMap((file) => {
    const name = file.split('/').at(-1) ?? '';
    if (/^[._]/u.test(name)) return [{ file, rule: 'hidden-file', detail: 'would be dropped' }];
    return ALLOWED_FILE.test(name) ? [] : [{ file, rule: 'file-kind', detail: 'would be refused' }];
  });
}
