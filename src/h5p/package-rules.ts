import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../shared/errors.js';

/** A content type that H5P platforms would refuse; the message names the file and the rule. */
export class PackageFault extends AppError {
  readonly code = 'h5p.package-fault';
  readonly status = 500;
}

/** Extensions that an H5P importer takes inside a library. */
const EXTENSIONS = new Set(['.js', '.css', '.json', '.svg', '.png', '.jpg', '.txt', '.md']);

/** library.json, as importers read it. */
const FilePath = z.object({ path: z.string().regex(/^[a-zA-Z0-9_\-\s./\\]+$/) });
const Library = z.object({
  title: z.string().min(1).max(255),
  machineName: z.string().regex(/^[$a-zA-Z_][0-9a-zA-Z_.$]{1,254}$/),
  majorVersion: z.number().int().nonnegative(),
  minorVersion: z.number().int().nonnegative(),
  patchVersion: z.number().int().nonnegative(),
  runnable: z.union([z.literal(0), z.literal(1)]),
  license: z.enum(['MIT', 'GPL3']),
  embedTypes: z.array(z.enum(['div', 'iframe'])).optional(),
  preloadedJs: z.array(FilePath),
  preloadedCss: z.array(FilePath).optional(),
});

const SIMPLE = ['text', 'number', 'boolean', 'image', 'audio', 'video', 'file'];
interface Field {
  readonly name?: string | undefined;
  readonly type: string;
  readonly options?: unknown;
  readonly field?: Field | undefined;
  readonly fields?: readonly Field[] | undefined;
}
/** semantics.json; importers do not look at it, and a broken one is found only when an author saves. */
const SemanticsField: z.ZodType<Field> = z.lazy(() =>
  z
    .object({
      name: z.string().optional(),
      type: z.enum([...SIMPLE, 'select', 'group', 'list', 'library']),
      label: z.string().optional(),
      options: z.array(z.unknown()).optional(),
      field: SemanticsField.optional(),
      fields: z.array(SemanticsField).optional(),
    })
    .refine(({ type, field }) => type !== 'list' || field !== undefined, 'a list needs a field')
    .refine(({ type, fields }) => type !== 'group' || fields !== undefined, 'a group needs fields')
    .refine(
      ({ type, options }) => !['select', 'library'].includes(type) || (options?.length ?? 0) > 0,
      'needs options',
    )
    .refine(({ fields }) => unique(fields), 'names must differ'),
);
const Semantics = z
  .array(SemanticsField)
  .min(1)
  .refine((fields) => unique(fields), 'names must differ')
  .refine((fields) => fields.every(({ name }) => name !== undefined), 'each field needs a name');

/**
 * Holds a built content type to the rules of H5P's importers.
 * @throws {PackageFault}
 */
export async function checkPackage(folder: string): Promise<void> {
  const library = await readAs(Library, folder, 'library.json');
  const { machineName, majorVersion, minorVersion } = library;
  const expected = `${machineName}-${majorVersion}.${minorVersion}`;
  if (path.basename(folder) !== expected) {
    throw new PackageFault(`${folder}: the folder must be named ${expected}`);
  }
  const semantics = await readAs(Semantics, folder, 'semantics.json');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = files
    .filter((file) => file.isFile())
    .map((file) => path.relative(folder, path.join(file.parentPath, file.name)));
  checkNames(folder, names);
  for (const { path: listed } of [...library.preloadedJs, ...(library.preloadedCss ?? [])]) {
    if (!names.includes(path.normalize(listed))) {
      throw new PackageFault(`${folder}/library.json: ${listed} is listed and missing`);
    }
  }
  for (const name of names.filter((file) => file.startsWith('language'))) {
    await checkLanguage(folder, name, semantics);
  }
}

function checkNames(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const base = path.basename(name);
    if (/^[._]/.test(base)) {
      throw new PackageFault(`${folder}/${name}: importers drop names that begin like this`);
    }
    if (!EXTENSIONS.has(path.extname(base).toLowerCase())) {
      throw new PackageFault(`${folder}/${name}: importers refuse this kind of file`);
    }
    if (name.startsWith('language') && !/^(-?[a-z]+){1,7}\.json$/.test(base)) {
      throw new PackageFault(`${folder}/${name}: no language file may be named so`);
    }
  }
}

/** A language file repeats the shape of semantics.json; a field too few shifts all texts after it. */
async function checkLanguage(
  folder: string,
  name: string,
  semantics: readonly Field[],
): Promise<void> {
  const { semantics: translated } = await readAs(LanguageFile, folder, name);
  if (!sameShape(semantics, translated)) {
    throw new PackageFault(`${folder}/${name}: not of the shape of semantics.json`);
  }
}

interface Translated {
  readonly field?: Translated | undefined;
  readonly fields?: readonly Translated[] | undefined;
}
const TranslatedField: z.ZodType<Translated> = z.lazy(() =>
  z.object({ field: TranslatedField.optional(), fields: z.array(TranslatedField).optional() }),
);
const LanguageFile = z.object({ semantics: z.array(TranslatedField) });

function sameShape(fields: readonly Field[], translated: readonly Translated[]): boolean {
  if (fields.length !== translated.length) return false;
  return fields.every((field, at) => {
    const other = translated[at] ?? {};
    const inner = field.field ? [field.field] : (field.fields ?? []);
    const otherInner = field.field ? (other.field ? [other.field] : []) : (other.fields ?? []);
    return sameShape(inner, otherInner);
  });
}

function unique(fields: readonly Field[] | undefined): boolean {
  const names = (fields ?? []).map(({ name }) => name);
  return new Set(names).size === names.length;
}

async function readAs<T>(schema: z.ZodType<T>, folder: string, name: string): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  } catch (cause) {
    throw new PackageFault(`${folder}/${name}: missing or no JSON`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new PackageFault(
    `${folder}/${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}
