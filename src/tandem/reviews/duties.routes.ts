import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { isTrainer } from '../tandem.policy.js';
import { dutiesPage, ownReviewsPage } from './duties.views.js';
import type { ReviewDuties, ReviewedActivity } from './review-duties.service.js';
import type { Reviewing } from './reviewing.service.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const ActivityParams = z.object({ activity: Id });
export const ReviewParams = z.object({ review: Id });
const Kind = z.enum(['blind', 'open']);
const Evenly = z.object({ each: z.coerce.number().int().min(1).max(3), kind: Kind });
const ByHand = z.object({ reviewer: Id, reviewed: Id, kind: Kind });

/** `/tandem/reviews/:activity` below a session: who reviews whom. */
export function dutyRoutes(deps: {
  readonly duties: ReviewDuties;
  readonly reviewing: Pick<Reviewing, 'own'>;
}): Router {
  const { duties, reviewing } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/reviews/:activity';
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

  router.get(path, async (req, res) => {
    const about = aboutOf(req.params, res);
    const principal = principalOf(res);
    if (isTrainer(principal)) {
      sendPage(res, dutiesPage(await duties.overview(principal, about), localsOf(res)));
    } else sendPage(res, ownReviewsPage(await reviewing.own(principal, about), localsOf(res)));
  });

  router.post(`${path}/evenly`, form, async (req, res) => {
    const about = aboutOf(req.params, res);
    const { each, kind } = parse(Evenly, req.body ?? {});
    await duties.assign(principalOf(res), about, { each, isBlind: kind === 'blind' });
    res.redirect(303, hrefOf(about, res));
  });

  router.post(`${path}/by-hand`, form, async (req, res) => {
    const about = aboutOf(req.params, res);
    const { reviewer, reviewed, kind } = parse(ByHand, req.body ?? {});
    await duties.assignOne(principalOf(res), about, {
      ...{ reviewerTandemId: reviewer, reviewedTandemId: reviewed },
      isBlind: kind === 'blind',
    });
    res.redirect(303, hrefOf(about, res));
  });

  router.post(`${path}/:review/remove`, form, async (req, res) => {
    const about = aboutOf(req.params, res);
    await duties.remove(principalOf(res), about, parse(ReviewParams, req.params).review);
    res.redirect(303, hrefOf(about, res));
  });

  return router;
}

export function aboutOf(
  params: Readonly<Record<string, unknown>>,
  res: Response,
): ReviewedActivity {
  const { activity } = parse(ActivityParams, params);
  return { activityId: activity, locale: localsOf(res).locale };
}

export function hrefOf({ activityId }: ReviewedActivity, res: Response): string {
  return `${localsOf(res).base}/tandem/reviews/${activityId}`;
}
