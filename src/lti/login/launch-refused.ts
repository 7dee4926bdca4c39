import { AppError } from '../../shared/errors.js';

/** Why a login or launch is refused. Each has a text `error.lti.<reason>` in the catalogue. */
export type RefusalReason =
  | 'platform-unknown'
  | 'platform-ambiguous'
  | 'platform-disabled'
  | 'platform-pending'
  | 'platform-error'
  | 'platform-unreachable'
  | 'login-invalid'
  | 'state-invalid'
  | 'login-expired'
  | 'other-browser'
  | 'storage-lost'
  | 'cookies-blocked'
  | 'token-invalid'
  | 'nonce-mismatch'
  | 'replayed'
  | 'deployment-unknown'
  | 'deployment-pending'
  | 'deployment-blocked'
  | 'target-mismatch'
  | 'message-unsupported'
  | 'course-launch-not-served'
  | 'privacy-launch-not-served'
  | 'no-such-learner'
  | 'not-your-work'
  | 'claims-invalid';

/** The message, for the log, names the check and never a value from the request. */
export class LaunchRefused extends AppError {
  readonly code: `lti.${RefusalReason}`;
  readonly status: number;
  override readonly retryAfterSeconds: number | undefined;
  override readonly values: Readonly<Record<string, string>> | undefined;
  /** Where the platform, whose token held, wants the person back; undefined when it did not say. */
  readonly returnUrl: string | undefined;
  readonly #reason: RefusalReason;

  constructor(
    reason: RefusalReason,
    message: string,
    options: ErrorOptions & Pick<AppError, 'values'> & { readonly returnUrl?: string } = {},
  ) {
    super(message, options);
    this.#reason = reason;
    this.values = options.values;
    this.returnUrl = options.returnUrl;
    this.code = `lti.${reason}`;
    this.status = statusOf(reason);
    this.retryAfterSeconds = reason === 'platform-unreachable' ? 60 : undefined;
  }

  /** The same refusal, with the way back. */
  backTo(returnUrl: string): LaunchRefused {
    const { message, cause, values } = this;
    return new LaunchRefused(this.#reason, message, { cause, values, returnUrl });
  }
}

function statusOf(reason: RefusalReason): number {
  switch (reason) {
    case 'platform-unknown':
    case 'platform-ambiguous':
    case 'message-unsupported':
    case 'course-launch-not-served':
    case 'privacy-launch-not-served':
    case 'no-such-learner':
    case 'claims-invalid':
    case 'login-invalid':
      return 400;
    case 'platform-disabled':
    case 'platform-pending':
    case 'deployment-unknown':
    case 'deployment-pending':
    case 'deployment-blocked':
    case 'not-your-work':
      return 403;
    case 'platform-unreachable':
      return 503;
    // The Security Framework asks for 401 where the token does not hold (section 5.1.3).
    case 'state-invalid':
    case 'login-expired':
    case 'other-browser':
    case 'storage-lost':
    case 'cookies-blocked':
    case 'token-invalid':
    case 'nonce-mismatch':
    case 'replayed':
    case 'target-mismatch':
    case 'platform-error':
      return 401;
  }
}
