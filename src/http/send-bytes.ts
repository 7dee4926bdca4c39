import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Response } from 'express';
import { hasCode } from '../shared/errors.js';

/** Bytes that are kept somewhere and never change. */
export interface SentBytes {
  readonly mime: string;
  readonly bytes: number;
  readonly read: (range?: { readonly start: number; readonly end: number }) => Readable;
}

/**
 * Answers with bytes, or with the part that a player asks for (RFC 9110 section 14, one range;
 * more than one are answered with the whole).
 */
export async function sendBytes(res: Response, { mime, bytes, read }: SentBytes): Promise<void> {
  const ranges = res.req.range(bytes);
  const range = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges[0] : undefined;
  res.setHeader('Content-Type', mime);
  res.setHeader('Accept-Ranges', 'bytes');
  if (ranges === -1) {
    res.status(416).setHeader('Content-Range', `bytes */${String(bytes)}`);
    res.end();
    return;
  }
  const part = Array.isArray(ranges) && ranges.length === 1 ? range : undefined;
  res.setHeader('Content-Length', part ? part.end - part.start + 1 : bytes);
  if (part) {
    res.status(206);
    res.setHeader(
      'Content-Range',
      `bytes ${String(part.start)}-${String(part.end)}/${String(bytes)}`,
    );
  }
  if (res.req.method === 'HEAD') {
    res.end();
    return;
  }
  try {
    await pipeline(read(part), res);
  } catch (fault) {
    // Whoever looked at a film stopped looking.
    if (!hasCode(fault) || fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
  }
}
