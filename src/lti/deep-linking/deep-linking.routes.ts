import express, { Router, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { Assets } from '../../http/assets.js';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { allowToRun } from '../../http/security-headers.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Translate } from '../../i18n/i18n.js';
import type { Asker, DeepLinkings, Explain, SignedAnswer } from './deep-linking.service.js';
import { answerPage, hindrancePage, pickerPage, type PickerReader } from './deep-linking.views.js';

const Params = z.object({ id: z.string().min(1).max(64) });
const Word = z.string().max(200).default('');
const ContentId = z.string().min(1).max(64);
/** One marked box comes as text, several as a list. */
const ContentIds = z
  .union([ContentId, z.array(ContentId).max(500)])
  .optional()
  .transform((ids) => [...new Set([ids ?? []].flat())]);
const Form = z.object({ content: ContentIds, search: Word, type: Word, language: Word });
const PreviewForm = Form.extend({ preview: ContentId });
/** What a page says of the step before it. */
const Fault = z.object({ fault: z.literal('nothing-chosen').optional().catch(undefined) });

export interface DeepLinkingRoutesDeps {
  readonly deepLinkings: DeepLinkings;
  readonly assets: Pick<Assets, 'url'>;
}

/** `/choose/:id` below a session: the picker, and the way back to the platform. */
export function deepLinkingRoutes(deps: DeepLinkingRoutesDeps): Router {
  const { deepLinkings, assets } = deps;
  const router = Router({ mergeParams: true });
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 600 });

  router.get('/choose/:id', async (req, res) => {
    const { fault } = parse(Fault, req.query);
    const { content: contentIds, ...sought } = parse(Form, req.query);
    const { t, locale } = localsOf(res);
    const choosing = await deepLinkings.open(askerOf(req.params, res), locale);
    const reader = readerOf(res, assets);
    if (choosing.hindrance !== undefined) {
      const { hindrance, deepLinking } = choosing;
      const page = { hindrance, explanation: explain(t)(hindrance), id: deepLinking.id };
      sendPage(res, hindrancePage(page, reader), hindrance === 'not-a-trainer' ? 403 : 200);
      return;
    }
    // After a look at something the page is asked for without a query: as it was left.
    const asked = Object.keys(req.query).some((name) => name in Form.shape);
    const selection = asked ? { contentIds, ...sought } : choosing.deepLinking.selection;
    sendPage(res, pickerPage(choosing, { selection, fault }, reader), fault ? 422 : 200);
  });

  router.post('/choose/:id', form, async (req, res) => {
    const asker = askerOf(req.params, res);
    const { content: contentIds, ...sought } = parse(Form, req.body ?? {});
    const { t, locale, base } = localsOf(res);
    if (contentIds.length === 0) {
      const query = new URLSearchParams({ ...sought, fault: 'nothing-chosen' });
      res.redirect(303, `${base}/choose/${asker.id}?${query.toString()}`);
      return;
    }
    sendAnswer(res, await deepLinkings.choose(asker, { contentIds, locale }, explain(t)), assets);
  });

  router.post('/choose/:id/cancel', async (req, res) => {
    const { t, locale } = localsOf(res);
    const answer = await deepLinkings.cancel(askerOf(req.params, res), locale, explain(t));
    sendAnswer(res, answer, assets);
  });

  router.post('/choose/:id/preview', form, async (req, res) => {
    const { preview, content: contentIds, ...sought } = parse(PreviewForm, req.body ?? {});
    const { base, locale } = localsOf(res);
    const look = { contentId: preview, locale, selection: { contentIds, ...sought } };
    const path = await deepLinkings.preview(askerOf(req.params, res), look);
    res.redirect(303, `${base}${path}`);
  });

  return router;
}

/** Puts the way back above everything that somebody looks at while choosing. Goes before all pages of a session. */
export const previewBar: RequestHandler = (req, res, next) => {
  const { deepLinkingId } = principalOf(res);
  if (deepLinkingId !== undefined && !req.path.startsWith('/choose/')) {
    const locals = localsOf(res);
    const { t, base } = locals;
    locals.preview = {
      text: t('choose.preview.text'),
      back: { href: `${base}/choose/${deepLinkingId}`, label: t('choose.preview.back') },
    };
  }
  next();
};

function askerOf(params: unknown, res: Response): Asker {
  return { principal: principalOf(res), id: parse(Params, params).id };
}

function readerOf(res: Response, assets: Pick<Assets, 'url'>): PickerReader {
  const { t, i18n, locale, base, pageToken } = localsOf(res);
  return { t, i18n, locale, base, pageToken, scripts: scriptsOf(assets) };
}

function scriptsOf(assets: Pick<Assets, 'url'>): readonly string[] {
  return [assets.url('page.js'), assets.url('choose.js')];
}

function sendAnswer(res: Response, answer: SignedAnswer, assets: Pick<Assets, 'url'>): void {
  // This page alone may post elsewhere, and to one place only.
  const { frameAncestors, t } = localsOf(res);
  allowToRun(res, frameAncestors, [new URL(answer.returnUrl).origin]);
  sendPage(res, answerPage(t, answer, scriptsOf(assets)));
}

function explain(t: Translate): Explain {
  return (why) => {
    switch (why) {
      case 'not-a-trainer':
        return t('choose.hindrance.not-a-trainer');
      case 'type-not-accepted':
        return t('choose.hindrance.type-not-accepted');
      case 'nothing-there':
        return t('choose.hindrance.nothing-there');
      case 'content-gone':
        return t('choose.hindrance.content-gone');
    }
  };
}
