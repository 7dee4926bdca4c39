import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { SHOWS } from '../board/board.js';
import { reminderBanner } from './banner.middleware.js';
import { LONGEST_WORDS } from './reminder.js';
import type { Reminders, Target } from './reminders.service.js';
import { remindPage } from './reminders.views.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const Meant = z.object({
  tandem: Id.optional(),
  person: Id.optional(),
  search: z.string().max(200).default(''),
  show: z.enum(SHOWS).default('all'),
});
const Count = z.coerce.number().int().min(0).max(100_000);
const Done = z.object({ done: Count.optional(), mails: Count.optional() });
const Sent = Meant.extend({
  text: z.string().trim().max(LONGEST_WORDS).default(''),
  fingerprint: z.string().max(64),
});
const SeenParams = z.object({ reminder: Id });
const Back = z.object({
  back: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9.-]{1,40}$/u)
    .optional(),
});

/** `/tandem/remind` for trainers, and what tutors see of it. */
export function remindersRoutes({ reminders }: { readonly reminders: Reminders }): Router {
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 });

  // The answer itself is made further on.
  router.get(['/tandem', '/tandem/workspaces/:tandem/:activity'], reminderBanner(reminders));

  router.get('/tandem/remind', async (req, res) => {
    const target = targetOf(parse(Meant, req.query));
    const { done, mails } = parse(Done, req.query);
    const locals = localsOf(res);
    const preview = await reminders.preview(principalOf(res), target, locals);
    sendPage(res, remindPage(preview, { target, done, mails }, locals));
  });

  router.post('/tandem/remind', form, async (req, res) => {
    const { text, fingerprint, ...meant } = parse(Sent, req.body ?? {});
    const target = targetOf(meant);
    const locals = localsOf(res);
    const words = { text, fingerprint, reader: locals };
    const done = await reminders.remind(principalOf(res), target, words);
    const counts = { done: String(done.people), mails: String(done.mails) };
    const query = new URLSearchParams({ ...target, ...counts });
    res.redirect(303, `${locals.base}/tandem/remind?${query.toString()}`);
  });

  router.post('/tandem/reminders/:reminder/seen', async (req, res) => {
    const { reminder } = parse(SeenParams, req.params);
    const { back } = parse(Back, req.query);
    await reminders.seen(principalOf(res), reminder);
    const home = `${localsOf(res).base}/tandem`;
    res.redirect(303, back === undefined ? home : `${home}/workspaces/${back}`);
  });

  return router;
}

function targetOf({ tandem, person, search, show }: z.infer<typeof Meant>): Target {
  if (tandem !== undefined) return { tandem };
  return person === undefined ? { search, show } : { person };
}
