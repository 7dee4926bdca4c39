import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { allowToRun } from '../../http/security-headers.js';
import { AppError } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import { InvitationSpent } from './invitations.service.js';
import { manualRoutes } from './manual.routes.js';
import { pagesOf, PlatformConfigurationInvalid } from './openid-configuration.js';
import { guideForProduct } from './platform-guides.js';
import { requirePublicUrl, type Reach } from '../services/public-address.js';
import type { RegistrationInitiation } from './registration.client.js';
import type { RegistrationService } from './registration.service.js';
import {
  confirmPage,
  donePage,
  nameOf,
  refusedPage,
  startHref,
  startPage,
  toolTexts,
} from './registration.views.js';
import type { ToolUrls } from './tool-configuration.js';

export interface RegistrationRoutesDeps {
  readonly registration: RegistrationService;
  readonly publicUrl: URL;
  readonly urls: ToolUrls;
  readonly reach: Reach;
  readonly logger: Logger;
}

/** What a platform adds to the address of an invitation (Dynamic Registration 1.0, section 3.3). */
const Initiation = z.object({
  invitation: z.string().min(1).max(200).optional(),
  openid_configuration: z.string().min(1).max(2000).optional(),
  // What may stand in a header (RFC 6750, section 2.1).
  registration_token: z
    .string()
    .max(8000)
    .regex(/^[A-Za-z0-9._~+/=-]*$/)
    .transform((token) => token || undefined)
    .optional(),
});
type Initiation = z.infer<typeof Initiation>;

/** `/lti/register…`: how a platform's administrator makes platform and tool known to one another. */
export function registrationRoutes(deps: RegistrationRoutesDeps): Router {
  const { registration, publicUrl, reach, logger } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '50kb', parameterLimit: 20 });
  router.use('/register', pageHeaders, form);

  router.get('/register', async (req, res) => {
    const { initiation, token } = readInitiation(parse(Initiation, req.query), reach);
    if (initiation) allowToRun(res, pagesOf(initiation.openidConfiguration));
    const invitation = await registration.invitation(token);
    if (!initiation) {
      const url = new URL(startHref(token), publicUrl);
      sendPage(res, startPage({ token, url, invitation }, localsOf(res)));
      return;
    }
    const platform = await registration.describe(initiation);
    sendPage(res, confirmPage({ platform, initiation, invitation }, localsOf(res).t));
  });

  router.post('/register', async (req, res) => {
    const { initiation } = readInitiation(parse(Initiation, req.body), reach);
    if (!initiation) throw missingConfiguration();
    const { openidConfiguration } = initiation;
    const pages = pagesOf(openidConfiguration);
    allowToRun(res, pages);
    const { t } = localsOf(res);
    const { platform, ...registered } = await registration.register(initiation, toolTexts(t));
    // No redirect: the invitation is spent, so that no other address could show what came of it.
    const about = {
      guide: guideForProduct(platform.product),
      name: nameOf(platform, openidConfiguration),
      closeTarget: pages.length === 1 ? openidConfiguration.origin : '*',
    };
    sendPage(res, donePage(registered, about, t));
  });

  router.use('/register', manualRoutes(deps), refusal(logger));
  return router;
}

/** Kept by nobody, found by no search engine. */
const pageHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Robots-Tag', 'noindex');
  next();
};

/**
 * @returns no `initiation` where a person opened the address by themselves
 * @throws {InvitationSpent} @throws {AddressRefused} @throws {PlatformConfigurationInvalid}
 */
function readInitiation(
  asked: Initiation,
  reach: Reach,
): { readonly token: string; readonly initiation?: RegistrationInitiation } {
  const { invitation: token, openid_configuration: address, registration_token: secret } = asked;
  if (token === undefined) throw new InvitationSpent('none');
  if (address === undefined) {
    if (secret !== undefined) throw missingConfiguration();
    return { token };
  }
  if (!URL.canParse(address)) throw missingConfiguration();
  const openidConfiguration = new URL(address);
  // Before its origin stands in a header of ours.
  requirePublicUrl(openidConfiguration, reach);
  return {
    token,
    initiation: { invitation: token, openidConfiguration, registrationToken: secret },
  };
}

function missingConfiguration(): PlatformConfigurationInvalid {
  return new PlatformConfigurationInvalid(['openid_configuration'], 'missing or no address');
}

/** People read here what the general page cannot say: which field, and that nothing is lost. */
function refusal(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (fault: unknown, req, res, next) => {
    if (!(fault instanceof AppError) || req.accepts(['html', 'json']) !== 'html') {
      next(fault);
      return;
    }
    const { code, status, message: reason, retryAfterSeconds } = fault;
    if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
    const locals = localsOf(res);
    logger.warn({ instanceId: locals.instanceId, code, status, reason }, 'registration refused');
    const fields = fault instanceof PlatformConfigurationInvalid ? fault.fields : [];
    sendPage(res, refusedPage({ code, fields }, locals), status);
  };
}
