import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import { PLATFORM_CHANGES, type AdminService } from './admin.service.js';
import { connectionPage } from './connection.views.js';
import { confirmPlatformPage, platformPage, platformsPage } from './platforms.views.js';

const PlatformParams = z.object({ platform: z.string().min(1).max(64) });
const ChangeParams = PlatformParams.extend({ change: z.enum(PLATFORM_CHANGES) });
const DeploymentBody = z.object({
  deployment: z.string().min(1).max(255),
  status: z.enum(['allowed', 'blocked']),
});

/** `/admin/platforms…` */
export function platformsRoutes(deps: {
  readonly admin: AdminService;
  readonly publicUrl: URL;
}): Router {
  const { admin, publicUrl } = deps;
  const router = Router();

  router.get('/platforms', async (_req, res) => {
    sendPage(res, platformsPage(await admin.platforms(), localsOf(res)));
  });

  router.get('/platforms/:platform', async (req, res) => {
    const { platform } = parse(PlatformParams, req.params);
    sendPage(res, platformPage(await admin.platform(platform), localsOf(res)));
  });

  router.post('/platforms/:platform/deployments', async (req, res) => {
    const { platform } = parse(PlatformParams, req.params);
    const { deployment, status } = parse(DeploymentBody, req.body);
    await admin.setDeployment(platform, deployment, status);
    res.redirect(303, `/admin/platforms/${encodeURIComponent(platform)}`);
  });

  router.get('/platforms/:platform/connection', async (req, res) => {
    const { platform } = parse(PlatformParams, req.params);
    const connection = await admin.connection.latest(platform);
    sendPage(res, connectionPage(connection, { ...localsOf(res), publicUrl }));
  });

  router.post('/platforms/:platform/connection', async (req, res) => {
    const { platform } = parse(PlatformParams, req.params);
    await admin.connection.start(platform);
    res.redirect(303, `/admin/platforms/${encodeURIComponent(platform)}/connection`);
  });

  router.get('/platforms/:platform/:change', async (req, res) => {
    const { platform, change } = parse(ChangeParams, req.params);
    sendPage(res, confirmPlatformPage(await admin.platform(platform), change, localsOf(res)));
  });

  router.post('/platforms/:platform/:change', async (req, res) => {
    const { platform, change } = parse(ChangeParams, req.params);
    await admin.changePlatform(platform, change);
    const gone = change === 'remove';
    res.redirect(
      303,
      gone ? '/admin/platforms' : `/admin/platforms/${encodeURIComponent(platform)}`,
    );
  });

  return router;
}
