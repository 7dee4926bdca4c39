import { isObject, objectOf } from '../../shared/json-object.js';
import type { ExerciseCopies } from './authored-exercise.js';

/** Why a change is more than words. */
export type MajorReason = 'type' | 'parts' | 'key' | 'moved' | 'language-gone';

export interface Comparison {
  readonly change: 'minor' | 'major';
  /** Empty for a minor change. */
  readonly reasons: readonly MajorReason[];
}

interface Compared {
  /** Machine name of the content type. */
  readonly library: string;
  readonly languages: ExerciseCopies;
}

/**
 * Whether a change of an exercise is of words alone, so that states, attempts and scores stay true.
 * Everything that may change a score or what an answer means is major: other parts, another key,
 * and texts that changed places, since an answer names what was chosen by its text. New languages
 * are minor.
 */
export function compareDrafts(before: Compared, after: Compared): Comparison {
  const reasons = new Set<MajorReason>();
  if (before.library !== after.library) reasons.add('type');
  for (const [language, { params }] of Object.entries(before.languages)) {
    const next = after.languages[language];
    if (!next) reasons.add('language-gone');
    else for (const reason of reasonsIn(params, next.params, '')) reasons.add(reason);
  }
  return { change: reasons.size === 0 ? 'minor' : 'major', reasons: [...reasons] };
}

/** Texts that say what is right or where something leads: a change of one is a change of the exercise. */
const KEYS: ReadonlySet<string> = new Set(['answer', 'correct', 'id', 'next', 'start', 'library']);
/** Named anew whenever something is saved elsewhere, or said beside the exercise: no answer depends on it. */
const MEANINGLESS: ReadonlySet<string> = new Set([
  ...['subContentId', 'metadata', 'l10n', 'copyright', 'decorative'],
]);

function* reasonsIn(before: unknown, after: unknown, name: string): Generator<MajorReason> {
  if (MEANINGLESS.has(name)) return;
  if (Array.isArray(before) || Array.isArray(after)) {
    yield* reasonsInLists(listOf(before), listOf(after), name);
  } else if (isObject(before) || isObject(after)) {
    yield* reasonsInObjects(objectOf(before), objectOf(after));
  } else if (typeof before === 'string' || typeof after === 'string') {
    if (wordsOf(before, name) !== wordsOf(after, name)) yield 'key';
  } else if (before !== after) {
    yield 'key';
  }
}

function* reasonsInLists(
  before: readonly unknown[],
  after: readonly unknown[],
  name: string,
): Generator<MajorReason> {
  if (before.length !== after.length) yield 'parts';
  if (changedPlaces(before, after)) yield 'moved';
  for (const [at, item] of before.entries()) {
    if (at < after.length) yield* reasonsIn(item, after[at], name);
  }
}

function* reasonsInObjects(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Generator<MajorReason> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield* reasonsIn(before[name], after[name], name);
  }
}

/** Whether a text stands at another place of the list than before, in the same field. */
function changedPlaces(before: readonly unknown[], after: readonly unknown[]): boolean {
  const places = new Map<string, number>();
  before.forEach((item, at) => {
    for (const text of textsIn(item, '')) places.set(text, at);
  });
  return after.some((item, at) =>
    [...textsIn(item, '')].some((text) => (places.get(text) ?? at) !== at),
  );
}

/** Each with its field, so that the same word in two fields is two texts. */
function* textsIn(value: unknown, path: string): Generator<string> {
  if (typeof value === 'string') {
    if (value.trim() !== '') yield `${path} ${value}`;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* textsIn(item, path);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (!MEANINGLESS.has(name)) yield* textsIn(inner, `${path}.${name}`);
    }
  }
}

/** What of a text counts: all of a key, and of a text with marks what is marked and where. */
function wordsOf(value: unknown, name: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string' || KEYS.has(name)) return JSON.stringify(value);
  if (!value.includes('*')) return '';
  const marked = value.match(/\*[^*]*\*/gu) ?? [];
  // Words are numbered: one more before a mark moves it.
  const words = value.split('*').map((piece) => (piece.match(/\S+/gu) ?? []).length);
  return JSON.stringify([marked, words]);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
