import express, { Router } from 'express';
import { z } from 'zod';
import type { Assets } from '../../http/assets.js';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Agreements } from './agreements.service.js';
import { artefactDocx } from './artefact-docx.js';
import { printPage } from './print.views.js';
import { placeOf } from './live.routes.js';
import { workspacePage } from './workspace.views.js';
import { readWritten, WrittenSection } from './written-form.js';
import type { Workspaces } from './workspace.service.js';

const Step = z.object({ step: z.string().max(60), done: z.enum(['0', '1']) });
const Said = z.object({ field: z.string().max(60), text: z.string().trim().min(1).max(1000) });
const Yes = z.object({ fingerprint: z.string().max(64) });
const No = z.object({ reason: z.string().trim().min(1).max(1000) });

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface WorkspaceRoutesDeps {
  readonly workspaces: Workspaces;
  readonly agreements: Agreements;
  readonly assets: Pick<Assets, 'url'>;
  /** 22 characters. */
  readonly newId: () => string;
}

/** `/tandem/workspaces/:tandem/:activity` below a session: what a tandem makes together. */
export function workspaceRoutes(deps: WorkspaceRoutesDeps): Router {
  const { workspaces, agreements, assets, newId } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/workspaces/:tandem/:activity';
  const form = express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 2000 });

  router.get(path, async (req, res) => {
    const view = await workspaces.view(principalOf(res), placeOf(req.params, res));
    const scripts = ['page.js', 'workspace.js'].map((name) => assets.url(name));
    sendPage(res, workspacePage(view, { ...localsOf(res), scripts }));
  });

  router.get(`${path}/print`, async (req, res) => {
    const view = await workspaces.view(principalOf(res), placeOf(req.params, res));
    sendPage(res, printPage(view, localsOf(res)));
  });

  router.get(`${path}/artefact.docx`, async (req, res) => {
    const view = await workspaces.view(principalOf(res), placeOf(req.params, res));
    const file = await artefactDocx(view, localsOf(res));
    res.attachment(`${view.activity.id}-${view.tandem.number}.docx`).type(DOCX).send(file);
  });

  router.post(`${path}/form`, form, async (req, res) => {
    const place = placeOf(req.params, res);
    const section = parse(WrittenSection, req.body ?? {});
    await workspaces.write(principalOf(res), place, readWritten(section, newId()));
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#form`);
  });

  router.post(`${path}/steps`, form, async (req, res) => {
    const { step, done } = parse(Step, req.body ?? {});
    await agreements.tick(principalOf(res), placeOf(req.params, res), step, done === '1');
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#steps`);
  });

  router.post(`${path}/remarks`, form, async (req, res) => {
    const said = parse(Said, req.body ?? {});
    await agreements.remark(principalOf(res), placeOf(req.params, res), said);
    const anchor = said.field === 'check' ? 'checks' : `field-${said.field}`;
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#${encodeURIComponent(anchor)}`);
  });

  router.post(`${path}/confirm`, form, async (req, res) => {
    const { fingerprint } = parse(Yes, req.body ?? {});
    await agreements.confirm(principalOf(res), placeOf(req.params, res), fingerprint);
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#agree`);
  });

  router.post(`${path}/object`, form, async (req, res) => {
    const { reason } = parse(No, req.body ?? {});
    await agreements.object(principalOf(res), placeOf(req.params, res), reason);
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}#agree`);
  });

  return router;
}

/** @param params checked by `placeOf` before */
export function hrefOf(params: Readonly<Record<string, unknown>>, base: string): string {
  return `${base}/tandem/workspaces/${String(params.tandem)}/${String(params.activity)}`;
}
