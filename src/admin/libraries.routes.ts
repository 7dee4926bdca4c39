import { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import { withUpload } from '../http/upload.middleware.js';
import { AppError } from '../shared/errors.js';
import { librariesPage, removeLibraryPage, type LibrariesNews } from './libraries.views.js';
import type { AdminLibraries } from './libraries.service.js';

/** Name of a library's folder, such as `H5P.MultiChoice-1.16`. */
const LibraryParams = z.object({ library: z.string().regex(/^[\w.$]{1,255}-\d{1,5}\.\d{1,5}$/) });
const InstalledQuery = z.object({ installed: z.string().max(500).optional() });

/** `/admin/libraries…` */
export function librariesRoutes({ libraries }: { readonly libraries: AdminLibraries }): Router {
  const router = Router();

  const sendList = async (res: Response, news: LibrariesNews): Promise<void> => {
    const page = librariesPage(
      await libraries.list(),
      { ...news, mostBytes: libraries.mostBytes },
      localsOf(res),
    );
    sendPage(res, page, news.refusal?.status ?? 200);
  };

  router.get('/libraries', async (req, res) => {
    const { installed } = parse(InstalledQuery, req.query);
    await sendList(res, { installed });
  });

  router.post('/libraries', async (req, res) => {
    const options = { directory: libraries.uploadsDirectory, mostBytes: libraries.mostBytes };
    try {
      const installed = await withUpload(req, res, options, ({ file, folder }) =>
        libraries.install({ file, folder }),
      );
      const words = installed.join(', ').slice(0, 500);
      res.redirect(303, `/admin/libraries?${new URLSearchParams({ installed: words }).toString()}`);
    } catch (fault) {
      // Said beside the form, where another package can be chosen.
      if (!isAboutPackage(fault)) throw fault;
      await sendList(res, { refusal: fault });
    }
  });

  router.get('/libraries/:library/remove', async (req, res) => {
    const { library } = parse(LibraryParams, req.params);
    sendPage(res, removeLibraryPage(await libraries.show(library), localsOf(res)));
  });

  router.post('/libraries/:library/remove', async (req, res) => {
    const { library } = parse(LibraryParams, req.params);
    try {
      await libraries.remove(library);
    } catch (fault) {
      if (!isAboutPackage(fault)) throw fault;
      await sendList(res, { refusal: fault });
      return;
    }
    res.redirect(303, '/admin/libraries');
  });

  return router;
}

function isAboutPackage(fault: unknown): fault is AppError {
  return fault instanceof AppError && /^(h5p\.(package|library)-|http\.upload-)/.test(fault.code);
}
