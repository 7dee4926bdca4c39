import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { RosterService } from './roster.service.js';
import { peoplePage } from './roster.views.js';

const PeopleParams = z.object({
  search: z.string().max(200).default(''),
  show: z.enum(['all', 'not-launched']).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/** `/people` below a session: who is in the course. */
export function rosterRoutes({ roster }: { readonly roster: RosterService }): Router {
  const router = Router({ mergeParams: true });

  router.get('/people', async (req, res) => {
    const query = parse(PeopleParams, req.query);
    sendPage(res, peoplePage(await roster.people(principalOf(res)), query, localsOf(res)));
  });

  router.post('/people/refresh', async (_req, res) => {
    await roster.refresh(principalOf(res));
    res.redirect(303, `${localsOf(res).base}/people`);
  });

  return router;
}
