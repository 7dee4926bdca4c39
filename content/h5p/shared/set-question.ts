import type { Outcome } from './grading.js';

/** What a graded question offers to a set that holds it, grades it and says how it went. */
export interface SetQuestion {
  /** Shows what the set's grading made of the answer. */
  tell(outcome: Outcome): void;
  /** Has the person answer again, with the answer as it is. */
  reopen(): void;
  /** States what was answered, and what it was worth. */
  sayAnswered(): void;
}
