/**
 * What every graded content type of this folder offers besides its browser class. Pure and
 * without dependencies: the same functions grade on a server that keeps the keys, and in the
 * browser where a platform hands the whole content to the page.
 */
export interface Grader<Params, Response> {
  /**
   * The parameters as somebody may see them who has not answered: no key, no feedback, nothing
   * in an order that gives the answer away. Deterministic, so that a reload shows the same page.
   */
  withoutKeys(params: Params): Params;
  /** Points for a right answer, at least 1. */
  maxScore(params: Params): number;
  /** The answer that earns all points. Meaningless for parameters without keys. */
  rightResponse(params: Params): Response;
  /**
   * Reads what a browser sent, or kept. Needs no keys.
   * @returns undefined when it is no answer to this question: wrong type, out of range, twice the same
   */
  readResponse(params: Params, raw: unknown): Response | undefined;
  grade(params: Params, response: Response): Outcome;
}

/** What is told to a person who has answered. */
export interface Outcome {
  /** Points, 0 to `maxScore`, whole. */
  readonly score: number;
  readonly maxScore: number;
  /** On the whole answer; '' when the author gave none. HTML-escaped, as H5P keeps texts. */
  readonly feedback: string;
  /** One for each thing that can be right or wrong, in the order in which the page shows them. */
  readonly parts: readonly OutcomePart[];
}

export interface OutcomePart {
  /** Id of the option, step, blank … as the type's response names it. */
  readonly id: string;
  readonly correct: boolean;
  /** On this part; undefined when the author gave none. HTML-escaped. */
  readonly feedback?: string | undefined;
  /** Of a part that is a question of its own, as in a set. */
  readonly outcome?: Outcome;
}

/** What all graded types are given. Texts are HTML-escaped, as H5P keeps them. */
export interface QuestionParams {
  readonly question: string;
  readonly feedback?: OverallFeedback;
  /** Texts of the type's own interface. */
  readonly l10n: Readonly<Record<string, string>>;
}

/** Texts on the whole answer. */
export interface OverallFeedback {
  /** For full points. */
  readonly pass?: string;
  /** For anything less. */
  readonly fail?: string;
}

/** Full points earn `pass`, anything less `fail`. */
export function overallFeedback(
  feedback: OverallFeedback | undefined,
  score: number,
  maxScore: number,
): string {
  return (score >= maxScore ? feedback?.pass : feedback?.fail) ?? '';
}

/** A short stable name for a text: what a page may show without telling the place it came from. */
export function textId(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
