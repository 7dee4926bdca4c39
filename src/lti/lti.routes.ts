import express, { Router, type Request } from 'express';
import { z } from 'zod';
import type { BrowserKey } from '../http/browser-key.js';
import { localsOf, sendPage } from '../http/page.js';
import type { KeyRing } from './key-ring.js';
import { LaunchRefused } from './launch-refused.js';
import type { Arrival, LoginInitiation, LtiService } from './lti.service.js';
import { newWindowPage } from './lti.views.js';

/** Some platforms send a field without a value for one that they do not have. */
const Optional = z
  .string()
  .max(255)
  .optional()
  .transform((value) => (value === '' ? undefined : value));

const LoginFields = z.object({
  iss: z.string().min(1).max(255),
  login_hint: z.string().min(1).max(2000),
  target_link_uri: z.url({ protocol: /^https?$/ }).max(2000),
  lti_message_hint: z.string().max(8000).optional(),
  lti_deployment_id: Optional,
  client_id: Optional,
  /** Ours: set on the way back to ourselves, to see whether the browser keeps cookies. */
  cookie_check: z.literal('1').optional(),
});
type LoginFields = z.infer<typeof LoginFields>;

export interface LtiRoutesDeps {
  readonly lti: LtiService;
  readonly keyRing: KeyRing;
  readonly browserKey: BrowserKey;
  /** Opens a session for somebody who has arrived. @returns the path of the start page */
  readonly onLaunch: (arrival: Arrival, key: string) => Promise<string>;
}

/** `/lti/login`, `/lti/launch` and `/lti/keys`. */
export function ltiRoutes({ lti, keyRing, browserKey, onLaunch }: LtiRoutesDeps): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 50 });

  router.get('/keys', (_req, res) => {
    res.setHeader('Cache-Control', 'public, max-age=3600');
    res.json(keyRing.published());
  });

  router.all('/login', form, async (req, res) => {
    const fields = readLogin(req);
    const key = browserKey.read(req);
    if (key !== undefined) {
      res.redirect(302, (await lti.startLogin(initiationOf(fields), key)).href);
      return;
    }
    if (fields.cookie_check === undefined) {
      // Before the platform's hint is spent: come back once, to see whether the key came along.
      browserKey.issue(res);
      const query = new URLSearchParams({ ...stringsOf(fields), cookie_check: '1' });
      res.redirect(303, `/lti/login?${query.toString()}`);
      return;
    }
    sendPage(
      res,
      newWindowPage(localsOf(res).t, stringsOf({ ...fields, cookie_check: undefined })),
    );
  });

  router.post('/launch', form, async (req, res) => {
    const key = browserKey.read(req);
    // finishLogin holds the login to this key, so there is one.
    const welcome = (arrival: Arrival): Promise<string> => onLaunch(arrival, key ?? '');
    res.redirect(303, await lti.finishLogin(req.body, key, welcome));
  });

  return router;
}

function readLogin(req: Request): LoginFields {
  const body = typeof req.body === 'object' && req.body !== null ? (req.body as object) : {};
  const fields = LoginFields.safeParse({ ...req.query, ...body });
  if (fields.success) return fields.data;
  const names = fields.error.issues.map((issue) => issue.path.join('.'));
  throw new LaunchRefused('login-invalid', `login fields: ${names.join(', ')}`);
}

function initiationOf(fields: LoginFields): LoginInitiation {
  return {
    issuer: fields.iss,
    loginHint: fields.login_hint,
    targetLinkUri: fields.target_link_uri,
    messageHint: fields.lti_message_hint,
    deploymentId: fields.lti_deployment_id,
    clientId: fields.client_id,
  };
}

function stringsOf(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Record<string, string>;
}
