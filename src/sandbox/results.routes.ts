import { Router } from 'express';
import { SECOND } from '../shared/clock.js';
import { sendErrorPage } from './answers.js';
import type { Grade, LineItem } from './course.js';
import { gradeServiceLinks } from './link-header.js';
import { RESULT_READONLY } from './scopes.js';
import {
  callerOf,
  countOf,
  requireOwnLineItem,
  sendAs,
  speaking,
  textOf,
  typeIdOf,
  type Resource,
  type ServiceDeps,
} from './service.js';
import type { Urls } from './urls.js';

const RESULT_TYPE = 'application/vnd.ims.lis.v2.resultcontainer+json';
const RESOURCE: Resource = {
  operations: { GET: { mediaType: RESULT_TYPE, scopes: [RESULT_READONLY] } },
};

/** Results: what the gradebook shows (AGS 2.0, section 3.3). */
export function resultRoutes(deps: ServiceDeps & { readonly urls: Urls }): Router {
  const { state, urls } = deps;
  const router = Router();

  router
    .route('/:courseId/lineitems/:lineItemId/lineitem/results')
    .all(speaking(RESOURCE))
    .get((req, res) => {
      const item = requireOwnLineItem(deps, req.params, callerOf(req, RESOURCE, deps));
      const typeId = typeIdOf(req);
      const limit = countOf(req.query.limit);
      const from = countOf(req.query.from) ?? 0;
      if (limit && typeId !== undefined) {
        // A fault of Moodle's own: its paging of results knows no type_id.
        sendErrorPage(res, 'Exception - Call to a member function out() on null');
        return;
      }
      const scoreOf = urls.lineItem(state.course, item, typeId);
      const resultsUrl = urls
        .lineItem(state.course, item, undefined)
        .concat('/results', typeId === undefined ? '' : `?type_id=${typeId}`);
      const userId = textOf(req.query.user_id);
      const grades = state.grades({ lineItemId: item.id, userId });
      if (limit)
        res.setHeader('Link', gradeServiceLinks(resultsUrl, { limit, from }, grades.length));
      const page = limit ? grades.slice(from, from + limit) : grades;
      sendAs(
        res,
        RESULT_TYPE,
        page.map((grade) => shown(grade, item, { scoreOf, resultsUrl })),
      );
    });
  return router;
}

/** An erased grade leaves only its owner. */
function shown(
  grade: Grade,
  item: LineItem,
  { scoreOf, resultsUrl }: { readonly scoreOf: string; readonly resultsUrl: string },
): Record<string, unknown> {
  const { userId, finalGrade, timeModified, comment } = grade;
  const id = `${resultsUrl}${resultsUrl.includes('?') ? '&' : '?'}user_id=${userId}`;
  if (finalGrade === undefined || timeModified === undefined) return { id, userId };
  return {
    id,
    userId,
    resultScore: finalGrade,
    resultMaximum: item.scoreMaximum,
    ...(comment !== '' && { comment }),
    scoreOf,
    timestamp: new Date(timeModified * SECOND).toISOString().replace(/\.\d+Z$/, '+00:00'),
  };
}
