import express, { Router } from 'express';
import { z } from 'zod';
import type { Assets } from '../../http/assets.js';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { TutorRole } from '../participant.js';
import type { Pairing } from './pairing.service.js';
import { pairingPage } from './pairing.views.js';
import { placesPage } from './places.views.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const PersonParams = z.object({ person: Id });
const PairingParams = z.object({
  search: z.string().max(200).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
const Together = z.object({ vet: Id, company: Id });
const Side = z.object({ side: TutorRole });

/** Where to: `partner:<participant>`, `tandem:<id>`, `new` or `none`. */
const Target = z.string().transform((typed, context) => {
  if (typed === 'new' || typed === 'none') return typed;
  const [kind, id] = typed.split(':', 2);
  if (kind === 'partner' && Id.safeParse(id).success) return { participantId: id ?? '' };
  if (kind === 'tandem' && Id.safeParse(id).success) return { tandemId: id ?? '' };
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
const Seat = z.object({ to: Target, known: z.literal('1').optional() });

export interface PairingRoutesDeps {
  readonly pairing: Pairing;
  readonly assets: Pick<Assets, 'url'>;
}

/** `/tandem/pairing` below a session: who works with whom, for trainers. */
export function pairingRoutes({ pairing, assets }: PairingRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

  router.get('/tandem/pairing', async (req, res) => {
    const query = parse(PairingParams, req.query);
    const scripts = ['page.js', 'pairing.js'].map((name) => assets.url(name));
    const reader = { ...localsOf(res), scripts };
    sendPage(res, pairingPage(await pairing.board(principalOf(res)), query, reader));
  });

  router.post('/tandem/pairing/together', form, async (req, res) => {
    const { vet, company } = parse(Together, req.body);
    await pairing.form(principalOf(res), [vet, company]);
    res.redirect(303, `${localsOf(res).base}/tandem/pairing`);
  });

  router.post('/tandem/pairing/groups', async (_req, res) => {
    await pairing.formFromGroups(principalOf(res));
    res.redirect(303, `${localsOf(res).base}/tandem/pairing`);
  });

  router.get('/tandem/pairing/people/:person', async (req, res) => {
    const { person } = parse(PersonParams, req.params);
    sendPage(res, placesPage(await pairing.places(principalOf(res), person), localsOf(res)));
  });

  router.post('/tandem/pairing/people/:person', form, async (req, res) => {
    const { person: participantId } = parse(PersonParams, req.params);
    const { to, known } = parse(Seat, req.body);
    const { base } = localsOf(res);
    const moved = await pairing.move(principalOf(res), {
      ...{ participantId, to },
      isKnown: known === '1',
    });
    const next = moved === 'work-stays' ? `/people/${participantId}` : '';
    res.redirect(303, `${base}/tandem/pairing${next}`);
  });

  router.post('/tandem/pairing/people/:person/side', form, async (req, res) => {
    const { person } = parse(PersonParams, req.params);
    const { side } = parse(Side, req.body);
    await pairing.setSide(principalOf(res), person, side);
    res.redirect(303, `${localsOf(res).base}/tandem/pairing`);
  });

  return router;
}
