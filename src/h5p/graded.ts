import type { Outcome } from '../../content/h5p/shared/grading.js';

/** An answer and what it is worth. */
export interface Graded {
  readonly outcome: Outcome;
  /** The response as it was read: whatever else the browser sent is gone. */
  readonly response: unknown;
}
