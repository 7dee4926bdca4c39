import express, { Router } from 'express';
import { z } from 'zod';
import { localsOf } from '../http/page.js';
import { parse } from '../http/parse.js';
import { principalOf } from '../http/session.middleware.js';
import type { Grading } from './grading.service.js';
import { standingModel } from './grading.views.js';

const ExerciseParams = z.object({ exercise: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });
const AttemptBody = z.object({
  attemptId: z.uuid(),
  language: z.string().regex(/^[a-z]{2}$/),
  version: z.string().max(64).optional(),
  response: z.unknown(),
});

/** `/exercises/:exercise/attempts`, `…/standing` and `…/resend` below a session. */
export function gradingRoutes({ grading }: { readonly grading: Grading }): Router {
  const router = Router({ mergeParams: true });

  router.post(
    '/exercises/:exercise/attempts',
    express.json({ limit: '16kb' }),
    async (req, res) => {
      const { exercise: exerciseId } = parse(ExerciseParams, req.params);
      const answer = parse(AttemptBody, req.body);
      const { t, locale } = localsOf(res);
      const principal = principalOf(res);
      const { outcome, standing } = await grading.recordAttempt(principal, {
        exerciseId,
        ...answer,
      });
      const counting = await grading.counting(principal);
      res.status(201).json({ outcome, standing: standingModel(t, locale, { standing, counting }) });
    },
  );

  router.get('/exercises/:exercise/standing', async (req, res) => {
    const { exercise: exerciseId } = parse(ExerciseParams, req.params);
    const { t, locale } = localsOf(res);
    const principal = principalOf(res);
    const standing = await grading.standing(principal, exerciseId);
    const counting = await grading.counting(principal);
    res.json(standingModel(t, locale, { standing, counting }));
  });

  router.post('/exercises/:exercise/resend', async (req, res) => {
    const { exercise: exerciseId } = parse(ExerciseParams, req.params);
    const { t, locale, base } = localsOf(res);
    const principal = principalOf(res);
    const standing = await grading.resend(principal, exerciseId);
    if (req.accepts(['html', 'json']) !== 'json') {
      res.redirect(303, `${base}/exercises/${exerciseId}`);
      return;
    }
    const counting = await grading.counting(principal);
    res.json(standingModel(t, locale, { standing, counting }));
  });

  return router;
}
