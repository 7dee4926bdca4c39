import { Router } from 'express';
import { localsOf, sendPage } from '../../http/page.js';
import { principalOf } from '../../http/session.middleware.js';
import type { ConnectionService } from './connection.service.js';
import { connectionPage } from './connection.views.js';

/** `/connection` below a session: whether the tool and the platform reach one another. */
export function connectionRoutes(deps: {
  readonly connections: ConnectionService;
  readonly publicUrl: URL;
}): Router {
  const { connections, publicUrl } = deps;
  const router = Router({ mergeParams: true });

  router.get('/connection', async (_req, res) => {
    const connection = await connections.connection(principalOf(res));
    sendPage(res, connectionPage(connection, { ...localsOf(res), publicUrl }));
  });

  router.post('/connection', async (_req, res) => {
    await connections.start(principalOf(res));
    res.redirect(303, `${localsOf(res).base}/connection`);
  });

  return router;
}
