import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** What goes into an archive, under a path with `/`. */
export type ZipPart =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly file: string }
  /** Already packed by its nature, such as a picture. */
  | { readonly path: string; readonly open: () => Readable };

/** Parts are opened one after the other, while somebody reads; when nobody does any more, all are closed. */
export function zipOf(parts: readonly ZipPart[]): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  const opened = new Set<Readable>();
  const fail = (fault: Error): void => {
    output.destroy(fault);
  };
  const lazily =
    (open: () => Readable) =>
    (use: (fault: unknown, stream: Readable) => void): void => {
      const stream = open().once('error', fail);
      opened.add(stream);
      use(null, stream);
    };
  for (const part of parts) {
    if ('text' in part) zip.addBuffer(Buffer.from(part.text), part.path);
    else if ('file' in part)
      zip.addReadStreamLazy(
        part.path,
        lazily(() => createReadStream(part.file)),
      );
    else zip.addReadStreamLazy(part.path, { compress: false }, lazily(part.open));
  }
  zip.on('error', fail);
  zip.end();
  zip.outputStream.pipe(output);
  return output.once('close', () => {
    for (const stream of opened) stream.destroy();
  });
}
