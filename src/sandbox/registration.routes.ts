import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { sendErrorPage } from './answers.js';
import { readRegistration, registrationAnswer, toolFrom } from './registration.js';
import type { Registrations } from './registrations.service.js';
import { jsonOf } from './service.js';
import type { State } from './state.js';

export interface RegistrationDeps {
  readonly state: State;
  readonly registrations: Registrations;
}

/** `/register`: dynamic registration. Refusals are plain text or a page, never JSON. */
export function registrationRoutes({ state, registrations }: RegistrationDeps): Router {
  const router = Router();
  const text = express.text({ type: () => true, limit: '100kb' });

  router.all('/register', text, async (req, res) => {
    if (req.method !== 'POST' && req.method !== 'GET') {
      refuse(res, 400, 'Unsupported operation');
      return;
    }
    if (bearerOf(req) === undefined) {
      refuse(res, 401, 'missing_registration_token');
      return;
    }
    const token = await registrations.readToken(bearerOf(req) ?? '');
    if (!token || req.method === 'GET') {
      sendErrorPage(res, 'Exception - Syntax error, malformed JSON');
      return;
    }
    if (state.tool(token.sub)) {
      refuse(res, 401, 'token_already_used');
      return;
    }
    const posted = z.record(z.string(), z.unknown()).safeParse(jsonOf(req.body));
    if (!posted.success) {
      sendErrorPage(res, 'Exception - registration must be of type array, null given');
      return;
    }
    const read = readRegistration(posted.data);
    if ('fault' in read) {
      refuse(res, 400, read.fault);
      return;
    }
    const id = { clientId: token.sub, deploymentId: state.nextId('tool') };
    const tool = toolFrom(read.registration, id);
    state.putTool({ ...tool, status: token.activate ? 'active' : 'pending' });
    res.json(registrationAnswer(read.registration, tool));
  });
  return router;
}

function bearerOf(req: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
}

function refuse(res: Response, status: number, word: string): void {
  res.status(status).type('text/html').send(word);
}
