import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../../http/page.js';
import { parse } from '../../../http/parse.js';
import { principalOf } from '../../../http/session.middleware.js';
import { LOCALES } from '../../../i18n/i18n.js';
import type { Principal } from '../../../shared/principal.js';
import type { Arranging } from '../arranging.service.js';
import { Sharing } from '../authored-exercise.js';
import { ForThoseWhoBegan } from '../for-those-who-began.js';
import type { SemanticsField } from '../../../shared/semantics/semantics-field.js';
import type { Publishing } from '../publishing.service.js';
import { editorRoutes, type EditorRoutesDeps } from './editor.routes.js';
import { authorsOnly, readerOf } from './author.middleware.js';
import { authoredExercisePage, type ExerciseAround } from './exercise.views.js';
import { libraryPage, newExercisePage } from './library.views.js';
import { publishPage } from './publish.views.js';

const Word = z.string().max(200).catch('');
const Filter = z.object({ search: Word, type: Word, language: Word, state: Word });
const Params = z.object({ exercise: z.string().regex(/^x-[A-Za-z0-9-]{1,38}$/) });
const Language = z.enum(LOCALES);
const NewForm = z.object({
  library: z.string().max(255),
  language: Language,
  title: z.string().trim().max(255),
});
const DescribeForm = z.object({
  module: z.string().max(64),
  competences: z.string().max(1000),
  minutes: z.coerce.number().int().min(1).max(600),
});
const PublishForm = z.object({
  why: z.string().trim().max(1000),
  begun: ForThoseWhoBegan.optional(),
  revision: z.coerce.number().int().positive(),
});

export interface AuthoringRoutesDeps extends EditorRoutesDeps {
  readonly arranging: Arranging;
  readonly publishing: Publishing;
  /** Machine names of what can be content of its own. */
  readonly libraries: () => readonly string[];
  readonly modulesIn: (locale: string) => ExerciseAround['modules'];
}

/** `/authoring` below a session: the exercises of those who teach. */
export function authoringRoutes(deps: AuthoringRoutesDeps): Router {
  const { authoring, libraries } = deps;
  const router = Router({ mergeParams: true });
  router.use('/authoring', authorsOnly);

  router.get('/authoring', async (req, res) => {
    const filter = parse(Filter, req.query);
    const exercises = await authoring.list(principalOf(res));
    sendPage(res, libraryPage(exercises, filter, readerOf(res)));
  });

  router.get('/authoring/new', (_req, res) => {
    const nothing = { title: '', isRefused: false };
    sendPage(res, newExercisePage(libraries(), nothing, readerOf(res)));
  });

  router.post('/authoring', form, async (req, res) => {
    const { library, language, title } = parse(NewForm, req.body);
    if (title === '') {
      sendPage(res, newExercisePage(libraries(), { title, isRefused: true }, readerOf(res)), 422);
      return;
    }
    const { id } = await authoring.create(principalOf(res), { library, language, title });
    res.redirect(303, `${localsOf(res).base}/authoring/${id}/edit/${language}`);
  });

  return router.use(editorRoutes(deps), exerciseRoutes(deps), publishRoutes(deps));
}

function exerciseRoutes({
  authoring,
  arranging,
  publishing,
  modulesIn,
  namesOf,
}: AuthoringRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  /** A button's work, and back to the exercise that it leaves behind. */
  const act = (
    path: string,
    work: (principal: Principal, id: string, req: Request) => Promise<{ readonly id: string }>,
  ): void => {
    router.post(`/authoring/:exercise/${path}`, form, async (req, res) => {
      const { exercise } = parse(Params, req.params);
      const { id } = await work(principalOf(res), exercise, req);
      res.redirect(303, `${localsOf(res).base}/authoring/${id}`);
    });
  };

  router.get('/authoring/:exercise', async (req, res) => {
    const { exercise: id } = parse(Params, req.params);
    const principal = principalOf(res);
    const reader = readerOf(res);
    const exercise = await authoring.show(principal, id);
    const around = {
      isOwn: exercise.isOwn,
      versions: await publishing.versions(principal, id),
      modules: modulesIn(reader.locale),
      names: exercise.isOwn ? await namesOf(principal) : new Map<string, string>(),
    };
    sendPage(res, authoredExercisePage(exercise, around, reader));
  });
  act('duplicate', (principal, id) => authoring.duplicate(principal, id));
  act('archive', (principal, id) => arranging.archive(principal, id));
  act('restore', (principal, id) => arranging.restore(principal, id));
  act('share', (principal, id, { body }) => {
    const { sharing } = parse(z.object({ sharing: Sharing }), body);
    return arranging.share(principal, id, sharing);
  });
  act('languages', (principal, id, { body }) => {
    const { language } = parse(z.object({ language: Language }), body);
    return arranging.addLanguage(principal, id, language);
  });
  act('describe', (principal, id, { body }) => {
    const { module, competences, minutes } = parse(DescribeForm, body);
    const competenceIds = competences.split(/[\s,;]+/).filter((word) => word !== '');
    const moduleId = module === '' ? undefined : module;
    return arranging.describe(principal, id, { moduleId, competenceIds, minutes });
  });
  return router;
}

function publishRoutes({ authoring, publishing, types }: AuthoringRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  const sendPublish = async (
    res: Response,
    id: string,
    given: { readonly why: string; readonly isRefused: boolean },
  ): Promise<void> => {
    const principal = principalOf(res);
    const exercise = await authoring.editable(principal, id);
    const outlook = await publishing.outlook(principal, id);
    const reader = readerOf(res);
    const fieldsOf = (library: string): readonly SemanticsField[] =>
      types.get(library.split(' ')[0] ?? '')?.semantics(reader.locale) ?? [];
    sendPage(
      res,
      publishPage(exercise, { outlook, fieldsOf }, given, reader),
      given.isRefused ? 422 : 200,
    );
  };

  router.get('/authoring/:exercise/publish', async (req, res) => {
    await sendPublish(res, parse(Params, req.params).exercise, { why: '', isRefused: false });
  });

  router.post('/authoring/:exercise/publish', form, async (req, res) => {
    const { exercise: id } = parse(Params, req.params);
    const { why, begun, revision } = parse(PublishForm, req.body);
    if (why === '') {
      await sendPublish(res, id, { why, isRefused: true });
      return;
    }
    await publishing.publish(principalOf(res), id, { why, begun, revision });
    res.redirect(303, `${localsOf(res).base}/authoring/${id}`);
  });
  return router;
}

const form = express.urlencoded({ extended: false, limit: '16kb' });
