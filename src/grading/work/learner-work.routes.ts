import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { LearnerWorks } from './learner-work.service.js';
import { learnerWorkPage } from './learner-work.views.js';

/** A platform's user id: any text, also an address. */
const Params = z.object({ user: z.string().min(1).max(255) });

/** `/learners/:user` below a session. */
export function learnerWorkRoutes({ works }: { readonly works: LearnerWorks }): Router {
  const router = Router({ mergeParams: true });

  router.get('/learners/:user', async (req, res) => {
    const { user: userId } = parse(Params, req.params);
    const { t, locale } = localsOf(res);
    const names = { true: t('work.true'), false: t('work.false') };
    const work = await works.workOf(principalOf(res), userId, { locale, names });
    sendPage(res, learnerWorkPage(work, t, locale));
  });

  return router;
}
