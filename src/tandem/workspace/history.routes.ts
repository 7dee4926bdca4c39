import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { History } from './history.service.js';
import { versionPage, versionsPage } from './history.views.js';
import { placeOf } from './live.routes.js';
import type { Workspaces } from './workspace.service.js';
import { hrefOf } from './workspace.routes.js';

const Version = z.object({ version: z.coerce.number().int().min(1).max(1e9) });

/** `…/versions` of a workspace: what stood there before, and how to bring it back. */
export function historyRoutes(deps: {
  readonly workspaces: Workspaces;
  readonly history: History;
}): Router {
  const { workspaces, history } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/workspaces/:tandem/:activity/versions';

  router.get(path, async (req, res) => {
    const place = placeOf(req.params, res);
    const view = await workspaces.view(principalOf(res), place);
    const versions = await history.versions(principalOf(res), place);
    sendPage(res, versionsPage(view, versions, localsOf(res)));
  });

  router.get(`${path}/:version`, async (req, res) => {
    const place = placeOf(req.params, res);
    const { version: number } = parse(Version, req.params);
    const view = await workspaces.view(principalOf(res), place);
    const values = await history.version(principalOf(res), place, number);
    sendPage(res, versionPage({ ...view, values, number }, localsOf(res)));
  });

  router.post(`${path}/:version/restore`, async (req, res) => {
    const { version: number } = parse(Version, req.params);
    await history.restore(principalOf(res), placeOf(req.params, res), number);
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#form`);
  });

  return router;
}
