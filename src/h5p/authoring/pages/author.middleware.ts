import type { RequestHandler, Response } from 'express';
import { localsOf } from '../../../http/page.js';
import { principalOf } from '../../../http/session.middleware.js';
import { NotFound } from '../../../shared/errors.js';
import { mayAuthor } from '../authoring.policy.js';
import type { AuthorReader } from './reader.js';

/** Nobody but those who teach learns that there is anything here. */
export const authorsOnly: RequestHandler = (_req, res, next) => {
  if (!mayAuthor(principalOf(res))) throw new NotFound('no author');
  next();
};

/** The author who asks, for the pages. */
export function readerOf(res: Response): AuthorReader {
  const { t, i18n, locale, base, pageToken } = localsOf(res);
  return { t, i18n, locale, base, pageToken, userId: principalOf(res).userId };
}
