/**
 * An expected failure. The message is for the log; what a reader sees is the text
 * `error.<code>` of the catalogue. Match on `code`, never on the message or the class.
 */
export abstract class AppError extends Error {
  /** Stable, public, `<subsystem>.<what-happened>`. */
  abstract readonly code: string;
  /** HTTP status of the answer. */
  abstract readonly status: number;
  /** Seconds after which asking again makes sense; undefined when it does not. */
  readonly retryAfterSeconds?: number | undefined;
  /** What the text's placeholders stand for. Plain text, of a form that was checked. */
  readonly values?: Readonly<Record<string, string>> | undefined;

  override get name(): string {
    return this.constructor.name;
  }
}

/** True for anything thrown that carries a string `code`, ours or a driver's. */
export function hasCode(error: unknown): error is { readonly code: string } {
  return (
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
  );
}

/** The caller sent something that cannot be read as what the route expects. */
export class InvalidInput extends AppError {
  readonly code = 'http.invalid-input';
  readonly status = 400;
}

/** The thing does not exist for this caller. Said also when it exists for somebody else. */
export class NotFound extends AppError {
  readonly code = 'http.not-found';
  readonly status = 404;
}

/** The caller is known and may not do this. */
export class NotAllowed extends AppError {
  readonly code = 'http.not-allowed';
  readonly status = 403;
}
