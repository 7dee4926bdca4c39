import type { RequestHandler } from 'express';
import { localsOf } from '../../http/page.js';
import { principalOf } from '../../http/session.middleware.js';
import { courseOf } from './course.js';
import { mayLookAfterCourse } from './roster.policy.js';

/** At the end of each page, for those who teach: the way to the people and to the test of the connection. */
export const courseLinks: RequestHandler = (_req, res, next) => {
  const principal = principalOf(res);
  // Who came to choose content is on a short errand, and sees its pages only.
  if (mayLookAfterCourse(principal) && principal.linkId !== undefined && courseOf(principal)) {
    const locals = localsOf(res);
    const { t, base } = locals;
    locals.courseLinks = [
      { href: `${base}/people`, label: t('people.title') },
      { href: `${base}/gradebook`, label: t('gradebook.title') },
      { href: `${base}/answers`, label: t('answers.title') },
      { href: `${base}/authoring`, label: t('authoring.title') },
      { href: `${base}/connection`, label: t('connection.title') },
      ...(locals.courseLinks ?? []),
    ];
  }
  next();
};
