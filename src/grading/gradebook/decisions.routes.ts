import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Decisions } from './decisions.service.js';
import { activityPage, resendPage } from './decisions.views.js';
import { backToList } from './gradebook.routes.js';
import type { CourseGradebooks } from './gradebook.service.js';
import { COUNTINGS } from '../columns/link-grading.js';

const LinkParams = z.object({ link: z.string().max(100) });
const Replace = z.object({ replace: z.enum(['yes']).optional() });
/** What is looked at before it is decided; without `counting`, what holds now. */
const Wanted = z.object({
  counting: z.enum(COUNTINGS).optional(),
  column: z.enum(['as-launched', 'make', 'none']).optional(),
  completion: z.enum(['yes']).optional(),
});
const Decided = Wanted.required({ counting: true, column: true });

export interface DecisionsRoutesDeps {
  readonly decisions: Decisions;
  readonly gradebooks: CourseGradebooks;
}

/** `/gradebook/resend` and `/gradebook/activities/:link` below a session: first a look, then the change. */
export function decisionsRoutes({ decisions, gradebooks }: DecisionsRoutesDeps): Router {
  const router = Router({ mergeParams: true });

  router.get('/gradebook/resend', async (_req, res) => {
    const principal = principalOf(res);
    const preview = await decisions.previewResend(principal);
    sendPage(res, resendPage(preview, await gradebooks.view(principal), localsOf(res)));
  });

  router.post('/gradebook/resend', async (req, res) => {
    const { replace } = parse(Replace, req.query);
    const count = await decisions.resendAll(principalOf(res), { replace: replace === 'yes' });
    backToList(res, 'sent', count);
  });

  router.get('/gradebook/activities/:link', async (req, res) => {
    const { link } = parse(LinkParams, req.params);
    const { completion, ...wanted } = parse(Wanted, req.query);
    const principal = principalOf(res);
    const activity = await gradebooks.activity(principal, link);
    const { grading } = activity;
    const isPreview = wanted.counting !== undefined;
    const chosen = {
      counting: wanted.counting ?? grading.counting,
      column: wanted.column ?? grading.column,
      completion: isPreview ? completion === 'yes' : grading.completionLabel !== undefined,
    };
    const effect = await decisions.previewCounting(principal, link, chosen.counting);
    const preview = isPreview ? effect : undefined;
    sendPage(res, activityPage(activity, { chosen, preview }, localsOf(res)));
  });

  router.post('/gradebook/activities/:link', async (req, res) => {
    const { link } = parse(LinkParams, req.params);
    const { counting, column, completion } = parse(Decided, req.query);
    const principal = principalOf(res);
    const { title } = await gradebooks.activity(principal, link);
    const { t } = localsOf(res);
    const completionLabel = completion === 'yes' ? t('gradebook.completion', { title }) : undefined;
    const decision = { counting, column, columnLabel: title, completionLabel };
    await decisions.decide(principal, link, decision);
    backToList(res, 'decided');
  });

  return router;
}
