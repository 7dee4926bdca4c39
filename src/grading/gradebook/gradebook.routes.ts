import { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { CSV_MARK } from '../../shared/csv.js';
import { gradePage } from './grade.views.js';
import type { GradeActions } from './grade-actions.service.js';
import { gradeLineOf, GRADES_HEAD, TRIES_HEAD, tryLineOf } from './gradebook-csv.js';
import type { CourseGradebooks } from './gradebook.service.js';
import { DONE, gradebookPage, SHOWS } from './gradebook.views.js';

const Done = z.enum(DONE).optional().catch(undefined);
const Query = z.object({
  show: z.enum(SHOWS).catch('all'),
  activity: z.string().max(100).catch(''),
  search: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  done: Done,
  count: z.coerce.number().int().min(0).catch(0),
});
const RowParams = z.object({
  grade: z.string().max(100),
  kind: z.enum(['score', 'completion']),
});
const RowQuery = z.object({ done: Done });

export interface GradebookRoutesDeps {
  readonly gradebooks: CourseGradebooks;
  readonly actions: GradeActions;
}

/** `/gradebook` below a session: the grades of the course, for those who teach. */
export function gradebookRoutes({ gradebooks, actions }: GradebookRoutesDeps): Router {
  const router = Router({ mergeParams: true });

  router.get('/gradebook', async (req, res) => {
    const query = parse(Query, req.query);
    const gradebook = await gradebooks.view(principalOf(res));
    sendPage(res, gradebookPage(gradebook, query, localsOf(res)));
  });

  router.post('/gradebook/send', async (_req, res) => {
    const count = await actions.sendWaiting(principalOf(res));
    backToList(res, 'sent', count);
  });

  router.post('/gradebook/compare', async (_req, res) => {
    await actions.compare(principalOf(res));
    backToList(res, 'compared');
  });

  router.get('/gradebook/grades.csv', async (_req, res) => {
    const { rows } = await gradebooks.view(principalOf(res));
    res.attachment('tandem-grades.csv').type('text/csv; charset=utf-8');
    res.send(`${CSV_MARK}${GRADES_HEAD}${rows.map(gradeLineOf).join('')}`);
  });

  router.get('/gradebook/tries.csv', async (_req, res) => {
    for await (const { page, titleOf } of gradebooks.tries(principalOf(res))) {
      if (!res.headersSent) {
        res.attachment('tandem-tries.csv').type('text/csv; charset=utf-8');
        res.write(`${CSV_MARK}${TRIES_HEAD}`);
      }
      res.write(page.map((tried) => tryLineOf(tried, titleOf(tried))).join(''));
    }
    res.end();
  });

  router.get('/gradebook/grades/:grade/:kind', async (req, res) => {
    const { grade: progressId, kind } = parse(RowParams, req.params);
    const { done } = parse(RowQuery, req.query);
    const found = await gradebooks.row(principalOf(res), { progressId, kind });
    sendPage(res, gradePage(found, done, localsOf(res)));
  });

  router.post('/gradebook/grades/:grade/:kind/resend', async (req, res) => {
    const { grade: progressId, kind } = parse(RowParams, req.params);
    await actions.resend(principalOf(res), { progressId, kind });
    res.redirect(303, `${localsOf(res).base}/gradebook/grades/${progressId}/${kind}?done=resent`);
  });

  router.post('/gradebook/grades/:grade/:kind/keep', async (req, res) => {
    const { grade: progressId, kind } = parse(RowParams, req.params);
    await actions.keepTheirs(principalOf(res), { progressId, kind });
    res.redirect(303, `${localsOf(res).base}/gradebook/grades/${progressId}/${kind}?done=kept`);
  });

  return router;
}

/** The list says what was done. */
export function backToList(res: Response, done: (typeof DONE)[number], count = 0): void {
  res.redirect(303, `${localsOf(res).base}/gradebook?done=${done}&count=${String(count)}`);
}
