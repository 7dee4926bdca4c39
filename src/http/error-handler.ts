import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, NotFound } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { localsOf, sendPage, type Page } from './page.js';

export interface ErrorModel {
  readonly explanation: string;
  readonly advice: string;
  readonly code: string;
  readonly instanceId: string;
}

/** No route matched. */
export const noSuchRoute: RequestHandler = () => {
  throw new NotFound('no such route');
};

/**
 * Answers every failure, once: a page to people, RFC 9457 `application/problem+json` to programs,
 * both with the code and an instance id that is in the log. Nothing of the request is echoed.
 */
export function errorHandler({ logger }: { readonly logger: Logger }): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (fault: unknown, req, res, next) => {
    const { instanceId, t, i18n, wayBack } = localsOf(res);
    const failure = failureOf(fault);
    report(logger, failure, { instanceId, fault });
    if (res.headersSent) {
      next(fault);
      return;
    }
    if (failure.retryAfterSeconds !== undefined) {
      res.setHeader('Retry-After', String(failure.retryAfterSeconds));
    }
    res.setHeader('Cache-Control', 'no-store');
    const key = `error.${failure.code}`;
    const explanation = t(i18n.hasText(key) ? key : 'error.unexpected', failure.values);
    if (req.accepts(['html', 'json']) !== 'html') {
      res.status(failure.status).type('application/problem+json').send({
        type: 'about:blank',
        title: explanation,
        status: failure.status,
        code: failure.code,
        instance: instanceId,
      });
      return;
    }
    const page: Page<ErrorModel> = {
      view: 'http/error',
      title: t('error.title'),
      back: wayBack,
      model: { explanation, advice: t('error.advice'), code: failure.code, instanceId },
    };
    sendPage(res, page, failure.status);
  };
}

interface Failure {
  readonly code: string;
  readonly status: number;
  readonly retryAfterSeconds?: number | undefined;
  readonly values?: Readonly<Record<string, string>> | undefined;
}

function failureOf(fault: unknown): Failure {
  if (fault instanceof AppError) return fault;
  // Express and its body parsers: a 4xx of theirs is the caller's fault (too large, not JSON, bad escape).
  const status = statusOf(fault);
  if (status === 413) return { code: 'http.too-large', status };
  if (status >= 400 && status < 500) return { code: 'http.invalid-input', status };
  return { code: 'unexpected', status: 500 };
}

function statusOf(fault: unknown): number {
  if (typeof fault !== 'object' || fault === null || !('status' in fault)) return 500;
  return typeof fault.status === 'number' ? fault.status : 500;
}

function report(
  logger: Logger,
  failure: Failure,
  { instanceId, fault }: { readonly instanceId: string; readonly fault: unknown },
): void {
  const fields = { instanceId, code: failure.code, status: failure.status };
  if (failure.status >= 500) {
    const stack = fault instanceof Error ? fault.stack : typeof fault;
    logger.error({ ...fields, stack }, 'request failed');
    return;
  }
  const reason = fault instanceof AppError ? fault.message : undefined;
  logger.warn({ ...fields, reason }, 'request refused');
}
