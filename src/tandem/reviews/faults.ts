import { AppError } from '../../shared/errors.js';

/** The other tandem has it: it stays as it is. */
export class ReviewSent extends AppError {
  readonly code = 'tandem.review-sent';
  readonly status = 409;
}

/** A tandem would review itself, or one that has not handed in anything, or the same one twice. */
export class NotReviewable extends AppError {
  readonly code = 'tandem.not-reviewable';
  readonly status = 409;
}
