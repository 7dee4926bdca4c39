import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { manualPage } from './manual.views.js';
import { GUIDE_IDS } from './platform-guide.js';
import { guideOf } from './platform-guides.js';
import type { Reach } from '../services/public-address.js';
import { readRegistrationForm, TypedRegistration } from './registration-form.js';
import { RegistrationInvalid, type RegistrationService } from './registration.service.js';
import { donePage } from './registration.views.js';
import type { ToolUrls } from './tool-configuration.js';

export interface ManualRoutesDeps {
  readonly registration: RegistrationService;
  readonly publicUrl: URL;
  readonly urls: ToolUrls;
  readonly reach: Reach;
}

const Manual = z.object({
  // Without one it is an invitation that nobody knows.
  invitation: z.string().max(200).default(''),
  platform: z.enum(GUIDE_IDS).default('other'),
});

/** `/manual` below `/lti/register`: a page for each platform, with a form for its values. */
export function manualRoutes(deps: ManualRoutesDeps): Router {
  const { registration, publicUrl, reach } = deps;
  const router = Router();

  router.get('/manual', async (req, res) => {
    const { invitation: token, platform } = parse(Manual, req.query);
    await registration.invitation(token);
    sendPage(res, manualPage(guideOf(platform), { ...deps, token }, {}, localsOf(res).t));
  });

  router.post('/manual', async (req, res) => {
    const { invitation: token, platform } = parse(Manual, req.body);
    const typed = parse(TypedRegistration, req.body);
    await registration.invitation(token);
    const { t } = localsOf(res);
    const guide = guideOf(platform);
    const read = readRegistrationForm(typed, guide, { publicUrl, reach });
    const result =
      'faults' in read
        ? read
        : await registration.registerByHand(token, read.registration).catch((fault: unknown) => {
            if (fault instanceof RegistrationInvalid) return { faults: fault.faults };
            throw fault;
          });
    if ('faults' in result) {
      const { faults } = result;
      sendPage(res, manualPage(guide, { ...deps, token }, { typed, faults }, t), 400);
      return;
    }
    // No redirect: the invitation is spent, so that no other address could show what came of it.
    const name = new URL(typed.authUrl.trim()).host;
    sendPage(res, donePage(result, { guide, name }, t));
  });

  return router;
}
