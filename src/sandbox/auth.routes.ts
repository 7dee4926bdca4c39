import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { sendAutoSubmit, sendErrorPage } from './answers.js';
import type { Launches, PendingLaunch } from './launches.service.js';

const text = z.string().catch('');
const AuthenticationRequest = z.object({
  scope: text,
  response_type: text,
  response_mode: text,
  prompt: text,
  client_id: text,
  redirect_uri: text,
  login_hint: text,
  lti_message_hint: text,
  state: text,
  nonce: text,
});
type AuthenticationRequest = z.infer<typeof AuthenticationRequest>;

/** `/auth`: the OpenID Connect authentication request, answered by a form post to the tool. */
export function authRoutes({ launches }: { readonly launches: Launches }): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '100kb' });

  const answer = async (res: Response, request: AuthenticationRequest): Promise<void> => {
    const launch = isComplete(request) ? launches.take(request.lti_message_hint) : undefined;
    // Without a launch of ours, or to an address nobody registered, nothing may be posted anywhere.
    if (!launch?.tool.redirectUris.includes(request.redirect_uri)) {
      sendErrorPage(res, 'Invalid request');
      return;
    }
    const fault = faultOf(request, launch);
    sendAutoSubmit(res, {
      action: request.redirect_uri,
      fields: fault
        ? { ...fault, state: request.state }
        : { id_token: await launches.idToken(launch, request.nonce), state: request.state },
    });
  };

  router.get('/auth', (req, res) => answer(res, AuthenticationRequest.parse(req.query)));
  router.post('/auth', form, (req, res) => answer(res, AuthenticationRequest.parse(bodyOf(req))));
  return router;
}

function bodyOf(req: Request): unknown {
  return req.body ?? {};
}

function isComplete(request: AuthenticationRequest): boolean {
  return (
    request.scope === 'openid' &&
    request.response_type === 'id_token' &&
    [request.client_id, request.login_hint, request.nonce].every((value) => value !== '')
  );
}

/** What the tool is told instead of who came. */
function faultOf(
  request: AuthenticationRequest,
  launch: PendingLaunch,
): Record<string, string> | undefined {
  if (request.client_id !== launch.tool.clientId) return { error: 'unauthorized_client' };
  if (request.login_hint !== launch.user.id) return { error: 'access_denied' };
  if (request.response_mode !== 'form_post') {
    return { error: 'invalid_request', error_description: 'Invalid response_mode' };
  }
  if (request.prompt !== '' && request.prompt !== 'none') {
    return { error: 'invalid_request', error_description: 'Invalid prompt' };
  }
  return undefined;
}
