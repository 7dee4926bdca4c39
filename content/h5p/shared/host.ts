import type { Outcome } from './grading.js';

/**
 * A page that keeps the keys on its server offers this as `window.TandemHost` before the core
 * starts. Without it a content type grades by itself, with the parameters it was given.
 */
export interface TandemHost {
  /** Sends the answer and brings what the server says of it. Rejects with a text for the person. */
  grade(answer: {
    readonly contentId: string;
    /** `subContentId` of a question inside a set; undefined for the content itself. */
    readonly subContentId?: string | undefined;
    /** As the type's grader reads it. */
    readonly response: unknown;
  }): Promise<Outcome>;
}

declare global {
  interface Window {
    TandemHost?: TandemHost;
  }
}
