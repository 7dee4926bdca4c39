import { AppError } from '../../shared/errors.js';

/** The part belongs to the partner, or whoever asks only looks on. */
export class NotYours extends AppError {
  readonly code = 'tandem.not-yours';
  readonly status = 403;
}

/** All have confirmed: nothing changes any more. */
export class WorkspaceFrozen extends AppError {
  readonly code = 'tandem.frozen';
  readonly status = 409;
}

/** What was to be confirmed is not what stands there now. */
export class ArtefactChanged extends AppError {
  readonly code = 'tandem.artefact-changed';
  readonly status = 409;
}

/** Something that has to be there before anybody confirms is still missing. */
export class NotComplete extends AppError {
  readonly code = 'tandem.not-complete';
  readonly status = 409;
}

/** The page was made from a state that is not known. */
export class BaseUnknown extends AppError {
  readonly code = 'tandem.base-unknown';
  readonly status = 409;
}
