import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Router } from 'express';
import { z } from 'zod';
import { parse } from '../../http/parse.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import { libraryRefIn } from './library-rules.js';
import type { Shelf } from './shelf.adapter.js';

const Params = z.object({
  library: z.string().max(255),
  // Nothing hidden, and no way up: packages bring no such names.
  file: z.array(z.string().regex(/^[^.\\/\p{C}][^\\/\p{C}]*$/u)).min(1),
});

/**
 * `/h5p/libraries/<name of the folder>/<path>`: files that an added library fetches while it plays,
 * such as fonts and pictures. For everybody, as our own scripts are.
 */
export function libraryFilesRoutes({ shelf }: { readonly shelf: Shelf }): Router {
  const router = Router();

  router.get('/:library/*file', async (req, res) => {
    const { library, file } = parse(Params, req.params);
    const ref = libraryRefIn(library);
    const found = ref && shelf.version(ref);
    if (!found || found.isOurs) throw new NotFound(`library ${library}`);
    const place = path.join(found.installed.folder, ...file);
    if (!(await isFile(place))) throw new NotFound(`file of ${library}`);
    // Another patch may bring another file of this name.
    res.setHeader('Cache-Control', 'public, max-age=3600');
    // A drawing that somebody opens by itself is no page of ours.
    res.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    await new Promise<void>((resolve, reject) => {
      res.sendFile(place, { cacheControl: false }, (fault?: Error) => {
        // Whoever fetched it went away.
        if (!fault || res.headersSent) resolve();
        else reject(fault);
      });
    });
  });

  return router;
}

async function isFile(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isFile();
  } catch (fault) {
    if (hasCode(fault) && ['ENOENT', 'ENOTDIR'].includes(fault.code)) return false;
    throw fault;
  }
}
