import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { BrowserKey } from '../../http/browser-key.js';
import { localsOf, sendPage } from '../../http/page.js';
import { MethodNotAllowed } from '../../http/method-not-allowed.js';
import { addressOf, limitRate } from '../../http/rate-limit.js';
import { allowToRun } from '../../http/security-headers.js';
import type { SessionKey } from '../../http/session.js';
import { SECOND } from '../../shared/clock.js';
import { digest, newSecret } from '../../shared/ids.js';
import type { Logger } from '../../shared/logger.js';
import type { KeyRing } from '../keys/key-ring.js';
import { readAuthenticationResponse } from '../launch/authentication-response.js';
import { LaunchRefused } from './launch-refused.js';
import type { Arrival } from '../launch/launch.js';
import { againAt, fieldsOf, initiationOf, readLogin, type LoginFields } from './login-fields.js';
import type { LoginInitiation, LtiService } from './lti.service.js';
import { newWindowPage, storageLaunchPage, storageLoginPage, wayBackFrom } from './lti.views.js';
import { faultCodeOf, type StorageProofs } from './storage-proof.js';
import { KEY_SET_AGE } from '../keys/tool-key.js';

export interface LtiRoutesDeps {
  readonly lti: LtiService;
  readonly keyRing: KeyRing;
  readonly browserKey: BrowserKey;
  readonly proofs: StorageProofs;
  readonly publicUrl: URL;
  readonly logger: Logger;
  /** From one address to one platform. */
  readonly loginsPerMinute: number;
  /** Opens a session for somebody who has arrived. @returns the path of the start page */
  readonly onLaunch: (arrival: Arrival, key: SessionKey) => Promise<string>;
}

/** `/lti/login`, `/lti/launch` and `/lti/keys`. */
export function ltiRoutes(deps: LtiRoutesDeps): Router {
  const { keyRing, loginsPerMinute } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 50 });

  router.get('/keys', (_req, res) => {
    res.setHeader('Cache-Control', `public, max-age=${KEY_SET_AGE / SECOND}`);
    res.json(keyRing.published());
  });
  router.all(
    '/login',
    form,
    limitRate({ perMinute: loginsPerMinute, keyOf: schoolOf }),
    // Beyond that somebody makes platforms up.
    limitRate({ perMinute: PLATFORMS_PER_ADDRESS * loginsPerMinute }),
    (req, res) => answerLogin(deps, req, res),
  );
  router.post('/launch', form, (req, res) => answerLaunch(deps, req, res));
  router.use('/launch', offerWayBack);
  // A token in an address would stand in every log on its way.
  router.all('/launch', (_req, res) => {
    res.setHeader('Allow', 'POST');
    throw new MethodNotAllowed('launch by another method than POST');
  });
  return router;
}

/** Schools that sit behind one address and launch at the same time. */
const PLATFORMS_PER_ADDRESS = 3;

/** Who logs in from where: a school that sends too much leaves its neighbour's lessons alone. */
function schoolOf(req: Request): string {
  const { iss, client_id: clientId } = fieldsOf(req);
  return digest(addressOf(req), String(iss), String(clientId));
}

/** The rungs in their order: the browser's own cookie, the platform's storage, a window of its own. */
async function answerLogin(deps: LtiRoutesDeps, req: Request, res: Response): Promise<void> {
  const { lti, browserKey } = deps;
  const fields = readLogin(req);
  const key = browserKey.read(req);
  res.setHeader('Cache-Control', 'no-store');
  if (key === undefined && fields.cookie_check === undefined) {
    // Before the platform's hint is spent: come back once, to see whether the key came along.
    browserKey.issue(res);
    res.redirect(303, againAt(fields, { cookie_check: '1' }));
    return;
  }
  if (key === undefined) {
    await loginWithoutCookie(deps, fields, res);
    return;
  }
  browserKey.renew(res, key);
  res.redirect(302, (await shownInFrame(lti, initiationOf(fields), res, key)).href);
}

async function loginWithoutCookie(
  { lti, logger }: LtiRoutesDeps,
  fields: LoginFields,
  res: Response,
): Promise<void> {
  const { t } = localsOf(res);
  const { lti_storage_target: storageTarget, storage_fault: fault } = fields;
  const login = initiationOf(fields);
  if (fields.own_window !== undefined) {
    throw new LaunchRefused('cookies-blocked', 'no cookie in a window of its own either');
  }
  const newWindow = againAt(fields, { own_window: '1' });
  if (storageTarget !== undefined && fault === undefined) {
    const secret = newSecret();
    const request = await shownInFrame(lti, { ...login, storageTarget }, res, secret);
    allowToRun(res, await lti.framedBy(login));
    const place = { target: storageTarget, origin: request.origin };
    const otherwise = againAt(fields, { cookie_check: '1', storage_fault: '' });
    sendPage(res, storageLoginPage(t, { request, secret, place, otherwise, newWindow }));
    return;
  }
  if (fault !== undefined) logger.warn({ code: faultCodeOf(fault) }, 'platform storage failed');
  allowToRun(res, await lti.framedBy(login));
  sendPage(res, newWindowPage(t, newWindow));
}

/** The platform's frame is where a refusal will be read: lets it show the page that says why. */
async function shownInFrame(
  lti: LtiService,
  login: LoginInitiation,
  res: Response,
  key: string,
): Promise<URL> {
  try {
    return await lti.startLogin(login, key);
  } catch (fault) {
    allowToRun(res, await lti.framedBy(login));
    throw fault;
  }
}

async function answerLaunch(deps: LtiRoutesDeps, req: Request, res: Response): Promise<void> {
  const { lti, proofs, browserKey, publicUrl, onLaunch } = deps;
  const response = readAuthenticationResponse(req.body);
  const login = lti.loginBehind(response);
  allowToRun(res, login?.framedBy ?? []);
  res.setHeader('Cache-Control', 'no-store');
  if (login?.storage === undefined) {
    const secret = browserKey.read(req);
    // finishLogin holds the login to this key, so there is one.
    const welcome = (arrival: Arrival): Promise<string> =>
      onLaunch(arrival, { carrier: 'cookie', secret: secret ?? '' });
    res.redirect(303, await lti.finishLogin(req.body, secret, welcome));
    return;
  }
  const { state, idToken, error } = response;
  if (!hasTicket(req)) {
    const fields = { id_token: idToken, error, ticket: proofs.ticketFor(response) };
    const place = login.storage;
    sendPage(res, storageLaunchPage(localsOf(res).t, { state, place, fields }));
    return;
  }
  // All the rest a stranger may have prepared in a browser of their own, for somebody else's to post.
  if (!isOwnForm(req, publicUrl)) throw new LaunchRefused('other-browser', 'not our own page');
  const key = { carrier: 'path', secret: newSecret() } as const;
  const welcome = (arrival: Arrival): Promise<string> => onLaunch(arrival, key);
  res.redirect(303, await lti.finishLogin(req.body, proofs.keyIn(req.body, login), welcome));
}

/** For a refusal of somebody whose platform said where it wants them back (LTI Core 1.3, section 5.4.4). */
const offerWayBack: ErrorRequestHandler = (fault, _req, res, next) => {
  const locals = localsOf(res);
  if (fault instanceof LaunchRefused && fault.returnUrl !== undefined) {
    locals.wayBack = wayBackFrom(fault, fault.returnUrl, locals.t);
  }
  next(fault);
};

function hasTicket({ body }: Request): boolean {
  return typeof body === 'object' && body !== null && 'ticket' in body;
}

/** Browsers say of every form which page posted it; what says nothing is no browser that could be misled. */
function isOwnForm(req: Request, publicUrl: URL): boolean {
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === publicUrl.origin;
}
