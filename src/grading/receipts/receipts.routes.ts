import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Receipts } from './receipts.service.js';
import { receiptCheckPage, receiptPage, receiptText } from './receipts.views.js';

const Params = z.object({ exercise: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });
const Query = z.object({ attempt: z.string().max(100).optional() });
const CheckQuery = z.object({ code: z.string().max(1000).catch('') });

/** `/exercises/:exercise/receipt` for learners and `/gradebook/receipt` for those who teach, below a session. */
export function receiptsRoutes({ receipts }: { readonly receipts: Receipts }): Router {
  const router = Router({ mergeParams: true });

  router.get('/exercises/:exercise/receipt', async (req, res) => {
    const { exercise: exerciseId } = parse(Params, req.params);
    const { attempt: attemptId } = parse(Query, req.query);
    const { locale } = localsOf(res);
    const issued = await receipts.issue(principalOf(res), { exerciseId, attemptId, locale });
    sendPage(res, receiptPage(issued, attemptId, localsOf(res)));
  });

  router.get('/exercises/:exercise/receipt.txt', async (req, res) => {
    const { exercise: exerciseId } = parse(Params, req.params);
    const { attempt: attemptId } = parse(Query, req.query);
    const { locale } = localsOf(res);
    const issued = await receipts.issue(principalOf(res), { exerciseId, attemptId, locale });
    res.attachment(`tandem-${exerciseId}.txt`).type('text/plain; charset=utf-8');
    res.send(receiptText(issued, localsOf(res)));
  });

  router.get('/gradebook/receipt', async (req, res) => {
    const { code } = parse(CheckQuery, req.query);
    const { locale } = localsOf(res);
    const found = await receipts.check(principalOf(res), code, locale);
    sendPage(res, receiptCheckPage(code, code === '' ? undefined : found, localsOf(res)));
  });

  return router;
}
