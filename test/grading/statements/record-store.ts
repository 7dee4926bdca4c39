import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Statement } from '../../../src/grading/statements/statement.js';

/** A small learning record store over HTTP: keeps what is put under an id, and answers as it is told to. */
export interface ARecordStore {
  readonly url: URL;
  readonly kept: Map<string, Statement>;
  /** Headers and path of each request, in order. */
  readonly asked: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
  /** Answers of the next requests; empty: it takes them. */
  answers: { readonly status: number; readonly headers?: Record<string, string> }[];
  stop(): Promise<void>;
}

export async function aRecordStore(): Promise<ARecordStore> {
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (part: string) => {
      body += part;
    });
    req.on('end', () => {
      store.asked.push({ path: req.url ?? '', headers: req.headers });
      const answer = store.answers.shift();
      if (answer) {
        res.writeHead(answer.status, answer.headers).end('<html>no</html>');
        return;
      }
      const id = new URL(req.url ?? '', store.url).searchParams.get('statementId') ?? '';
      const known = store.kept.get(id);
      if (!known) store.kept.set(id, JSON.parse(body) as Statement);
      res.writeHead(known && JSON.stringify(known) !== body ? 409 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const store: ARecordStore = {
    url: new URL(`http://127.0.0.1:${port}/xapi`),
    ...{ kept: new Map(), asked: [], answers: [] },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return store;
}
