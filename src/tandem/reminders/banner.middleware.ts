import type { RequestHandler } from 'express';
import { localsOf } from '../../http/page.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Reminders } from './reminders.service.js';
import { banners } from './reminders.views.js';

/** Puts `reminders` before the templates of the pages on which a tutor begins. */
export function reminderBanner(reminders: Pick<Reminders, 'waiting'>): RequestHandler {
  return async (req, res, next) => {
    const { tandem, activity } = req.params;
    const back =
      tandem === undefined || activity === undefined ? '' : `${String(tandem)}/${String(activity)}`;
    const waiting = await reminders.waiting(principalOf(res));
    res.locals.reminders = banners(waiting, back, localsOf(res));
    next();
  };
}
