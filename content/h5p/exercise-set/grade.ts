import type { Grader, Outcome, QuestionParams } from '../shared/grading.js';
import { fieldOf } from '../shared/raw.js';
import { QUESTION_GRADERS } from './graders.js';

/** An exercise inside a set, as H5P keeps a field of type `library`. */
export interface SetPart {
  /** Machine name and version: `Tandem.SingleChoice 1.0`. */
  readonly library: string;
  /** Its own parameters, with its keys. */
  readonly params: object;
  /** Given by the editor that saved it. */
  readonly subContentId?: string;
  readonly metadata?: { readonly title?: string };
}

export interface ExerciseSetParams extends QuestionParams {
  readonly parts: readonly SetPart[];
  /** Share of all points that is needed to pass, 0 to 100. */
  readonly passPercentage: number;
}

export interface ExerciseSetResponse {
  /** What each graded part's grader reads, by the part's id; a part left open is missing. */
  readonly parts: Readonly<Record<string, unknown>>;
}

export interface PartWithId extends SetPart {
  /** The same for the same content, with keys and without. */
  readonly id: string;
  /** Undefined for a part without points. */
  readonly grader: Grader<unknown, unknown> | undefined;
}

export const grader: Grader<ExerciseSetParams, ExerciseSetResponse> = {
  withoutKeys({ question, parts, passPercentage, l10n }) {
    const keyless = parts.map((part) => {
      const params = graderOf(part)?.withoutKeys(part.params) ?? part.params;
      return { ...part, params };
    });
    return { question, parts: keyless, passPercentage, l10n };
  },

  maxScore: ({ parts }) =>
    parts.reduce((sum, part) => sum + (graderOf(part)?.maxScore(part.params) ?? 0), 0),

  rightResponse({ parts }) {
    const right = gradedOf(parts).map(
      ({ id, grader: own, params }) => [id, own.rightResponse(params)] as const,
    );
    return { parts: Object.fromEntries(right) };
  },

  readResponse({ parts }, raw) {
    const answers = fieldOf(raw, 'parts');
    if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return undefined;
    const given = Object.entries(answers);
    const known = new Map(gradedOf(parts).map((part) => [part.id, part]));
    if (given.length === 0 || given.length > known.size) return undefined;
    const read = given.map(([id, answer]) => {
      const part = known.get(id);
      return [id, part?.grader.readResponse(part.params, answer)] as const;
    });
    // One answer that is none spoils the whole: what is graded is what was sent.
    if (read.some(([, answer]) => answer === undefined)) return undefined;
    return { parts: Object.fromEntries(read) };
  },

  grade(params, response) {
    const parts = gradedOf(params.parts).map((part) => {
      const outcome = outcomeOf(part, response);
      return { id: part.id, correct: outcome.score >= outcome.maxScore, outcome };
    });
    const score = sumOf(parts.map(({ outcome }) => outcome.score));
    const maxScore = sumOf(parts.map(({ outcome }) => outcome.maxScore));
    const { pass = '', fail = '' } = params.feedback ?? {};
    const feedback = isPassed(params, { score, maxScore }) ? pass : fail;
    return { score, maxScore, feedback, parts };
  },
};

/** Whether the points are enough. */
export function isPassed(
  { passPercentage }: Pick<ExerciseSetParams, 'passPercentage'>,
  { score, maxScore }: Pick<Outcome, 'score' | 'maxScore'>,
): boolean {
  return score * 100 >= passPercentage * maxScore;
}

/** By the editor's ids where each part has one of its own, else by place. */
export function withIds(parts: readonly SetPart[]): readonly PartWithId[] {
  const own = new Set(parts.map(({ subContentId }) => subContentId));
  const named = own.size === parts.length && !own.has(undefined);
  return parts.map((part, at) => ({
    ...part,
    id: named ? (part.subContentId ?? '') : String(at),
    grader: graderOf(part),
  }));
}

function gradedOf(
  parts: readonly SetPart[],
): readonly (PartWithId & { readonly grader: Grader<unknown, unknown> })[] {
  return withIds(parts).flatMap((part) =>
    part.grader === undefined ? [] : [{ ...part, grader: part.grader }],
  );
}

function graderOf({ library }: SetPart): Grader<unknown, unknown> | undefined {
  return QUESTION_GRADERS.get(library.split(' ')[0] ?? '');
}

/** A part left open has no points, and tells nothing of what would have been right. */
function outcomeOf(
  { id, grader: own, params }: ReturnType<typeof gradedOf>[number],
  { parts }: ExerciseSetResponse,
): Outcome {
  if (Object.hasOwn(parts, id)) return own.grade(params, parts[id]);
  return { score: 0, maxScore: own.maxScore(params), feedback: '', parts: [] };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
