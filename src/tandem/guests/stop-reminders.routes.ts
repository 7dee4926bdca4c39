import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import type { ReminderMails } from './reminder-mails.service.js';
import { stopPage, stoppedPage } from './stop-reminders.views.js';

const Secret = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const Params = z.object({ guest: Secret, token: Secret });

/** `/reminders` below the guests' door: no more of these mails, without coming in. */
export function stopRemindersRoutes(mails: Pick<ReminderMails, 'look' | 'stop'>): Router {
  const router = Router();

  router.use('/reminders', (_req, res, next) => {
    // The address of these pages holds a secret.
    res.setHeader('Referrer-Policy', 'no-referrer');
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  // A button: programs that look into mails open links, and press nothing.
  router.get('/reminders/:guest/:token', async (req, res) => {
    const { guest, token } = parse(Params, req.params);
    await mails.look(guest, token);
    sendPage(res, stopPage(`/guest/reminders/${guest}/${token}`, localsOf(res)));
  });

  router.post('/reminders/:guest/:token', async (req, res) => {
    const { guest, token } = parse(Params, req.params);
    await mails.stop(guest, token);
    sendPage(res, stoppedPage(localsOf(res)));
  });

  return router;
}
