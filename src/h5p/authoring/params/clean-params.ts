import { isObject, objectOf, type JsonObject } from '../../../shared/json-object.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import { cleanCopyright, cleanInnerMetadata } from './clean-rights.js';

/** Rich text as it may be kept. @param tags that the field allows; undefined: H5P's usual ones */
export type CleanHtml = (html: string, tags: readonly string[] | undefined) => string;

export interface CleaningDeps {
  /** Fields of another installed type, for content inside content. @param library such as `H5P.Image 1.1` */
  readonly semanticsOf: (library: string) => readonly SemanticsField[] | undefined;
  readonly cleanHtml: CleanHtml;
}

/** Deeper than any author goes. */
const DEEPEST = 20;
const LONGEST_TEXT = 50_000;
const LONGEST_LIST = 500;

/**
 * What may be kept of parameters that came from outside: the fields that the type has, each of its
 * type and within its bounds, texts without markup, rich text without scripts. A draft may be
 * unfinished, so what is missing is no fault here. Never throws for what JSON can hold.
 */
export function cleanParams(
  fields: readonly SemanticsField[],
  params: unknown,
  deps: CleaningDeps,
): Record<string, unknown> {
  return cleanGroup(fields, params, { ...deps, depth: 0 });
}

interface Cleaning extends CleaningDeps {
  readonly depth: number;
}

function cleanGroup(
  fields: readonly SemanticsField[],
  params: unknown,
  how: Cleaning,
): Record<string, unknown> {
  const given = objectOf(params);
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const value = cleanField(field, given[field.name], how);
    if (value !== undefined) kept[field.name] = value;
  }
  if (typeof given.subContentId === 'string') kept.subContentId = plain(given.subContentId);
  return kept;
}

function cleanField(field: SemanticsField, value: unknown, how: Cleaning): unknown {
  if (value === undefined || value === null || how.depth > DEEPEST) return undefined;
  const deeper = { ...how, depth: how.depth + 1 };
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? cleanText(field, value, how) : undefined;
    case 'number':
      return cleanNumber(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'select':
      return optionsOf(field).includes(value) ? value : undefined;
    case 'group':
      return cleanOneGroup(field, value, deeper);
    case 'list':
      return cleanList(field, value, deeper);
    case 'library':
      return cleanLibrary(field, value, deeper);
    case 'image':
    case 'file':
      return cleanFile(value);
    case 'video':
    case 'audio':
      return Array.isArray(value) ? value.flatMap((one) => cleanFile(one) ?? []) : undefined;
  }
}

function cleanText(field: SemanticsField, text: string, { cleanHtml }: Cleaning): string {
  const short = text.slice(0, LONGEST_TEXT);
  if (field.widget !== 'html') return plain(short);
  return cleanHtml(short, field.tags);
}

/** H5P keeps plain texts HTML-escaped; what is no entity is escaped, so that no markup remains. */
function plain(text: string): string {
  return text
    .replaceAll(/&(?!(?:[a-z]+|#\d+|#x[\da-f]+);)/giu, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;');
}

function cleanNumber({ min, max }: SemanticsField, value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.min(max ?? value, Math.max(min ?? value, value));
}

/** H5P keeps a group of one field as the bare value of that field, unless it is content of its own. */
function cleanOneGroup(field: SemanticsField, value: unknown, how: Cleaning): unknown {
  const { fields = [], isSubContent } = field;
  const [only] = fields;
  if (fields.length === 1 && only && isSubContent !== true && !isObject(value)) {
    return cleanField(only, value, how);
  }
  return cleanGroup(fields, value, how);
}

function cleanList({ field }: SemanticsField, value: unknown, how: Cleaning): unknown {
  if (!Array.isArray(value) || !field) return undefined;
  return value
    .slice(0, LONGEST_LIST)
    .map((item) => cleanField(field, item, how))
    .filter((item) => item !== undefined);
}

function cleanLibrary(field: SemanticsField, value: unknown, how: Cleaning): unknown {
  const { library, params, subContentId, metadata } = objectOf(value);
  if (typeof library !== 'string' || !field.options?.includes(library)) return undefined;
  const fields = how.semanticsOf(library);
  if (!fields) return undefined;
  return {
    library,
    params: cleanGroup(fields, params, how),
    ...(typeof subContentId === 'string' && { subContentId: plain(subContentId) }),
    ...(isObject(metadata) && { metadata: cleanInnerMetadata(metadata, plain) }),
  };
}

/** Of a folder for its kind, with a name of ours; or, of a video, an address of its own. */
const OWN_FILE = /^(?:images|audios|videos|files)\/[\w-]{1,80}\.[a-z\d]{2,5}$/u;

function cleanFile(value: unknown): JsonObject | undefined {
  const { path, mime, width, height, alt, decorative, copyright } = objectOf(value);
  if (typeof path !== 'string' || !(OWN_FILE.test(path) || isHttps(path))) return undefined;
  const rights = cleanCopyright(copyright, plain);
  return {
    path,
    ...(typeof mime === 'string' && { mime: plain(mime.slice(0, 100)) }),
    ...(Number.isInteger(width) && { width }),
    ...(Number.isInteger(height) && { height }),
    ...(typeof alt === 'string' && { alt: plain(alt.slice(0, 1000)) }),
    ...(decorative === true && { decorative }),
    ...(rights && { copyright: rights }),
  };
}

function isHttps(text: string): boolean {
  return text.length <= 2000 && URL.canParse(text) && new URL(text).protocol === 'https:';
}

function optionsOf({ options = [] }: SemanticsField): readonly unknown[] {
  return options.map((option) => objectOf(option).value);
}
