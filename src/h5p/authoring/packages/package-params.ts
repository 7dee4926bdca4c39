import { libraryRefOf, type LibraryRef, type PackageParams } from './package-shape.js';

type Json = Readonly<Record<string, unknown>>;

/** Everything below parameters, they too, in no order. */
function* objectsIn(params: unknown): Generator<Json> {
  let level: readonly unknown[] = [params];
  while (level.length > 0) {
    const objects = level.filter((value) => typeof value === 'object' && value !== null) as Json[];
    yield* objects;
    level = objects.flatMap((value): readonly unknown[] => Object.values(value));
  }
}

/** Libraries that lie inside an exercise, such as the questions of a set. */
export function librariesIn(params: unknown): readonly LibraryRef[] {
  const found = new Map<string, LibraryRef>();
  for (const { library } of objectsIn(params)) {
    const ref = libraryRefOf(library);
    if (ref) found.set(String(library), ref);
  }
  return [...found.values()];
}

/** What `path` fields name: files of the package, or addresses elsewhere. */
export function filesIn(params: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path } of objectsIn(params)) if (typeof path === 'string') found.add(path);
  return found;
}

/** A film that lies elsewhere. Other schemes are none that a player should follow. */
export function isElsewhere(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** The same parameters, each file under its new path. @param paths by the old one */
export function withPaths(
  params: PackageParams,
  paths: ReadonlyMap<string, { readonly path: string; readonly mime: string }>,
): PackageParams {
  return mapped(params, (value) => {
    const kept = typeof value.path === 'string' ? paths.get(value.path) : undefined;
    return kept ? { ...value, path: kept.path, mime: kept.mime } : value;
  });
}

/** Without the texts of the interface, which we give in the reader's language. */
export function withoutTexts(params: PackageParams): PackageParams {
  const { l10n: _own, ...rest } = params;
  return mapped(rest, (value) => {
    if (!libraryRefOf(value.library) || !isObject(value.params)) return value;
    const { l10n: _nested, ...own } = value.params;
    return { ...value, params: own };
  });
}

/** Innermost first. */
function mapped(value: Json, change: (value: Json) => Json): Json {
  const inner = Object.entries(value).map(([key, one]) => [key, mappedAny(one, change)] as const);
  return change(Object.fromEntries(inner));
}

function mappedAny(value: unknown, change: (value: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((one) => mappedAny(one, change));
  return isObject(value) ? mapped(value, change) : value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
