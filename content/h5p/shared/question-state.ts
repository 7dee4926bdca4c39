import type { Outcome, OutcomePart } from './grading.js';
import { fieldOf } from './raw.js';

/** What is kept between visits. */
export interface QuestionState<Response> {
  readonly response?: Response | undefined;
  /** Of the last check, while it is shown. */
  readonly outcome?: Outcome | undefined;
}

/** Kept states come from outside: an old version of the content, or a hand-made one. */
export function readState<Response>(
  raw: unknown,
  readResponse: (raw: unknown) => Response | undefined,
): QuestionState<Response> {
  const response = readResponse(fieldOf(raw, 'response'));
  // An outcome without its answer would mark something else.
  return response === undefined ? {} : { response, outcome: readOutcome(fieldOf(raw, 'outcome')) };
}

/** @returns undefined for what is none */
export function readOutcome(raw: unknown): Outcome | undefined {
  const score = fieldOf(raw, 'score');
  const maxScore = fieldOf(raw, 'maxScore');
  const feedback = fieldOf(raw, 'feedback');
  const parts = fieldOf(raw, 'parts');
  if (typeof score !== 'number' || typeof maxScore !== 'number') return undefined;
  if (typeof feedback !== 'string' || !Array.isArray(parts)) return undefined;
  return {
    score,
    maxScore,
    feedback,
    parts: parts.map(readPart).filter((part) => part !== undefined),
  };
}

function readPart(raw: unknown): OutcomePart | undefined {
  const id = fieldOf(raw, 'id');
  const correct = fieldOf(raw, 'correct');
  const feedback = fieldOf(raw, 'feedback');
  if (typeof id !== 'string' || typeof correct !== 'boolean') return undefined;
  const outcome = readOutcome(fieldOf(raw, 'outcome'));
  return {
    id,
    correct,
    feedback: typeof feedback === 'string' ? feedback : undefined,
    ...(outcome && { outcome }),
  };
}
