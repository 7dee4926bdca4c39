import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { aboutOf, hrefOf, ReviewParams } from './duties.routes.js';
import { readNotes, WrittenReview } from './review-form.js';
import { reviewPage } from './review.views.js';
import type { Reviewing } from './reviewing.service.js';

const Thanks = z.object({ text: z.string().trim().max(1000).default('') });

/** `/tandem/reviews/:activity/:review` below a session: what a tandem says about the work of another. */
export function reviewRoutes({ reviewing }: { readonly reviewing: Reviewing }): Router {
  const router = Router({ mergeParams: true });
  const path = '/tandem/reviews/:activity/:review';
  const form = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 200 });

  router.get(path, async (req, res) => {
    const { review } = parse(ReviewParams, req.params);
    const view = await reviewing.one(principalOf(res), aboutOf(req.params, res), review);
    sendPage(res, reviewPage(view, { isWanting: false }, localsOf(res)));
  });

  router.post(`${path}/write`, form, async (req, res) => {
    const about = aboutOf(req.params, res);
    const { review: reviewId } = parse(ReviewParams, req.params);
    const { revision, ...written } = parse(WrittenReview, req.body ?? {});
    const principal = principalOf(res);
    const notes = readNotes(written);
    const missing = await reviewing.write(principal, about, { reviewId, revision, notes });
    if (missing.length === 0) {
      res.redirect(303, `${hrefOf(about, res)}/${reviewId}`);
      return;
    }
    const view = await reviewing.one(principal, about, reviewId);
    sendPage(res, reviewPage(view, { isWanting: true }, localsOf(res)), 400);
  });

  router.post(`${path}/thanks`, form, async (req, res) => {
    const about = aboutOf(req.params, res);
    const { review: reviewId } = parse(ReviewParams, req.params);
    const { text } = parse(Thanks, req.body ?? {});
    await reviewing.reply(principalOf(res), about, { reviewId, text });
    res.redirect(303, `${hrefOf(about, res)}/${reviewId}#thanks`);
  });

  return router;
}
