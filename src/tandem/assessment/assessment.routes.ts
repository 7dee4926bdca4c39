import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Locale, Translate } from '../../i18n/i18n.js';
import type { Principal } from '../../shared/principal.js';
import { isTrainer } from '../tandem.policy.js';
import type { AssessedPlace } from './assessed-place.service.js';
import type { Assessments } from './assessment.service.js';
import { assessmentPage } from './assessment.views.js';
import {
  readAgreed,
  readRating,
  readRelease,
  RatedForm,
  ReleaseForm,
  type TypedRating,
} from './assessment-form.js';
import { Kept, Share } from './cooperation.js';
import type { Releases } from './releases.service.js';
import { resultPage } from './result.views.js';
import type { Results } from './results.service.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u);
const PlaceParams = z.object({ tandem: Id, activity: Id });
const Changed = z.object({
  participant: Id,
  points: z.coerce.number().nonnegative().max(1000),
  reason: z.string().trim().min(1).max(1000),
  known: z.literal('1').optional(),
});
const Said = z.object({ share: Share, kept: Kept, words: z.string().trim().max(2000).default('') });

export interface AssessmentRoutesDeps {
  readonly assessments: Assessments;
  readonly releases: Releases;
  readonly results: Results;
  /** What became of one's own points on the way to one's gradebook, in words; '' for nothing. */
  readonly awardStanding: (
    principal: Principal,
    activityId: string,
    reader: { readonly t: Translate; readonly locale: Locale },
  ) => Promise<string>;
}

/** `/tandem/assessments/:tandem/:activity` below a session: for trainers, and for members their result. */
export function assessmentRoutes(deps: AssessmentRoutesDeps): Router {
  const { assessments, releases, results, awardStanding } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/assessments/:tandem/:activity';
  const form = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 200 });

  async function sendTrainerPage(
    res: Response,
    place: AssessedPlace,
    typed?: TypedRating,
  ): Promise<void> {
    const view = await assessments.view(principalOf(res), place);
    sendPage(res, assessmentPage(view, typed, localsOf(res)), typed ? 400 : 200);
  }

  router.get(path, async (req, res) => {
    const place = placeOf(req.params, res);
    const principal = principalOf(res);
    if (isTrainer(principal)) {
      await sendTrainerPage(res, place);
      return;
    }
    const view = await results.view(principal, place);
    const standing = await awardStanding(principal, place.activityId, localsOf(res));
    sendPage(res, resultPage(view, standing, localsOf(res)));
  });

  router.post(`${path}/rating`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    const found = readRating(parse(RatedForm, req.body ?? {}));
    const missing = await assessments.rate(principalOf(res), place, found);
    if (missing.length === 0) res.redirect(303, `${hrefOf(place, res)}#outcome`);
    else await sendTrainerPage(res, place, { ...found, missing });
  });

  router.post(`${path}/agreed`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    const { levels } = readAgreed(parse(RatedForm, req.body ?? {}));
    await assessments.agree(principalOf(res), place, levels);
    res.redirect(303, `${hrefOf(place, res)}#outcome`);
  });

  router.post(`${path}/release`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    const at = readRelease(parse(ReleaseForm, req.body ?? {}));
    await releases.release(principalOf(res), place, at);
    res.redirect(303, `${hrefOf(place, res)}#release`);
  });

  router.post(`${path}/credit`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    const { participant, points, reason, known } = parse(Changed, req.body ?? {});
    const change = { participantId: participant, points, reason, isKnown: known === '1' };
    await releases.credit(principalOf(res), place, change);
    res.redirect(303, `${hrefOf(place, res)}#credit`);
  });

  router.post(`${path}/cooperation`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    await results.cooperate(principalOf(res), place, parse(Said, req.body ?? {}));
    res.redirect(303, `${hrefOf(place, res)}#cooperation`);
  });

  return router;
}

function placeOf(params: Readonly<Record<string, unknown>>, res: Response): AssessedPlace {
  const { tandem, activity } = parse(PlaceParams, params);
  return { tandemId: tandem, activityId: activity, locale: localsOf(res).locale };
}

function hrefOf({ tandemId, activityId }: AssessedPlace, res: Response): string {
  return `${localsOf(res).base}/tandem/assessments/${tandemId}/${activityId}`;
}
