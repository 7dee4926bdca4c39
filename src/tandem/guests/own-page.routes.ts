import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { hasCode } from '../../shared/errors.js';
import type { OwnGuests } from './own-guests.service.js';
import { ownPage, samePersonPage } from './own-page.views.js';
import type { SamePerson } from './same-person.service.js';

const Typed = z.object({ code: z.string().max(100).default('') });
const Answer = z.object({ yes: z.enum(['0', '1']) });
const Reminders = z.object({ wanted: z.enum(['0', '1']) });

export interface OwnPageDeps {
  readonly own: OwnGuests;
  readonly samePerson: SamePerson;
}

/** `/tandem/guest` below a guest's session; `/tandem/same-person` below the one of a platform. */
export function ownPageRoutes({ own, samePerson }: OwnPageDeps): Router {
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

  const send = async (res: Response, code?: string): Promise<void> => {
    const principal = principalOf(res);
    const guest = await own.self(principal);
    const asking = await samePerson.asking(principal);
    sendPage(res, ownPage({ guest, asking, code }, localsOf(res)), code === undefined ? 200 : 201);
  };
  router.get('/tandem/guest', (_req, res) => send(res));

  router.post('/tandem/guest/code', async (_req, res) => {
    await send(res, await samePerson.make(principalOf(res)));
  });

  router.post('/tandem/guest/answer', form, async (req, res) => {
    const { yes } = parse(Answer, req.body ?? {});
    await samePerson.answer(principalOf(res), yes === '1');
    // After a yes the guest's session is over.
    res.redirect(303, yes === '1' ? '/guest' : `${localsOf(res).base}/tandem/guest`);
  });

  router.post('/tandem/guest/reminders', form, async (req, res) => {
    const { wanted } = parse(Reminders, req.body ?? {});
    await own.wantReminders(principalOf(res), wanted === '1');
    res.redirect(303, `${localsOf(res).base}/tandem/guest`);
  });

  router.post('/tandem/guest/leave', async (_req, res) => {
    await own.leave(principalOf(res));
    res.redirect(303, '/guest');
  });

  router.get('/tandem/same-person', async (_req, res) => {
    await own.requireUser(principalOf(res));
    sendPage(res, samePersonPage({}, localsOf(res)));
  });

  router.post('/tandem/same-person/look', form, async (req, res) => {
    const { code } = parse(Typed, req.body ?? {});
    await orSayUnknown(res, async () => {
      const guest = await samePerson.look(principalOf(res), code);
      sendPage(res, samePersonPage({ guest, code }, localsOf(res)));
    });
  });

  router.post('/tandem/same-person/take', form, async (req, res) => {
    const { code } = parse(Typed, req.body ?? {});
    await orSayUnknown(res, async () => {
      await samePerson.take(principalOf(res), code);
      sendPage(res, samePersonPage({ isDone: true }, localsOf(res)));
    });
  });

  return router;
}

async function orSayUnknown(res: Response, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'tandem.code-unknown') throw fault;
    sendPage(res, samePersonPage({ isFault: true }, localsOf(res)), 404);
  }
}
