import { isObject, objectOf, type JsonObject } from '../../../shared/json-object.js';
import { metadataOf } from '../../content-metadata.js';

type CleanText = (text: string) => string;

const COPYRIGHT = ['title', 'author', 'year', 'source', 'license', 'version'] as const;
const LONGEST = 1000;

/**
 * Who holds the rights to a picture, a sound or a film, as H5P keeps it beside the file.
 * @returns undefined where nothing is said
 */
export function cleanCopyright(given: unknown, cleanText: CleanText): JsonObject | undefined {
  const said = objectOf(given);
  const kept = COPYRIGHT.flatMap((name) => {
    const text = typeof said[name] === 'number' ? String(said[name]) : said[name];
    return typeof text === 'string' ? [[name, cleanText(text.slice(0, LONGEST))] as const] : [];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Metadata of content inside content: what all have, and the texts that only such have. */
export function cleanInnerMetadata(given: JsonObject, cleanText: CleanText): JsonObject {
  const texts = Object.entries(given).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text.slice(0, LONGEST)] as const] : [],
  );
  return cleanTexts({ ...Object.fromEntries(texts), ...metadataOf(given) }, cleanText);
}

function cleanTexts(value: JsonObject, cleanText: CleanText): JsonObject {
  const clean = (one: unknown): unknown => {
    if (typeof one === 'string') return cleanText(one);
    if (Array.isArray(one)) return one.map(clean);
    return isObject(one) ? cleanTexts(one, cleanText) : one;
  };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]));
}
