import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { sortedOnce } from '../shared/order.js';
import { fieldOf, textsById } from '../shared/raw.js';
import { decode, sameWords } from '../shared/text.js';

export interface FillBlanksParams extends QuestionParams {
  /** `*answer*` or `*answer/other answer*` marks a blank, `**` one whose key is kept from the page. */
  readonly text: string;
  /** Whether each blank offers a list of words; otherwise people write. */
  readonly wordList: boolean;
  /** More words for the list; where keys are kept from the page, all of them. */
  readonly words?: readonly string[];
}

export interface FillBlanksResponse {
  /** What stands in each blank, by its number from 0; a blank left open is missing. */
  readonly blanks: Readonly<Record<string, string>>;
}

/** A stretch of text, or a blank with the answers it takes, the shown one first. All decoded. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'blank'; readonly id: string; readonly answers: readonly string[] };

const LONGEST_ANSWER = 200;

export const grader: Grader<FillBlanksParams, FillBlanksResponse> = {
  withoutKeys(params) {
    const { question, text, wordList, l10n } = params;
    const keyless = { question, text: text.replace(/\*[^*]*\*/gu, '**'), wordList, l10n };
    return wordList ? { ...keyless, words: wordsOf(params) } : keyless;
  },

  maxScore: (params) => blanksOf(params).length,

  rightResponse(params) {
    const entries = blanksOf(params).map(({ id, answers }) => [id, answers[0] ?? ''] as const);
    return { blanks: Object.fromEntries(entries) };
  },

  readResponse(params, raw) {
    const ids = blanksOf(params).map(({ id }) => id);
    const blanks = textsById(
      fieldOf(raw, 'blanks'),
      ids,
      (text) => text.trim() !== '' && text.length <= LONGEST_ANSWER,
    );
    return blanks && { blanks };
  },

  grade(params, { blanks }) {
    const parts = blanksOf(params).map(({ id, answers }) => {
      const given = blanks[id] ?? '';
      return { id, correct: answers.some((answer) => sameWords(answer, given)) };
    });
    const score = parts.filter(({ correct }) => correct).length;
    return {
      score,
      maxScore: parts.length,
      feedback: overallFeedback(params.feedback, score, parts.length),
      parts,
    };
  },
};

export function piecesOf(text: string): readonly Piece[] {
  // Splitting at a capture group: texts at even places, what stood between asterisks at odd ones.
  return text
    .split(/\*([^*]*)\*/u)
    .map((part, at) =>
      at % 2 === 0
        ? { kind: 'text', text: decode(part) }
        : { kind: 'blank', id: String((at - 1) / 2), answers: answersOf(decode(part)) },
    );
}

/** What the list of each blank offers: decoded, and the same in every blank. */
export function wordsOf(params: FillBlanksParams): readonly string[] {
  const right = blanksOf(params).flatMap(({ answers }) => answers.slice(0, 1));
  return sortedOnce([...right, ...(params.words ?? []).map(decode)]);
}

function blanksOf({ text }: FillBlanksParams): readonly Extract<Piece, { kind: 'blank' }>[] {
  return piecesOf(text).filter((piece) => piece.kind === 'blank');
}

function answersOf(mark: string): readonly string[] {
  return mark
    .split('/')
    .map((answer) => answer.trim())
    .filter((answer) => answer !== '');
}
