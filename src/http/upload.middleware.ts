import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import { AppError, hasCode, InvalidInput } from '../shared/errors.js';

/** More bytes than the route takes. */
export class UploadTooLarge extends AppError {
  readonly code = 'http.upload-too-large';
  readonly status = 413;
  override readonly values: Readonly<Record<string, string>>;

  /** @param most bytes */
  constructor(most: number) {
    super(`more than ${String(most)} bytes`);
    this.values = { megabytes: String(Math.floor(most / MEGABYTE)) };
  }
}

/** The form came without a file. */
export class UploadMissing extends AppError {
  readonly code = 'http.upload-missing';
  readonly status = 400;
}

/** A file that somebody sent, in a folder of its own. Its name is not kept. */
export interface Upload {
  readonly file: string;
  /** Made for this upload, and gone after it. */
  readonly folder: string;
  readonly bytes: number;
  /** The other fields of the form. */
  readonly fields: unknown;
}

/** A small one, in memory. Its name is not kept. */
export interface SmallUpload {
  readonly bytes: Buffer;
  /** The other fields of the form. */
  readonly fields: unknown;
}

export interface UploadOptions {
  /** Where the folder is made. */
  readonly directory: string;
  readonly mostBytes: number;
}

const MEGABYTE = 1024 * 1024;
/** Of what surrounds the file in a form. */
const FORM_BYTES = 64 * 1024;

/**
 * Receives a form with one file in the field `file`, gives it to `use`, and removes it whatever happens.
 * @throws {UploadTooLarge} before it is received, where the browser says how long it is @throws {UploadMissing}
 */
export async function withUpload<T>(
  req: Request,
  res: Response,
  { directory, mostBytes }: UploadOptions,
  use: (upload: Upload) => Promise<T>,
): Promise<T> {
  requireFitting(req, mostBytes);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(directory, 'upload-'));
  try {
    await received(single(onDisk(folder), mostBytes), { req, res, mostBytes });
    if (!req.file || req.file.size === 0) throw new UploadMissing('no file');
    const { path: file, size: bytes } = req.file;
    return await use({ file, folder, bytes, fields: req.body ?? {} });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The same for a file that may lie in memory: nothing of it touches the disk.
 * @throws {UploadTooLarge} before it is received, where the browser says how long it is @throws {UploadMissing}
 */
export async function receiveUpload(
  req: Request,
  res: Response,
  mostBytes: number,
): Promise<SmallUpload> {
  requireFitting(req, mostBytes);
  await received(single(multer.memoryStorage(), mostBytes), { req, res, mostBytes });
  const bytes = req.file?.buffer;
  if (!bytes || bytes.length === 0) throw new UploadMissing('no file');
  return { bytes, fields: req.body ?? {} };
}

function requireFitting(req: Request, mostBytes: number): void {
  const announced = Number(req.get('content-length') ?? 0);
  if (announced > mostBytes + FORM_BYTES) throw new UploadTooLarge(mostBytes);
}

function onDisk(destination: string): StorageEngine {
  // A name of ours: theirs could lead anywhere.
  return multer.diskStorage({
    destination,
    filename: (_req, _file, done) => {
      done(null, 'upload');
    },
  });
}

function single(storage: StorageEngine, fileSize: number): RequestHandler {
  const limits = { fileSize, files: 1, fields: 8, fieldSize: 32 * 1024, parts: 10 };
  return multer({ storage, limits }).single('file');
}

function received(
  middleware: RequestHandler,
  { req, res, mostBytes }: { req: Request; res: Response; mostBytes: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Its types promise nothing; without a fault it calls back empty-handed.
    void middleware(req, res, (fault?: unknown) => {
      if (fault === undefined || fault === null) resolve();
      else reject(refusal(fault, mostBytes));
    });
  });
}

function refusal(fault: unknown, mostBytes: number): Error {
  const code = hasCode(fault) ? fault.code : '';
  if (code === 'LIMIT_FILE_SIZE') return new UploadTooLarge(mostBytes);
  return new InvalidInput(`form cannot be read ${code}`, { cause: fault });
}
