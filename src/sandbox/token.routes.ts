import express, { Router, type Response } from 'express';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { SECOND, type Clock } from '../shared/clock.js';
import { TOKEN_LIFETIME, type AccessTokens } from './access-tokens.js';
import { sendErrorPage } from './answers.js';
import type { Tool } from './course.js';
import { SERVICE_SCOPES } from './scopes.js';
import type { State } from './state.js';
import { ToolJwtRefused, type ToolKeys } from './tool-keys.client.js';

const TokenRequest = z.object({
  grant_type: z.string().min(1),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().min(1),
  scope: z.string().min(1),
});

/** Seconds since 1970 where a time is given. */
const Assertion = z.object({ iss: z.string(), exp: z.number(), iat: z.number().optional() });

export interface TokenDeps {
  readonly state: State;
  readonly tokens: AccessTokens;
  readonly toolKeys: ToolKeys;
  readonly clock: Clock;
}

/** `/token`: OAuth 2 client credentials with a signed assertion. */
export function tokenRoutes({ state, tokens, toolKeys, clock }: TokenDeps): Router {
  const router = Router();

  router.post('/token', express.urlencoded({ extended: false }), async (req, res) => {
    const parsed = TokenRequest.safeParse(req.body);
    if (!parsed.success) {
      refuse(res, 'invalid_request');
      return;
    }
    const request = parsed.data;
    if (request.grant_type !== 'client_credentials') {
      refuse(res, 'unsupported_grant_type');
      return;
    }
    const tool = toolOf(state, request.client_assertion);
    if (!tool) {
      refuse(res, 'invalid_client');
      return;
    }
    try {
      const claims = await toolKeys.verify(tool, request.client_assertion);
      const fault = faultOf(claims, tool, Math.floor(clock() / SECOND));
      if (fault !== undefined) {
        refuse(res, fault);
        return;
      }
    } catch (fault) {
      if (!(fault instanceof ToolJwtRefused)) throw fault;
      refuseJwt(res, fault);
      return;
    }
    const scopes = request.scope.split(' ').filter((scope) => SERVICE_SCOPES.includes(scope));
    if (scopes.length === 0) {
      refuse(res, 'invalid_scope');
      return;
    }
    send(res, 200, {
      access_token: tokens.issue(tool.clientId, scopes),
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME,
      scope: scopes.join(' '),
    });
  });
  return router;
}

function toolOf(state: State, assertion: string): Tool | undefined {
  try {
    const tool = state.tool(decodeJwt(assertion).sub ?? '');
    return tool?.status === 'active' ? tool : undefined;
  } catch {
    // No JWT at all: nobody we know.
    return undefined;
  }
}

/** No leeway in either direction. Stricter than Moodle, which asks for neither `iss` nor `exp`. */
function faultOf(claims: unknown, tool: Tool, now: number): string | undefined {
  const parsed = Assertion.safeParse(claims);
  if (!parsed.success || parsed.data.iss !== tool.clientId) return 'invalid_client';
  const { iat, exp } = parsed.data;
  if (iat !== undefined && iat > now) {
    return `Cannot handle token with iat prior to ${phpDate(iat)}`;
  }
  return now >= exp ? 'Expired token' : undefined;
}

function phpDate(seconds: number): string {
  return `${new Date(seconds * SECOND).toISOString().slice(0, 19)}+0000`;
}

function refuseJwt(res: Response, { reason }: ToolJwtRefused): void {
  switch (reason) {
    case 'keys-unreachable':
      sendErrorPage(res, 'Exception - the key set of the tool must be of type array, null given');
      return;
    case 'unknown-kid':
      // Not JSON, and Moodle's neither: the quotes of the message are not escaped.
      sendText(res, 400, '{\n  "error" : ""kid" invalid, unable to lookup correct key"\n}');
      return;
    case 'no-kid':
      refuse(res, 'error/Error: kid must be provided in JWT header.');
      return;
    case 'malformed':
    case 'bad-signature':
      refuse(res, 'Signature verification failed');
  }
}

function refuse(res: Response, error: string): void {
  send(res, 400, { error });
}

function send(res: Response, status: number, body: object): void {
  sendText(res, status, JSON.stringify(body));
}

/** JSON under the name of HTML, as Moodle sends it. */
function sendText(res: Response, status: number, body: string): void {
  res.status(status).type('text/html').send(body);
}
