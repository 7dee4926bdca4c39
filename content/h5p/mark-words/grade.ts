import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { fieldOf, someOf } from '../shared/raw.js';
import { decode } from '../shared/text.js';

export interface MarkWordsParams extends QuestionParams {
  /** `*word*` marks a word to find. No marks where keys are kept from the page. */
  readonly text: string;
}

export interface MarkWordsResponse {
  /** Numbers of the marked words, from 0, as texts. */
  readonly words: readonly string[];
}

/** A word, or what stands between words. Decoded. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly id: string; readonly text: string; readonly key: boolean };

export const grader: Grader<MarkWordsParams, MarkWordsResponse> = {
  withoutKeys: ({ question, text, l10n }) => ({ question, text: text.replaceAll('*', ''), l10n }),

  maxScore: ({ text }) => wordsOf(text).filter(({ key }) => key).length,

  rightResponse({ text }) {
    const right = wordsOf(text).filter(({ key }) => key);
    return { words: right.map(({ id }) => id) };
  },

  readResponse({ text }, raw) {
    const ids = wordsOf(text).map(({ id }) => id);
    const words = someOf(fieldOf(raw, 'words'), ids);
    return words && { words };
  },

  grade({ text, feedback }, { words }) {
    const all = wordsOf(text);
    const marked = new Set(words);
    const parts = all
      .filter(({ id }) => marked.has(id))
      .map(({ id, key }) => ({ id, correct: key }));
    const hits = parts.filter(({ correct }) => correct).length;
    const maxScore = all.filter(({ key }) => key).length;
    const score = Math.max(0, hits - (parts.length - hits));
    return { score, maxScore, feedback: overallFeedback(feedback, score, maxScore), parts };
  },
};

/** A word begins and ends with a letter or digit: `first-aid` and `don't` are one, a dash is none. */
const WORD = /[\p{L}\p{N}](?:[^\s*]*[\p{L}\p{N}])?/gu;

export function piecesOf(marked: string): readonly Piece[] {
  const { text, isKey } = readMarks(marked);
  const pieces: Piece[] = [];
  let end = 0;
  let words = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const at = match.index;
    if (at > end) pieces.push({ kind: 'text', text: text.slice(end, at) });
    end = at + word.length;
    pieces.push({ kind: 'word', id: String(words), text: word, key: isKey(at, end) });
    words += 1;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function wordsOf(text: string): readonly Extract<Piece, { kind: 'word' }>[] {
  return piecesOf(text).filter((piece) => piece.kind === 'word');
}

/** The text without asterisks, and whether a stretch of it touches what stood between two of them. */
function readMarks(marked: string): {
  readonly text: string;
  readonly isKey: (from: number, to: number) => boolean;
} {
  const parts = marked.split('*').map(decode);
  const ranges: (readonly [number, number])[] = [];
  let at = 0;
  parts.forEach((part, number) => {
    // The last asterisk of an odd number opens nothing.
    const closed = number % 2 === 1 && number < parts.length - 1;
    if (closed) ranges.push([at, at + part.length]);
    at += part.length;
  });
  return {
    text: parts.join(''),
    isKey: (from, to) => ranges.some(([start, end]) => start < to && from < end),
  };
}
