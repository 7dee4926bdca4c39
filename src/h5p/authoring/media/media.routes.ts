import { Router } from 'express';
import { z } from 'zod';
import { localsOf } from '../../../http/page.js';
import { parse } from '../../../http/parse.js';
import { sendBytes } from '../../../http/send-bytes.js';
import { principalOf } from '../../../http/session.middleware.js';
import { withUpload } from '../../../http/upload.middleware.js';
import { InvalidInput, NotFound } from '../../../shared/errors.js';
import { MediumPath, MOST_BYTES } from './medium.js';
import type { Media } from './media.service.js';

const Params = z.object({
  exercise: z.string().regex(/^x-[A-Za-z0-9-]{22}$/),
  folder: z.string(),
  name: z.string(),
});

/** `/exercises/:exercise/files/:folder/:name` below a session, for whoever sees the exercise. */
export function mediaRoutes({ media }: { readonly media: Media }): Router {
  const router = Router({ mergeParams: true });

  router.get('/exercises/:exercise/files/:folder/:name', async (req, res) => {
    const { exercise: exerciseId, folder, name } = parse(Params, req.params);
    const path = MediumPath.safeParse(`${folder}/${name}`);
    if (!path.success) throw new NotFound('no path of ours');
    const { locale } = localsOf(res);
    const wanted = { exerciseId, path: path.data, locale };
    const opened = await media.open(principalOf(res), wanted);
    // It never changes, and belongs to who may see it.
    res.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    // A document is never shown as a page of ours.
    if (folder === 'files') res.setHeader('Content-Disposition', 'attachment');
    await sendBytes(res, { ...opened.medium, read: opened.read });
  });

  return router;
}

/** What the editor's protocol calls the types of its fields. */
const Field = z.object({
  type: z.enum(['image', 'audio', 'video', 'file']),
});
const KINDS = { image: 'images', audio: 'audios', video: 'videos', file: 'files' } as const;
const Upload = z.object({ field: z.string().max(20_000) });
const MOST_SENT = Math.max(...Object.values(MOST_BYTES));

/**
 * `/authoring/:exercise/ajax?action=files` below a session, as the H5P editor sends files: the
 * field as JSON, then the file. To be mounted behind `authorsOnly`.
 */
export function mediaUploadRoutes(deps: {
  readonly media: Media;
  /** Where uploads lie while they are read. */
  readonly uploadsDirectory: string;
}): Router {
  const { media, uploadsDirectory: directory } = deps;
  const router = Router({ mergeParams: true });

  router.post('/authoring/:exercise/ajax', async (req, res) => {
    parse(z.object({ action: z.literal('files') }), req.query);
    const { exercise } = parse(Params.pick({ exercise: true }), req.params);
    const options = { directory, mostBytes: MOST_SENT };
    const kept = await withUpload(req, res, options, ({ file, fields }) => {
      const { type } = parse(Field, jsonOf(parse(Upload, fields).field));
      return media.put(principalOf(res), exercise, { file, kind: KINDS[type] });
    });
    res.json(kept);
  });

  return router;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput('field is no JSON', { cause });
  }
}
