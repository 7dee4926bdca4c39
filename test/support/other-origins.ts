import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Pages of origins that are neither the tool nor the platform. */
export interface Pages {
  /** Origin for any name: browsers send what is below `localhost` to this machine. */
  origin(name: string): string;
  /** Serves this body at this path, under every name. */
  put(path: string, body: string): void;
  stop(): Promise<void>;
}

export async function servePages(): Promise<Pages> {
  const bodies = new Map<string, string>();
  const server = createServer((req, res) => {
    const body = bodies.get(req.url ?? '');
    res.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' });
    res.end(`<!doctype html><body>${body ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const port = String((server.address() as AddressInfo).port);
  return {
    origin: (name) => `http://${name}.localhost:${port}`,
    put: (path, body) => void bodies.set(path, body),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
