import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { unpacked } from '../h5p/authoring/h5p-check.js';

/** A plain page of somebody else's, with the player of the h5p-standalone package and nothing of ours. */
export interface StandalonePage {
  readonly url: string;
  close(): Promise<void>;
}

const PLAYER = path.resolve('node_modules/h5p-standalone/dist');
const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Elsewhere</title>
<script src="/player/main.bundle.js"></script></head>
<body><div id="here"></div><script>
  new H5PStandalone.H5P(document.getElementById('here'), {
    h5pJsonPath: '/package',
    frameJs: '/player/frame.bundle.js',
    frameCss: '/player/styles/h5p.css',
  });
</script></body></html>`;

/** @param bytes of an .h5p package */
export async function aStandalonePage(bytes: Buffer): Promise<StandalonePage> {
  const files = await unpacked(bytes);
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    void bytesOf(pathname, files).then(
      (body) => {
        const kind = KINDS[path.extname(pathname === '/' ? 'page.html' : pathname)];
        res.writeHead(200, { 'content-type': kind ?? 'application/octet-stream' }).end(body);
      },
      () => res.writeHead(404).end(),
    );
  });
  await listening(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${String(port)}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(pathname: string, files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  if (pathname === '/') return Buffer.from(PAGE);
  const [, root, ...rest] = decodeURIComponent(pathname).split('/');
  if (root === 'player') return readFile(path.join(PLAYER, ...rest));
  const found = root === 'package' ? files.get(rest.join('/')) : undefined;
  if (!found) throw new Error(`no ${pathname}`);
  return found;
}

function listening(server: Server): Promise<void> {
  return new Promise((done) => {
    server.listen(0, 'localhost', () => {
      done();
    });
  });
}
