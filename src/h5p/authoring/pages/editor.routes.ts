import express, { Router, type Response } from 'express';
import { z } from 'zod';
import type { Assets } from '../../../http/assets.js';
import { localsOf, sendPage } from '../../../http/page.js';
import { parse } from '../../../http/parse.js';
import { principalOf } from '../../../http/session.middleware.js';
import { NotFound } from '../../../shared/errors.js';
import type { PlayableExercise } from '../../exercise.js';
import type { Graded } from '../../graded.js';
import { exercisePage } from '../../h5p.views.js';
import type { Play } from '../../player.service.js';
import { copyIn } from '../authored-exercise.js';
import type { Authoring } from '../authoring.service.js';
import { readerOf } from './author.middleware.js';
import { draftRoutes, type DraftRoutesDeps } from './draft.routes.js';
import { fieldFaults } from './field-faults.js';
import { editorPage } from './editor.views.js';

const Params = z.object({
  exercise: z.string().regex(/^x-[A-Za-z0-9-]{1,38}$/),
  language: z.string().regex(/^[a-z]{2}$/),
});
const LibraryQuery = z.object({
  action: z.literal('libraries'),
  machineName: z.string().max(255),
});

export interface EditorRoutesDeps extends Omit<DraftRoutesDeps, 'authoring'> {
  readonly authoring: Authoring;
  readonly assets: Pick<Assets, 'url'>;
  /** @throws {NotFound} when its content type is not installed */
  readonly tryOut: (exercise: PlayableExercise, base: string) => Promise<Play>;
  /** @returns undefined for what is no answer, or not graded by the server */
  readonly grade: (exercise: PlayableExercise, response: unknown) => Graded | undefined;
}

/** The form of an exercise, its draft, and the draft as learners would see it. Mounted behind `authorsOnly`. */
export function editorRoutes(deps: EditorRoutesDeps): Router {
  const { authoring, types, assets, faultsOf } = deps;
  const router = Router({ mergeParams: true });

  router.get('/authoring/:exercise/edit/:language', async (req, res) => {
    const { exercise: id, language } = parse(Params, req.params);
    const exercise = await authoring.editable(principalOf(res), id);
    const copy = exercise.languages[language];
    if (!copy) throw new NotFound('no copy in this language');
    const scripts = { form: assets.url('editor.js'), richText: assets.url('rich-text.js') };
    const reader = readerOf(res);
    const faults = fieldFaults(faultsOf(exercise.library, { [language]: copy }), reader.t);
    sendPage(res, editorPage({ exercise, copy, language, types, scripts, faults }, reader));
  });

  router.get('/authoring/:exercise/ajax', (req, res) => {
    const { machineName } = parse(LibraryQuery, req.query);
    const type = types.get(machineName);
    if (!type) throw new NotFound('content type');
    const { majorVersion, minorVersion, title } = type;
    const { locale } = localsOf(res);
    const semantics = type.semantics(locale);
    res.json({
      name: machineName,
      title,
      version: { major: majorVersion, minor: minorVersion },
      semantics,
    });
  });

  return router.use(draftRoutes(deps), previewRoutes(deps));
}

function previewRoutes({ authoring, tryOut, grade }: EditorRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  const draftFor = async (res: Response, given: unknown): Promise<PlayableExercise> => {
    const { exercise: id, language } = parse(Params, given);
    const exercise = await authoring.show(principalOf(res), id);
    const copy = copyIn(exercise, language);
    if (!copy) throw new NotFound('no copy at all');
    const { library, revision } = exercise;
    const { title, params, language: code, metadata: rights } = copy;
    return {
      title,
      params,
      language: code,
      rights,
      id,
      library,
      version: `draft-${String(revision)}`,
    };
  };

  router.get('/authoring/:exercise/preview/:language', async (req, res) => {
    const draft = await draftFor(res, req.params);
    const locals = localsOf(res);
    const { t, base } = locals;
    const at = `${base}/authoring/${draft.id}`;
    locals.preview = {
      text: t('choose.preview.text'),
      back: { href: at, label: t('authoring.preview.back') },
    };
    const attemptsUrl = `${at}/preview/${draft.language}/attempts`;
    sendPage(res, exercisePage(t, await tryOut(draft, base), { attemptsUrl }));
  });

  router.post(
    '/authoring/:exercise/preview/:language/attempts',
    express.json({ limit: '16kb' }),
    async (req, res) => {
      const draft = await draftFor(res, req.params);
      const { response } = parse(z.object({ response: z.unknown() }), req.body);
      const graded = grade(draft, response);
      if (!graded) throw new NotFound('nothing to grade');
      res.json({ outcome: graded.outcome });
    },
  );
  return router;
}
