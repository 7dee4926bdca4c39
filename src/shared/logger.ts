/**
 * Fields first, then a fixed sentence, as pino has it. Never a name, a mail address, a token
 * or an answer among the fields.
 */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silent: Logger = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // For tests and tools that have nobody to tell.
}
