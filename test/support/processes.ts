import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A program of ours, started from its sources as npm would start its build. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams. */
  printed(): string;
  /** Resolves with the exit status, or with the signal's name. */
  readonly ended: Promise<number | string>;
}

export function run(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  // Node 22 calls its own SQLite experimental, each time; npm's scripts silence that as this does.
  const flags = ['--disable-warning=ExperimentalWarning', '--import', 'tsx'];
  const child = spawn(process.execPath, [...flags, file, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      resolve(code ?? signal ?? '');
    });
  });
  return { child, printed: () => text, ended };
}

export function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, () => {
      resolve((server.address() as AddressInfo).port);
    }),
  );
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
