import type { RequestHandler } from 'express';
import { localsOf } from '../../http/page.js';
import { principalOf } from '../../http/session.middleware.js';
import { isTrainer, isTutor } from '../tandem.policy.js';

/** At the end of each page: the way to the tandem, or to all of them. */
export const tandemLink: RequestHandler = (_req, res, next) => {
  const principal = principalOf(res);
  // Who came to choose content is on a short errand, and sees its pages only.
  if (principal.deepLinkingId === undefined && (isTutor(principal) || isTrainer(principal))) {
    const locals = localsOf(res);
    const label = locals.t(isTrainer(principal) ? 'tandem.link.trainer' : 'tandem.title');
    const own = { href: `${locals.base}/tandem`, label };
    locals.courseLinks = [...(locals.courseLinks ?? []), own];
  }
  next();
};
