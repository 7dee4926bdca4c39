import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { BrowserKey } from '../../http/browser-key.js';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { addressOf, limitRate } from '../../http/rate-limit.js';
import { ForeignRequest } from '../../http/session.middleware.js';
import type { SessionKey } from '../../http/session.js';
import { readMailAddress } from '../../mail/index.js';
import { hasCode } from '../../shared/errors.js';
import { digest, newSecret } from '../../shared/ids.js';
import { Profile } from '../participant.js';
import { browserIdOf } from './guest.js';
import type { Entered, GuestArrivals, GuestBrowser, GuestDoor } from './guest-arrivals.service.js';
import type { GuestCookie } from './guest-cookie.js';
import {
  guestAskedPage,
  guestEnterPage,
  guestFrontPage,
  guestLinkPage,
  guestSpentPage,
} from './guest-door.views.js';
import type { OpenGuestSession } from './guest-session.service.js';
import type { Visits } from './visits.service.js';

const Address = z.object({ address: z.string().max(400).default('') });
/** Whatever has not the shape of a token is answered like one that was used. */
const Params = z.object({ token: z.string().max(200) });
const Key = z.object({
  key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/u)
    .optional()
    .catch(undefined),
});
const Entry = Key.extend({
  code: z.string().max(40).default(''),
  name: z.string().max(500).default(''),
});

/** Nobody needs more; a class shares one address. */
const POSTS_PER_MINUTE = 60;

export interface GuestDoorDeps {
  readonly arrivals: GuestArrivals;
  readonly visits: Pick<Visits, 'ask'>;
  readonly mailIsOn: boolean;
  readonly browserKey: BrowserKey;
  readonly cookie: GuestCookie;
  readonly open: OpenGuestSession;
}

/** `/guest`: the way in for people without a platform. */
export function guestDoorRoutes(deps: GuestDoorDeps): Router {
  const { arrivals, visits, mailIsOn, browserKey } = deps;
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });
  router.use(ownPages, limitRate({ perMinute: POSTS_PER_MINUTE, keyOf: addressOfPost }));

  router.get('/', (_req, res) => {
    sendPage(res, guestFrontPage({ mailIsOn, isFault: false }, localsOf(res)));
  });

  router.post('/', form, async (req, res) => {
    const address = readMailAddress(parse(Address, req.body ?? {}).address);
    if (address === undefined || !mailIsOn) {
      sendPage(res, guestFrontPage({ mailIsOn, isFault: true }, localsOf(res)), 400);
      return;
    }
    await visits.ask(address);
    sendPage(res, guestAskedPage(localsOf(res)), 202);
  });

  router.get('/links/:token', async (req, res) => {
    const { token } = parse(Params, req.params);
    const key = browserKey.read(req) ?? browserKey.issue(res);
    const browser = browserOf(deps, req, { carrier: 'cookie', secret: key });
    await orSaySpent(res, async () => {
      sendPage(res, guestLinkPage(token, await arrivals.look(token, browser), localsOf(res)));
    });
  });

  router.post('/links/:token', form, async (req, res) => {
    const { token } = parse(Params, req.params);
    const key = keyOf(deps, req, parse(Key, req.body ?? {}).key);
    await orSaySpent(res, async () => {
      const pressed = await arrivals.press(token, browserOf(deps, req, key));
      await answer(deps, { token, key, name: '' }, pressed, res);
    });
  });

  router.post('/links/:token/enter', form, async (req, res) => {
    const { token } = parse(Params, req.params);
    const { key: inForm, code, name } = parse(Entry, req.body ?? {});
    const key = keyOf(deps, req, inForm);
    const secret = deps.cookie.read(req) ?? newSecret();
    const browser = { ...browserOf(deps, req, key), knownAs: browserIdOf(secret) };
    await orSaySpent(res, async () => {
      const typed = { code, name: Profile.shape.displayName.safeParse(name).data };
      const entered = await arrivals.enter(token, browser, typed);
      if ('participant' in entered) deps.cookie.set(res, secret);
      await answer(deps, { token, key, name }, entered, res);
    });
  });

  return router;
}

interface At {
  readonly token: string;
  readonly key: SessionKey;
  readonly name: string;
}

async function answer(
  { open, browserKey }: GuestDoorDeps,
  { token, key, name }: At,
  reached: Entered | GuestDoor,
  res: Response,
): Promise<void> {
  if ('participant' in reached) {
    if (key.carrier === 'cookie') browserKey.renew(res, key.secret);
    res.redirect(303, await open(reached, localsOf(res).locale, key));
    return;
  }
  const door = 'fault' in reached ? reached.door : reached;
  const fault = 'fault' in reached ? reached.fault : undefined;
  const typed = { key: key.carrier === 'path' ? key.secret : '', name, fault };
  const page = guestEnterPage(token, door, typed, localsOf(res));
  sendPage(res, page, fault === undefined ? 200 : 400);
}

/** By cookie where the browser keeps one, else in the path of the session, as for any launch. */
function keyOf(
  { browserKey }: GuestDoorDeps,
  req: Request,
  inForm: string | undefined,
): SessionKey {
  const secret = browserKey.read(req);
  if (secret !== undefined) return { carrier: 'cookie', secret };
  return { carrier: 'path', secret: inForm ?? newSecret() };
}

function browserOf({ cookie }: GuestDoorDeps, req: Request, key: SessionKey): GuestBrowser {
  return {
    keyId: digest('guest-door', key.carrier, key.secret),
    knownAs: browserIdOf(cookie.read(req) ?? ''),
  };
}

async function orSaySpent(res: Response, use: () => Promise<void>): Promise<void> {
  // The address of these pages holds a secret.
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cache-Control', 'no-store');
  try {
    await use();
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'tandem.guest-link-spent') throw fault;
    sendPage(res, guestSpentPage(localsOf(res)), 410);
  }
}

/** Forms come from our own pages only: nobody puts others into a session of their choice. */
const ownPages: RequestHandler = (req, _res, next) => {
  const site = req.get('sec-fetch-site');
  const isOurs = site === undefined || site === 'same-origin' || site === 'none';
  if (req.method === 'POST' && !isOurs) throw new ForeignRequest('from another site');
  next();
};

function addressOfPost(req: Request): string | undefined {
  return req.method === 'POST' ? addressOf(req) : undefined;
}
