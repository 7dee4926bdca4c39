import { AppError } from '../../../shared/errors.js';

/** Its first bytes say that it is none of the kinds that we take here, whatever its name says. */
export class MediumRefused extends AppError {
  readonly code = 'h5p.media-kind';
  readonly status = 415;
}

/** Larger than its kind may be. */
export class MediumTooLarge extends AppError {
  readonly code = 'h5p.media-too-large';
  readonly status = 413;
  override readonly values: Readonly<Record<string, string>>;

  /** @param most bytes */
  constructor(most: number) {
    super(`more than ${String(most)} bytes`);
    this.values = { megabytes: String(Math.floor(most / 1024 / 1024)) };
  }
}

/** The course has brought as much as it may. */
export class MediaFull extends AppError {
  readonly code = 'h5p.media-full';
  readonly status = 409;
}

/** Too many wait for their turn. */
export class MediaBusy extends AppError {
  readonly code = 'h5p.media-busy';
  readonly status = 503;
  override readonly retryAfterSeconds = 20;
}
