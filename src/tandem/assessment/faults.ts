import { AppError } from '../../shared/errors.js';

/** The members have not all confirmed what they made. */
export class NotHandedIn extends AppError {
  readonly code = 'tandem.not-handed-in';
  readonly status = 409;
}

/** The members have seen it: levels stay as they are. */
export class AssessmentReleased extends AppError {
  readonly code = 'tandem.assessment-released';
  readonly status = 409;
}

/** Two other trainers have rated. */
export class RatedByTwo extends AppError {
  readonly code = 'tandem.rated-by-two';
  readonly status = 409;
}

/** There is no result yet: nobody has rated, or two trainers have still to agree. */
export class AssessmentOpen extends AppError {
  readonly code = 'tandem.assessment-open';
  readonly status = 409;
}

/** The partners were asked about their cooperation and have not all answered. */
export class CooperationUnknown extends AppError {
  readonly code = 'tandem.cooperation-unknown';
  readonly status = 409;
}
