import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HOUR, type Clock } from '../shared/clock.js';
import { AppError, hasCode, InvalidInput } from '../shared/errors.js';
import type { NewId } from '../shared/ids.js';

/** The folder cannot be written to, as with a full disk. Nothing of what was given is kept. */
export class BlobsUnavailable extends AppError {
  readonly code = 'persistence.blobs-unavailable';
  readonly status = 503;
  override readonly retryAfterSeconds = 30;
}

/** Part of a blob: both ends belong to it, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes too many for a document, each under a name that is never used again. Several processes
 * share them where they share the folder.
 */
export interface Blobs {
  /**
   * Keeps all that comes. Resolves when it is on the disk under its name; until then it has none.
   * @param source closed when it fails @throws {BlobsUnavailable}, or what the source threw
   */
  put(source: AsyncIterable<Uint8Array>): Promise<{ readonly id: string; readonly bytes: number }>;
  /** Length in bytes. @returns undefined when there is none such */
  size(id: string): Promise<number | undefined>;
  /** @returns a stream that fails when there is none such @throws {InvalidInput} on what is no id */
  read(id: string, range?: ByteRange): Readable;
  /** Does nothing where there is none such. */
  remove(id: string): Promise<void>;
  /** Removes what a process that died had begun to write. @returns how many */
  sweep(): Promise<number>;
}

export interface BlobsOptions {
  /** Made with the first blob. */
  readonly directory: string;
  readonly newId: NewId;
  readonly clock: Clock;
}

/** Nothing is being written for longer. */
const UNFINISHED_AFTER = HOUR;
/** Our own ids and nothing that could be a path. */
const ID = /^[A-Za-z0-9_-]{22}$/;

export function openBlobs({ directory, newId, clock }: BlobsOptions): Blobs {
  const drafts = path.join(directory, 'unfinished');
  /** Two levels: a folder of a hundred thousand names is slow to open. */
  const placeOf = (id: string): string => {
    if (!ID.test(id)) throw new InvalidInput('no id of a blob');
    return path.join(directory, id.slice(0, 2), id);
  };

  return {
    async put(source) {
      const id = newId();
      const draft = path.join(drafts, id);
      const place = placeOf(id);
      try {
        await mkdir(drafts, { recursive: true, mode: 0o700 });
        await pipeline(source, createWriteStream(draft, { mode: 0o600, flush: true }));
        const { size } = await stat(draft);
        await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
        await rename(draft, place);
        await syncFolder(path.dirname(place));
        return { id, bytes: size };
      } catch (fault) {
        await rm(draft, { force: true });
        throw isFull(fault) ? new BlobsUnavailable(fault.code, { cause: fault }) : fault;
      }
    },
    async size(id) {
      try {
        return (await stat(placeOf(id))).size;
      } catch (fault) {
        if (hasCode(fault) && fault.code === 'ENOENT') return undefined;
        throw fault;
      }
    },
    read: (id, range) => createReadStream(placeOf(id), range),
    async remove(id) {
      await rm(placeOf(id), { force: true });
    },
    sweep: () => removeOlder(drafts, clock() - UNFINISHED_AFTER),
  };
}

/** A name is only safe from a power failure once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param before epoch milliseconds */
async function removeOlder(folder: string, before: number): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    // Gone already: another process sweeps too, or has just finished writing it.
    const found = await stat(file).catch(() => undefined);
    if (!found || found.mtimeMs >= before) continue;
    await rm(file, { force: true, recursive: true });
    removed += 1;
  }
  return removed;
}

/** @returns nothing of a folder that is not there */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'ENOENT') return [];
    throw fault;
  }
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO']);

function isFull(fault: unknown): fault is { readonly code: string } {
  return hasCode(fault) && FULL.has(fault.code);
}
