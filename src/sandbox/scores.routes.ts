import express, { Router, type Request, type Response } from 'express';
import { SECOND, type Clock } from '../shared/clock.js';
import { headerText } from './answers.js';
import { gradeAfter, isStale, Score } from './score.js';
import { SCORE } from './scopes.js';
import {
  callerOf,
  jsonOf,
  requireOwnLineItem,
  requireSpoken,
  ServiceRefusal,
  type LineItemParams,
  type Resource,
  type ServiceDeps,
} from './service.js';
import type { State } from './state.js';

const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
const RESOURCE: Resource = {
  operations: { POST: { mediaType: SCORE_TYPE, scopes: [SCORE] } },
  alsoKnown: ['application/vnd.ims.lis.v1.scorecontainer+json'],
};
/** A longer status line would break HTTP clients before they could read the status. */
const LONGEST_REASON = 4000;

/** What becomes of a score that the caller may send: the reason goes into the status line. */
interface Verdict {
  readonly status: 200 | 400 | 409 | 502;
  readonly reason: string;
}

/** Scores (AGS 2.0, section 3.4). Every post is recorded, whatever the answer. */
export function scoreRoutes(deps: ServiceDeps & { readonly clock: Clock }): Router {
  const { state, clock } = deps;
  const router = Router();
  const text = express.text({ type: () => true, limit: '100kb' });

  router.all('/:courseId/lineitems/:lineItemId/lineitem/scores', text, (req, res) => {
    const receivedAt = clock();
    const body = typeof req.body === 'string' ? req.body : '';
    const score = Score.safeParse(jsonOf(body)).data;
    let clientId: string | undefined;
    let status = 500;
    try {
      requireSpoken(req, RESOURCE);
      const tool = callerOf(req, RESOURCE, deps);
      clientId = tool.clientId;
      const item = requireOwnLineItem(deps, paramsOf(req), tool);
      const verdict = judge({ state, itemId: item.id, score, body });
      status = verdict.status;
      if (status === 200 && score) {
        state.putGrade(gradeAfter(score, item, Math.floor(receivedAt / SECOND)));
      }
      send(res, verdict, body);
    } catch (fault) {
      if (fault instanceof ServiceRefusal) status = fault.status;
      throw fault;
    } finally {
      const { lineItemId } = paramsOf(req);
      if (req.method === 'POST') {
        state.recordScore({ receivedAt, lineItemId, clientId, status, body, score });
      }
    }
  });
  return router;
}

interface Judged {
  readonly state: State;
  readonly itemId: string;
  readonly score: Score | undefined;
  readonly body: string;
}

function judge({ state, itemId, score, body }: Judged): Verdict {
  if (score && !/^\d+$/.test(score.userId)) return { status: 502, reason: 'Bad Gateway' };
  if (!score || !isGradable(state, score.userId)) {
    return { status: 400, reason: `Incorrect score received${body}` };
  }
  if (isStale(score, state.grade(itemId, score.userId))) {
    const about = `item ${itemId} and user ${score.userId}`;
    return { status: 409, reason: `Refusing score with an earlier timestamp for ${about}` };
  }
  return { status: 200, reason: 'OK' };
}

function isGradable(state: State, userId: string): boolean {
  const user = state.user(userId);
  return user?.role === 'student' && user.enrolled;
}

function send(res: Response, { status, reason }: Verdict, body: string): void {
  if (status === 502) {
    // Moodle's web server speaks here: PHP had broken off.
    res.status(502).setHeader('Content-Type', 'text/html');
    res.end('<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>');
    return;
  }
  // A status line cannot hold line breaks. PHP then drops it, and a refused score looks accepted.
  const spoilt = status === 400 && /[\r\n]/.test(body);
  res.statusCode = spoilt ? 200 : status;
  res.statusMessage = spoilt ? 'OK' : headerText(reason).slice(0, LONGEST_REASON);
  res.setHeader('Content-Type', `${SCORE_TYPE}; charset=utf-8`);
  res.end(Buffer.from(status === 200 ? '' : '[]'));
}

function paramsOf(req: Request): LineItemParams {
  const { courseId, lineItemId } = req.params;
  return { courseId: String(courseId), lineItemId: String(lineItemId) };
}
