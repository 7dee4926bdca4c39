import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { receiveUpload } from '../../http/upload.middleware.js';
import { AppError } from '../../shared/errors.js';
import { placeOf } from '../workspace/live.routes.js';
import { hrefOf } from '../workspace/workspace.routes.js';
import type { Files } from './files.service.js';
import { filesPage } from './files.views.js';
import {
  LONGEST_DESCRIPTION,
  MOST_FILE_BYTES,
  type FileSize,
  type WorkspaceFile,
} from './workspace-file.js';

const Sent = z.object({
  description: z.string().trim().max(LONGEST_DESCRIPTION).default(''),
  decorative: z.string().max(10).optional(),
});
const FileParams = z.object({ file: z.string().regex(/^[A-Za-z0-9_-]{22}$/u) });

/** Of the picture or PDF itself; a browser that was handed something else for it runs nothing. */
const FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";

/** `…/files` of a workspace: pictures and PDFs beside what a tandem makes. */
export function filesRoutes({ files }: { readonly files: Files }): Router {
  const router = Router({ mergeParams: true });
  const path = '/tandem/workspaces/:tandem/:activity/files';

  router.get(path, async (req, res) => {
    const view = await files.view(principalOf(res), placeOf(req.params, res));
    sendPage(res, filesPage(view, { fault: '', description: '' }, localsOf(res)));
  });

  router.post(path, async (req, res) => {
    const principal = principalOf(res);
    const place = placeOf(req.params, res);
    // Strangers, and whoever has no room left, are told so before their megabytes are received.
    await files.requireRoom(principal, place);
    try {
      const { bytes, fields } = await receiveUpload(req, res, MOST_FILE_BYTES);
      const { description, decorative } = parse(Sent, fields);
      const sent = { bytes, description, isDecorative: decorative !== undefined };
      await files.add(principal, place, sent);
    } catch (fault) {
      await tell({ files, fault }, req, res);
      return;
    }
    const href = `${hrefOf(req.params, localsOf(res).base)}/files`;
    if (isProgram(req)) res.status(201).json({ href });
    else res.redirect(303, href);
  });

  for (const size of ['full', 'small'] as const) {
    router.get(`${path}/:file${size === 'small' ? '/small' : ''}`, async (req, res) => {
      const { file: id } = parse(FileParams, req.params);
      const place = placeOf(req.params, res);
      const { file, bytes } = await files.read(principalOf(res), place, { id, size });
      send(res, { file, bytes, size });
    });
  }

  router.post(`${path}/:file/remove`, async (req, res) => {
    const { file } = parse(FileParams, req.params);
    await files.remove(principalOf(res), placeOf(req.params, res), file);
    res.redirect(303, `${hrefOf(req.params, localsOf(res).base)}/files`);
  });

  return router;
}

/** Codes of what is wrong with a file rather than with who sends it. */
const OF_FILES = /^(?:tandem\.file|http\.(?:picture|upload))-/u;

/** The script of the page asks for JSON; a form does not. */
function isProgram(req: Request): boolean {
  return req.accepts(['html', 'json']) === 'json';
}

/**
 * Says on the form itself what was wrong with a file.
 * @throws what is no fault of the file, and any for programs
 */
async function tell(
  { files, fault }: { readonly files: Files; readonly fault: unknown },
  req: Request,
  res: Response,
): Promise<void> {
  const isOfFile = fault instanceof AppError && OF_FILES.test(fault.code);
  if (!isOfFile || isProgram(req)) throw fault;
  const locals = localsOf(res);
  const key = `error.${fault.code}`;
  const words = locals.t(locals.i18n.hasText(key) ? key : 'error.unexpected', fault.values);
  const body = z.object({ description: z.string().catch('') }).catch({ description: '' });
  const { description } = body.parse(req.body);
  const view = await files.view(principalOf(res), placeOf(req.params, res));
  sendPage(res, filesPage(view, { fault: words, description }, locals), fault.status);
}

/** No name from outside, no type but the two that were checked, nothing kept by anybody on the way. */
function send(
  res: Response,
  {
    file,
    bytes,
    size,
  }: { readonly file: WorkspaceFile; readonly bytes: Buffer; readonly size: FileSize },
): void {
  const isPdf = file.kind === 'pdf';
  const name = `${file.id.slice(0, 8)}${size === 'small' ? '-small' : ''}.${isPdf ? 'pdf' : 'jpg'}`;
  // A picture is shown in the page; a PDF could hold a script, and is only ever downloaded.
  res.setHeader('Content-Disposition', `${isPdf ? 'attachment' : 'inline'}; filename="${name}"`);
  res.setHeader('Content-Type', isPdf ? 'application/pdf' : 'image/jpeg');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', FILE_POLICY);
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Cache-Control', 'private, max-age=600');
  res.end(bytes);
}
