import { AppError } from '../../shared/errors.js';

/** The link was used, has run out, was taken back, or never was: one answer for all. */
export class GuestLinkSpent extends AppError {
  readonly code = 'tandem.guest-link-spent';
  readonly status = 410;
}

/** Too many wrong codes: none is taken for a while. */
export class GuestLocked extends AppError {
  readonly code = 'tandem.guest-locked';
  readonly status = 429;
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too many wrong codes');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** More mails to one address, or more invitations of one tandem, than anybody needs. */
export class TooManyMails extends AppError {
  readonly code = 'tandem.too-many-mails';
  readonly status = 429;
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('over the limit');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
