import { AppError } from '../../shared/errors.js';

/** It is over, called off, or fixed already. */
export class MeetingClosed extends AppError {
  readonly code = 'tandem.meeting-closed';
  readonly status = 409;
}

/** More meetings are open than anybody can mean. */
export class TooManyMeetings extends AppError {
  readonly code = 'tandem.meetings-many';
  readonly status = 409;
}
