import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { parse } from '../../http/parse.js';
import { hasCode, InvalidInput } from '../../shared/errors.js';
import { FileMissing, FileTooLarge } from './faults.js';
import type { SentFile } from './files.service.js';
import { LONGEST_DESCRIPTION, MOST_FILE_BYTES } from './workspace-file.js';

const Sent = z.object({
  description: z.string().trim().max(LONGEST_DESCRIPTION).default(''),
  decorative: z.string().max(10).optional(),
});
/** Of what surrounds the file in a form. */
const FORM_BYTES = 64 * 1024;

/**
 * Receives a form with one file in the field `file`. Its name is not looked at, and nothing of it
 * touches the disk.
 * @throws {FileTooLarge} before it is received, where the browser says how long it is
 */
export async function receive(req: Request, res: Response): Promise<SentFile> {
  const announced = Number(req.get('content-length') ?? 0);
  if (announced > MOST_FILE_BYTES + FORM_BYTES) throw new FileTooLarge(`${announced} bytes`);
  await done(single(), req, res);
  const { description, decorative } = parse(Sent, req.body ?? {});
  const bytes = req.file?.buffer;
  if (!bytes || bytes.length === 0) throw new FileMissing('no file');
  return { bytes, description, isDecorative: decorative !== undefined };
}

function single(): RequestHandler {
  const limits = { fileSize: MOST_FILE_BYTES, files: 1, fields: 4, fieldSize: 8192, parts: 6 };
  return multer({ storage: multer.memoryStorage(), limits }).single('file');
}

function done(middleware: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    // Its types promise nothing; without a fault it calls back empty-handed.
    void middleware(req, res, (fault?: unknown) => {
      if (fault === undefined || fault === null) resolve();
      else reject(refusal(fault));
    });
  });
}

function refusal(fault: unknown): Error {
  const code = hasCode(fault) ? fault.code : '';
  if (code === 'LIMIT_FILE_SIZE') return new FileTooLarge('longer than announced');
  return new InvalidInput(`form cannot be read ${code}`, { cause: fault });
}
