import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import type { OperatorCookie } from './operator-cookie.js';
import { LinkSpent, type Operators } from './operators.service.js';
import { signInPage } from './sign-in.views.js';

/** Whatever has not the shape of a token is answered like one that was used. */
const Link = z.object({ link: z.string().max(200).default('') });

/** `/admin/sign-in`, the one admin page that asks for no session. */
export function signInRoutes(deps: {
  readonly operators: Operators;
  readonly cookie: OperatorCookie;
}): Router {
  const { operators, cookie } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 });

  router.get('/sign-in', async (req, res) => {
    const { link } = parse(Link, req.query);
    if (!(await operators.isOpen(link))) throw new LinkSpent('used, expired or unknown');
    // The address holds a secret until the button is pressed.
    res.setHeader('Referrer-Policy', 'no-referrer');
    sendPage(res, signInPage(localsOf(res).t, link));
  });

  router.post('/sign-in', form, async (req, res) => {
    const { link } = parse(Link, req.body ?? {});
    cookie.set(res, await operators.signIn(link));
    res.redirect(303, '/admin/');
  });

  return router;
}
