import { pipeline } from 'node:stream/promises';
import { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../../http/page.js';
import { parse } from '../../../http/parse.js';
import { principalOf } from '../../../http/session.middleware.js';
import { withUpload } from '../../../http/upload.middleware.js';
import { AppError, hasCode } from '../../../shared/errors.js';
import { authorsOnly } from '../pages/author.middleware.js';
import type { ExportedPackage, Exports } from './export.service.js';
import type { Imports } from './import.service.js';
import { MOST_PACKED } from './package-shape.js';
import { importPage } from './packages.views.js';

const Params = z.object({
  exercise: z.string().regex(/^x-[A-Za-z0-9-]{1,38}$/),
  label: z.string().regex(/^\d{1,6}\.\d{1,6}$/),
});
/** Of the curriculum: `M1-03`. */
const OwnParams = z.object({ exercise: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });
/** ISO 639-1; without one, that in which it was written first. */
const Wanted = z.object({
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
});

export interface PackagesRoutesDeps {
  readonly exports: Exports;
  readonly imports: Imports;
  /** Where uploads lie while they are read. */
  readonly uploadsDirectory: string;
}

/**
 * `/authoring/import`, `/authoring/:exercise/download/:label` and, of the curriculum,
 * `/exercises/:exercise/package` below a session. Before what takes any name below `/authoring`. */
export function packagesRoutes({ exports, imports, uploadsDirectory }: PackagesRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  router.use('/authoring', authorsOnly);

  const sendForm = (res: Response, refusal?: AppError): void => {
    const { t, i18n, base, pageToken } = localsOf(res);
    const model = { waiting: imports.waiting, refusal };
    sendPage(res, importPage(model, { t, i18n, base, pageToken }), refusal?.status ?? 200);
  };

  router.get('/authoring/import', (_req, res) => {
    sendForm(res);
  });

  router.post('/authoring/import', async (req, res) => {
    const { locale, base } = localsOf(res);
    const options = { directory: uploadsDirectory, mostBytes: MOST_PACKED };
    try {
      const id = await withUpload(req, res, options, ({ file, folder }) =>
        imports.importPackage(principalOf(res), { file, folder, locale }),
      );
      res.redirect(303, `${base}/authoring/${id}`);
    } catch (fault) {
      // Said beside the form, where another package can be chosen.
      if (!isAboutPackage(fault)) throw fault;
      sendForm(res, fault);
    }
  });

  router.get('/authoring/:exercise/download/:label', async (req, res) => {
    const { exercise: exerciseId, label } = parse(Params, req.params);
    const { language } = parse(Wanted, req.query);
    const wanted = { exerciseId, label, language };
    await sendPackage(res, await exports.exportVersion(principalOf(res), wanted));
  });

  router.get('/exercises/:exercise/package', async (req, res) => {
    const { exercise: id } = parse(OwnParams, req.params);
    const { locale } = localsOf(res);
    await sendPackage(res, await exports.exportOwn(principalOf(res), { id, locale }));
  });

  return router;
}

async function sendPackage(res: Response, { name, stream }: ExportedPackage): Promise<void> {
  res.attachment(`${name}.h5p`);
  res.type('application/zip');
  try {
    await pipeline(stream, res);
  } catch (fault) {
    // Whoever fetched it went away.
    if (!hasCode(fault) || fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
  }
}

function isAboutPackage(fault: unknown): fault is AppError {
  return fault instanceof AppError && /^(h5p\.(package|media)-|http\.upload-)/.test(fault.code);
}
