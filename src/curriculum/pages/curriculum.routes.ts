import { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { mayOpen, teaches } from '../curriculum.policy.js';
import { modulePage, notReadyPage, startPage, unitPage } from './curriculum.views.js';
import type { BestTries, Reader } from './reader.js';
import type { Curriculum } from '../curriculum.js';
import { referenceRoutes } from './reference.routes.js';
import { supplementPage } from '../supplements/supplement.views.js';

const ContentId = z.string().min(1).max(64);
const ModuleParams = z.object({ module: ContentId });
const SupplementParams = z.object({ supplement: ContentId });
const UnitParams = z.object({ unit: ContentId });

export interface CurriculumRoutesDeps {
  readonly curriculum: Curriculum;
  /** Best tries behind the person's link. */
  readonly progressOf: (principal: Principal) => Promise<BestTries>;
}

/** The pages around the exercises, below a session. */
export function curriculumRoutes({ curriculum, progressOf }: CurriculumRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  router.use(referenceRoutes({ curriculum }));

  const sendModule = async (res: Response, id: string): Promise<void> => {
    const { locale } = localsOf(res);
    const module = curriculum.module(id, locale);
    if (!module || !mayOpen(curriculum, principalOf(res), id)) throw new NotFound('module');
    const reader = await readerOf(res, progressOf);
    sendPage(res, modulePage(module, reader, curriculum.supplements(locale)));
  };

  router.get('/', async (_req, res) => {
    const { contentId } = principalOf(res);
    const { base, locale } = localsOf(res);
    if (contentId === undefined) {
      const reader = await readerOf(res, progressOf);
      if (reader.teaches) sendPage(res, startPage(curriculum.modules(locale), reader));
      else sendPage(res, notReadyPage(reader));
      return;
    }
    if (curriculum.module(contentId, locale)) {
      await sendModule(res, contentId);
      return;
    }
    const kind = curriculum.unit(contentId, locale) ? 'units' : 'exercises';
    res.redirect(303, `${base}/${kind}/${contentId}`);
  });

  router.get('/modules/:module', async (req, res) => {
    await sendModule(res, parse(ModuleParams, req.params).module);
  });

  router.get('/units/:unit', async (req, res) => {
    const { unit: id } = parse(UnitParams, req.params);
    const { locale } = localsOf(res);
    const unit = curriculum.unit(id, locale);
    if (!unit || !mayOpen(curriculum, principalOf(res), id)) throw new NotFound('unit');
    const module = curriculum.module(unit.moduleId, locale);
    if (!module) throw new NotFound('module of the unit');
    sendPage(res, unitPage(unit, module, await readerOf(res, progressOf)));
  });

  router.get('/supplements/:supplement', async (req, res) => {
    const { supplement: id } = parse(SupplementParams, req.params);
    const { locale } = localsOf(res);
    const supplement = curriculum.supplement(id, locale);
    const module = supplement && curriculum.module(supplement.moduleId, locale);
    if (!module || !mayOpen(curriculum, principalOf(res), module.id)) {
      throw new NotFound('supplement');
    }
    sendPage(res, supplementPage(supplement, module, await readerOf(res, progressOf)));
  });

  return router;
}

async function readerOf(
  res: Response,
  progressOf: CurriculumRoutesDeps['progressOf'],
): Promise<Reader> {
  const principal = principalOf(res);
  const { t, locale, base } = localsOf(res);
  return {
    t,
    locale,
    base,
    tries: await progressOf(principal),
    teaches: teaches(principal),
    hasChosenContent: principal.contentId !== undefined,
  };
}
