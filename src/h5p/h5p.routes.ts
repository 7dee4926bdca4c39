import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import { principalOf } from '../http/session.middleware.js';
import type { Locale, Translate } from '../i18n/i18n.js';
import type { Principal } from '../shared/principal.js';
import { isAuthored } from './authoring/authored-exercise.js';
import { mayAuthor } from './authoring/authoring.policy.js';
import type { PlayableExercise } from './exercise.js';
import { MAX_STATE } from './exercise-state.js';
import { exercisePage, type ExerciseSurroundings } from './h5p.views.js';
import type { Player } from './player.service.js';

const ExerciseParams = z.object({ exercise: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });
const StateParams = ExerciseParams.extend({
  dataType: z.literal('state'),
  subContentId: z.literal('0'),
});
/** Of the page that sends the state. */
const StateQuery = z.object({ version: z.string().max(64).optional() });
/** The core sends `0` to remove a state. */
const StateForm = z.object({ data: z.string().max(MAX_STATE) });

export interface H5pRoutesDeps {
  readonly player: Player;
  /** The exercise, when it is within what the person's link opens. @throws {NotFound} */
  readonly exerciseFor: (
    principal: Principal,
    wanted: {
      readonly id: string;
      readonly locale: Locale;
      /** Version that the page shows; undefined for a page that is still to be made. */
      readonly seen?: string | undefined;
    },
  ) => Promise<PlayableExercise>;
  /** Called when somebody opens an exercise. */
  readonly onOpened: (principal: Principal, exercise: PlayableExercise) => Promise<void>;
  /** What the page says around the exercise: where it belongs and where its score stands. */
  readonly surroundingsOf: (
    principal: Principal,
    exercise: PlayableExercise,
    page: { readonly base: string; readonly t: Translate; readonly locale: Locale },
  ) => Promise<ExerciseSurroundings>;
}

/** `/exercises/:exercise` below a session. */
export function h5pRoutes(deps: H5pRoutesDeps): Router {
  const { player, exerciseFor, surroundingsOf, onOpened } = deps;
  const router = Router({ mergeParams: true });

  router.get('/exercises/:exercise', async (req, res) => {
    const { exercise: id } = parse(ExerciseParams, req.params);
    const { t, locale, base, pageToken } = localsOf(res);
    const principal = principalOf(res);
    const exercise = await exerciseFor(principal, { id, locale });
    await onOpened(principal, exercise);
    const [play, surroundings] = await Promise.all([
      player.play(principal, exercise, { base, pageToken }),
      surroundingsOf(principal, exercise, { base, t, locale }),
    ]);
    const at = `${base}/exercises/${id}`;
    // What somebody wrote is downloaded where its versions are.
    const download =
      mayAuthor(principal) && !isAuthored(id)
        ? { href: `${at}/package`, label: t('exercise.download') }
        : undefined;
    const around = { ...surroundings, download, attemptsUrl: `${at}/attempts` };
    sendPage(res, exercisePage(t, play, around));
  });

  router.post(
    '/exercises/:exercise/states/:dataType/:subContentId',
    express.urlencoded({ extended: false, limit: MAX_STATE * 4 }),
    async (req, res) => {
      const { exercise: id } = parse(StateParams, req.params);
      const { data } = parse(StateForm, req.body);
      const principal = principalOf(res);
      const { version: seen } = parse(StateQuery, req.query);
      const { locale } = localsOf(res);
      const exercise = await exerciseFor(principal, { id, locale, seen });
      if (data === '0') await player.clearState(principal, exercise);
      else await player.saveState(principal, exercise, data);
      res.json({ success: true });
    },
  );

  return router;
}
