import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { Visit } from '../../support/launch.js';

/** A photo with the place where it was taken, lying on its side. */
export function aPhoto(width = 2400, height = 1200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#446688' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Secret camera', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '56/1 57/1 0/1', GPSLongitudeRef: 'E' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** All white, one bit a pixel: a few kilobytes, whatever it claims to be. */
export function aPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 1 });
  const begin = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    begin,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export const A_PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n',
);

/** Sends a file as the form of the page does. */
export function upload(
  { browser, base, token }: Visit,
  path: string,
  file: {
    readonly bytes: Buffer;
    readonly name?: string;
    readonly type?: string;
    /** What the browser wants for an answer. Default: a page. */
    readonly accept?: string;
  },
  fields: Readonly<Record<string, string>> = { description: 'A workbench' },
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const blob = new Blob([new Uint8Array(file.bytes)], { type: file.type ?? 'image/jpeg' });
  form.append('file', blob, file.name ?? 'photo.jpg');
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${base}${path}?token=${encodeURIComponent(token)}`, {
    method: 'POST',
    body: form,
    headers: { cookie, accept: file.accept ?? 'text/html' },
    redirect: 'manual',
  });
}

/** Paths of the files on a page, in its order, without the session. */
export function fileIds(page: string): readonly string[] {
  return [...page.matchAll(/\/files\/([A-Za-z0-9_-]{22})\/remove/gu)].map(([, id = '']) => id);
}
