import express, { Router } from 'express';
import { localsOf, sendPage } from '../http/page.js';
import type { AdminService } from './admin.service.js';
import { invitationsRoutes } from './invitations.routes.js';
import { confirmRotationPage, keysPage } from './keys.views.js';
import { librariesRoutes } from './libraries.routes.js';
import type { AdminLibraries } from './libraries.service.js';
import { logRoutes } from './log.routes.js';
import type { OperatorCookie } from './operator-cookie.js';
import { adminHeaders, requireOperator, requirePageToken } from './operator.middleware.js';
import type { Operators } from './operators.service.js';
import { overviewPage } from './overview.views.js';
import { platformsRoutes } from './platforms.routes.js';
import { signInRoutes } from './sign-in.routes.js';

export interface AdminRoutesDeps {
  readonly admin: AdminService;
  readonly libraries: AdminLibraries;
  readonly operators: Operators;
  readonly cookie: OperatorCookie;
  readonly publicUrl: URL;
}

/** Everything below `/admin`. What stands after `requireOperator` is for a signed-in operator only. */
export function adminRoutes(deps: AdminRoutesDeps): Router {
  const { admin, libraries, operators, cookie, publicUrl } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '20kb', parameterLimit: 20 });

  router.use(adminHeaders, signInRoutes({ operators, cookie }));
  router.use(requireOperator({ operators, cookie }), form, requirePageToken);

  router.get('/', async (_req, res) => {
    sendPage(res, overviewPage(await admin.overview(), localsOf(res)));
  });

  router.get('/keys', async (_req, res) => {
    sendPage(res, keysPage(await admin.keys(), localsOf(res)));
  });

  router.get('/keys/rotate', (_req, res) => {
    sendPage(res, confirmRotationPage(localsOf(res)));
  });

  router.post('/keys/rotate', async (_req, res) => {
    await admin.rotateKeys();
    res.redirect(303, '/admin/keys');
  });

  router.post('/sign-out', async (req, res) => {
    await operators.signOut(cookie.read(req) ?? '');
    cookie.clear(res);
    res.redirect(303, '/admin/');
  });

  router.use(
    platformsRoutes({ admin, publicUrl }),
    invitationsRoutes({ admin }),
    librariesRoutes({ libraries }),
    logRoutes({ admin }),
  );
  return router;
}
