import express, { Router } from 'express';
import { z } from 'zod';
import type { Assets } from '../../http/assets.js';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import type { Principal } from '../../shared/principal.js';
import type { FilesPanel } from '../files/files.views.js';
import type { MeetingPanel } from '../meetings/meetings.views.js';
import type { TandemReader } from '../people/people.views.js';
import type { Agreements } from './agreements.service.js';
import { artefactDocx } from './artefact-docx.js';
import { printPage } from './print.views.js';
import { placeOf } from './live.routes.js';
import { workspacePage } from './workspace.views.js';
import { readWritten, WrittenSection } from './written-form.js';
import type { Place, Workspaces } from './workspace.service.js';

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
  /** Pictures and PDFs beside the artefact. */
  readonly filesPanel: (
    principal: Principal,
    place: Place,
    reader: TandemReader,
  ) => Promise<FilesPanel>;
  /** When the tandem meets next. */
  readonly meetingPanel: (
    principal: Principal,
    tandemId: string,
    reader: TandemReader,
  ) => Promise<MeetingPanel>;
}

/** `/tandem/workspaces/:tandem/:activity` below a session: what a tandem makes together. */
export function workspaceRoutes(deps: WorkspaceRoutesDeps): Router {
  const { workspaces, agreements, assets, newId } = deps;
  const router = Router({ mergeParams: true });
  const path = '/tandem/workspaces/:tandem/:activity';
  const form = express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 2000 });

  router.get(path, async (req, res) => {
    const place = placeOf(req.params, res);
    const principal = principalOf(res);
    const reader = localsOf(res);
    const view = await workspaces.view(principal, place);
    const scripts = ['page.js', 'workspace.js'].map((name) => assets.url(name));
    const files = await deps.filesPanel(principal, place, reader);
    const meeting = await deps.meetingPanel(principal, place.tandemId, reader);
    sendPage(res, workspacePage(view, { ...reader, scripts, beside: { files, meeting } }));
  });

  router.get(`${path}/print`, async (req, res) => {
    const place = placeOf(req.params, res);
    const view = await workspaces.view(principalOf(res), place);
    const page = printPage(view, localsOf(res));
    const files = await deps.filesPanel(principalOf(res), place, localsOf(res));
    sendPage(res, { ...page, model: { ...page.model, files } });
  });

  router.get(`${path}/artefact.docx`, async (req, res) => {
    const place = placeOf(req.params, res);
    const view = await workspaces.view(principalOf(res), place);
    const { files } = await deps.filesPanel(principalOf(res), place, localsOf(res));
    const file = await artefactDocx(view, localsOf(res), files);
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
