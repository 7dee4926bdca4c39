import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { LOCALES } from '../../i18n/i18n.js';
import { readMailAddress } from '../../mail/index.js';
import { TutorRole } from '../participant.js';
import type { Invitations, Wish } from './invitations.service.js';
import { handOverPage, invitationsPage } from './invitations.views.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const GuestParams = z.object({ guest: Id });
/** `<tandem>:<side>`; no tandem for a tutor who has none. */
const Place = z.string().regex(/^[A-Za-z0-9_-]{0,64}:(?:vet|company)$/u);
const Wished = z
  .object({ place: Place, locale: z.enum(LOCALES).default('en') })
  .transform(({ place, locale }): Wish => {
    const [tandemId = '', side] = place.split(':');
    return {
      tandemId: tandemId === '' ? undefined : tandemId,
      side: TutorRole.parse(side),
      locale,
    };
  });
const Address = z.object({ address: z.string().max(400).default('') });

/** `/tandem/guests` below a session: partners who have no account. */
export function invitationRoutes({ invitations }: { readonly invitations: Invitations }): Router {
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

  router.get('/tandem/guests', async (_req, res) => {
    const place = await invitations.place(principalOf(res));
    sendPage(res, invitationsPage(place, undefined, localsOf(res)));
  });

  router.post('/tandem/guests/invite', form, async (req, res) => {
    const principal = principalOf(res);
    const { address: typed } = parse(Address, req.body ?? {});
    const address = readMailAddress(typed);
    if (address === undefined) {
      const place = await invitations.place(principal);
      sendPage(res, invitationsPage(place, { address: typed }, localsOf(res)), 400);
      return;
    }
    await invitations.invite(principal, address, parse(Wished, req.body));
    res.redirect(303, `${localsOf(res).base}/tandem/guests`);
  });

  router.post('/tandem/guests/hand', form, async (req, res) => {
    const url = await invitations.handOver(principalOf(res), parse(Wished, req.body ?? {}));
    // No redirect: only its digest is kept, so that no later page could show it.
    sendPage(res, handOverPage(url, localsOf(res)), 201);
  });

  router.post('/tandem/guests/:guest/again', async (req, res) => {
    const { guest } = parse(GuestParams, req.params);
    const url = await invitations.again(principalOf(res), guest);
    if (url === undefined) res.redirect(303, `${localsOf(res).base}/tandem/guests`);
    else sendPage(res, handOverPage(url, localsOf(res)), 201);
  });

  router.post('/tandem/guests/:guest/remove', async (req, res) => {
    const { guest } = parse(GuestParams, req.params);
    await invitations.remove(principalOf(res), guest);
    res.redirect(303, `${localsOf(res).base}/tandem/guests`);
  });

  return router;
}
