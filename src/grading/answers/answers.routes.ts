import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Translate } from '../../i18n/i18n.js';
import type { CourseGrades } from '../gradebook/course-grades.service.js';
import type { WorkReader } from '../work/learner-work.service.js';
import type { CourseAnswers } from './answers.service.js';
import { answeredItemPage, answersPage, openTextsPage, ORDERS } from './answers.views.js';

const Query = z.object({ order: z.enum(ORDERS).catch('content') });
const Params = z.object({ exercise: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });

export interface AnswersRoutesDeps {
  readonly answers: CourseAnswers;
  readonly course: Pick<CourseGrades, 'people'>;
}

/** `/answers` below a session: what a course answered, for those who teach there. */
export function answersRoutes({ answers, course }: AnswersRoutesDeps): Router {
  const router = Router({ mergeParams: true });

  router.get('/answers', async (req, res) => {
    const { order } = parse(Query, req.query);
    const { t, locale, base } = localsOf(res);
    const items = await answers.items(principalOf(res), readerOf(t, locale));
    sendPage(res, answersPage(items, order, { t, locale, base }));
  });

  router.get('/answers/texts', async (_req, res) => {
    const { t, locale, base } = localsOf(res);
    const principal = principalOf(res);
    const texts = await answers.openTexts(principal, locale);
    sendPage(res, openTextsPage(texts, await course.people(principal), { t, locale, base }));
  });

  router.get('/answers/:exercise', async (req, res) => {
    const { exercise } = parse(Params, req.params);
    const { t, locale, base } = localsOf(res);
    const item = await answers.item(principalOf(res), exercise, readerOf(t, locale));
    sendPage(res, answeredItemPage(item, { t, locale, base }));
  });

  return router;
}

function readerOf(t: Translate, locale: string): WorkReader {
  return { locale, names: { true: t('work.true'), false: t('work.false') } };
}
