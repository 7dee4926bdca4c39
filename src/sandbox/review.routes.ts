import { Router, type Request } from 'express';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import { NotAllowed, NotFound } from '../shared/errors.js';
import { sendAutoSubmit } from './answers.js';
import type { User } from './course.js';
import type { Launches } from './launches.service.js';
import { mayLookAt, sendPage, type Pages } from './pages.views.js';
import type { SandboxState } from './state.js';

const Target = z.object({ target: z.enum(['iframe', 'window']).optional() });

/** From a grade to the work behind it (Submission Review 1.0). */
export function reviewRoutes(
  deps: { readonly state: SandboxState; readonly launches: Launches; readonly pages: Pages },
  userOf: (req: Request) => User | undefined,
): Router {
  const { state, launches, pages } = deps;
  const router = Router();

  /** @throws {NotFound} @throws {NotAllowed} a learner asks for somebody else's work */
  function whoMay(req: Request, learnerId: string): { readonly user: User; learner: User } {
    const [user, learner] = [userOf(req), state.user(learnerId)];
    if (!user || !learner) throw new NotFound('user');
    if (!mayLookAt(user, learner)) throw new NotAllowed('work of somebody else');
    return { user, learner };
  }

  router.get('/review/:lineItemId/:learnerId', (req, res) => {
    const { lineItemId, learnerId } = req.params;
    const { user } = whoMay(req, learnerId);
    const lineItem = state.lineItem(lineItemId);
    const tool = lineItem && state.tool(lineItem.clientId);
    if (!lineItem || !tool) throw new NotFound('line item');
    const start = `/start-review/${lineItem.id}/${learnerId}?user=${user.id}`;
    const page = pages.launch(user, {
      title: `Review: ${lineItem.label}`,
      frameSrc: start,
      frameTitle: lineItem.label,
      toolOrigin: new URL(tool.launchUrl).origin,
      windowHref: `${start}&target=window`,
      size: 'fill',
      closeHref: `/gradebook?user=${user.id}`,
    });
    sendPage(res, page);
  });

  router.get('/start-review/:lineItemId/:learnerId', (req, res) => {
    const { lineItemId, learnerId } = req.params;
    const { user } = whoMay(req, learnerId);
    const { target: documentTarget } = parse(Target, req.query);
    const wanted = { userId: user.id, lineItemId, learnerId, documentTarget };
    const { url, fields } = launches.startReview(wanted);
    sendAutoSubmit(res, { action: url, fields });
  });
  return router;
}
