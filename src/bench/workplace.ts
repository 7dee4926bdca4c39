import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a measurement leaves behind is put away at its end, and on Ctrl-C too. */
export interface Workplace {
  /** A new folder, removed at the end. */
  folder(): Promise<string>;
  /** Runs at the end, last given first. */
  atEnd(putAway: () => Promise<void>): void;
  /** Says what is being done; on standard error, so that standard output is the table alone. */
  say(text: string): void;
  /** Safe to call twice. */
  clear(): Promise<void>;
}

export function openWorkplace(): Workplace {
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-bench-'));
  const duties: (() => Promise<void>)[] = [];
  let folders = 0;
  return {
    async folder() {
      folders += 1;
      const folder = path.join(root, String(folders));
      await mkdir(folder);
      return folder;
    },
    atEnd: (putAway) => void duties.push(putAway),
    say: (text) => {
      console.error(`… ${text}`);
    },
    async clear() {
      for (let duty = duties.pop(); duty; duty = duties.pop()) {
        // What one measurement cannot put away must not keep the others' things.
        await duty().catch((fault: unknown) => {
          console.error('could not put away:', fault);
        });
      }
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
