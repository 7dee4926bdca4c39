import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { hasCode } from '../../shared/errors.js';
import type { CohortCodes } from './cohort-codes.service.js';
import {
  codeConfirmPage,
  codeMadePage,
  cohortConfirmPage,
  cohortPage,
  pairCodePage,
} from './codes.views.js';
import type { PairCodes } from './pair-codes.service.js';

const Typed = z.object({ code: z.string().max(100).default('') });
const Answer = z.object({
  from: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u),
  yes: z.enum(['0', '1']),
});
const readForm = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

/** `/tandem/code` below a session: two people who agree to be a tandem. */
export function pairCodeRoutes({ pairCodes }: { readonly pairCodes: PairCodes }): Router {
  const router = Router({ mergeParams: true });
  const send = async (res: Response, fault: boolean): Promise<void> => {
    const offers = await pairCodes.offers(principalOf(res));
    sendPage(res, pairCodePage(offers, fault, localsOf(res)), fault ? 404 : 200);
  };

  router.get('/tandem/code', (_req, res) => send(res, false));

  router.post('/tandem/code/make', async (_req, res) => {
    const code = await pairCodes.make(principalOf(res));
    // No redirect: only its digest is kept, so that no later page could show it.
    sendPage(res, codeMadePage(code, 'code', localsOf(res)), 201);
  });

  router.post('/tandem/code/look', readForm, async (req, res) => {
    const { code } = parse(Typed, req.body);
    await orSayUnknown(
      async () => {
        const maker = await pairCodes.look(principalOf(res), code);
        sendPage(res, codeConfirmPage({ maker, code }, localsOf(res)));
      },
      () => send(res, true),
    );
  });

  router.post('/tandem/code/take', readForm, async (req, res) => {
    const { code } = parse(Typed, req.body);
    await orSayUnknown(
      async () => {
        await pairCodes.take(principalOf(res), code);
        res.redirect(303, `${localsOf(res).base}/tandem/code`);
      },
      () => send(res, true),
    );
  });

  router.post('/tandem/code/answer', readForm, async (req, res) => {
    const { from, yes } = parse(Answer, req.body);
    await pairCodes.answer(principalOf(res), from, yes === '1');
    res.redirect(303, `${localsOf(res).base}/tandem`);
  });

  return router;
}

/** `/tandem/cohort` below a session: courses whose trainers look after their people together. */
export function cohortRoutes({ cohortCodes }: { readonly cohortCodes: CohortCodes }): Router {
  const router = Router({ mergeParams: true });
  const send = async (res: Response, fault: boolean): Promise<void> => {
    const place = await cohortCodes.place(principalOf(res));
    sendPage(res, cohortPage(place, fault, localsOf(res)), fault ? 404 : 200);
  };

  router.get('/tandem/cohort', (_req, res) => send(res, false));

  router.post('/tandem/cohort/make', async (_req, res) => {
    const code = await cohortCodes.make(principalOf(res));
    sendPage(res, codeMadePage(code, 'cohort', localsOf(res)), 201);
  });

  router.post('/tandem/cohort/look', readForm, async (req, res) => {
    const { code } = parse(Typed, req.body);
    await orSayUnknown(
      async () => {
        const courses = await cohortCodes.look(principalOf(res), code);
        sendPage(res, cohortConfirmPage({ courses, code }, localsOf(res)));
      },
      () => send(res, true),
    );
  });

  router.post('/tandem/cohort/take', readForm, async (req, res) => {
    const { code } = parse(Typed, req.body);
    await orSayUnknown(
      async () => {
        await cohortCodes.take(principalOf(res), code);
        res.redirect(303, `${localsOf(res).base}/tandem/cohort`);
      },
      () => send(res, true),
    );
  });

  router.post('/tandem/cohort/answer', readForm, async (req, res) => {
    const { from, yes } = parse(Answer, req.body);
    await cohortCodes.answer(principalOf(res), from, yes === '1');
    res.redirect(303, `${localsOf(res).base}/tandem/cohort`);
  });

  return router;
}

/** A code that is wrong is said beside the field; whatever else is wrong, on a page of its own. */
async function orSayUnknown(use: () => Promise<void>, say: () => Promise<void>): Promise<void> {
  try {
    await use();
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'tandem.code-unknown') throw fault;
    await say();
  }
}
