import type { Grader, OutcomePart, QuestionParams } from './grading.js';
import type { Phrase } from './phrases.js';

/** What one graded content type brings; the rest (checking, result, state, statements) all share. */
export interface QuestionType<Params extends QuestionParams, Response> {
  readonly grader: Grader<Params, Response>;
  /** @param shown parameters without keys */
  draw(shown: Params, tools: Tools): AnswerView<Response>;
  /** The interaction and the answer in the words of xAPI 1.0.3, section on interaction activities. */
  readonly xapi: {
    describe(shown: Params): InteractionDefinition;
    /** In the form that the interaction type asks for. */
    responseText(shown: Params, response: Response): string;
  };
}

export interface Tools {
  readonly phrase: Phrase;
  /** Begins ids and radio names of this instance. */
  readonly pageId: string;
  /** To be called when the person has changed the answer. */
  readonly changed: () => void;
  /** Has a text read out. */
  readonly announce: (text: string) => void;
  /** Right or wrong in a sign, words and feedback: to be put beside the part. */
  readonly markOf: (part: OutcomePart) => HTMLElement;
  /** The same as a sign alone, with its words heard only: for parts inside a sentence. */
  readonly signOf: (part: OutcomePart) => HTMLElement;
}

/** Where the person answers. */
export interface AnswerView<Response> {
  readonly element: HTMLElement;
  /** @returns undefined while nothing is answered */
  read(): Response | undefined;
  /** @param response undefined: back to the start */
  write(response: Response | undefined): void;
  /** @param parts undefined: takes the marks away */
  mark(parts: readonly OutcomePart[] | undefined): void;
  /** Puts the focus where answering starts. */
  focus(): void;
}

export interface InteractionDefinition {
  readonly interactionType:
    'choice' | 'fill-in' | 'long-fill-in' | 'matching' | 'sequencing' | 'true-false';
  readonly choices?: readonly InteractionComponent[];
  readonly source?: readonly InteractionComponent[];
  readonly target?: readonly InteractionComponent[];
}

export interface InteractionComponent {
  readonly id: string;
  readonly description: Readonly<Record<string, string>>;
}

/** H5P files every text of a statement under this tag, whatever its language: reports look there. */
export function inStatement(text: string): Readonly<Record<string, string>> {
  return { 'en-US': text };
}
