import { readFile, rename, writeFile } from 'node:fs/promises';
import { SECOND } from '../shared/clock.js';
import { AppError, hasCode } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { Snapshot } from './course.js';

/** The snapshot file cannot be read as one: remove it to start anew. */
export class SnapshotUnreadable extends AppError {
  readonly code = 'sandbox.snapshot-unreadable';
  readonly status = 500;
}

/** Writes the platform's state to one file, atomically. */
export interface SnapshotStore {
  /** Something changed: it is written within a second, together with what else changes until then. */
  schedule(): void;
  /** Writes at once what is waiting. */
  flush(): Promise<void>;
}

const PAUSE = SECOND;

/** @throws {SnapshotUnreadable} @returns undefined when there is no such file yet */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  try {
    return Snapshot.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    if (hasCode(cause) && cause.code === 'ENOENT') return undefined;
    throw new SnapshotUnreadable(file, { cause });
  }
}

/** @param file undefined: nothing is kept */
export function createSnapshotStore(
  file: string | undefined,
  take: () => Snapshot,
  logger: Logger,
): SnapshotStore {
  if (file === undefined) return { schedule: () => undefined, flush: () => Promise.resolve() };
  let timer: NodeJS.Timeout | undefined;
  let waiting = false;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (!waiting) return;
    waiting = false;
    const temporary = `${file}.tmp`;
    // Holds private keys: for its owner only.
    await writeFile(temporary, JSON.stringify(take()), { mode: 0o600 });
    await rename(temporary, file);
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const next = writing.then(write);
    writing = next.catch(() => undefined);
    return next;
  };
  return {
    schedule() {
      waiting = true;
      timer ??= setTimeout(() => {
        flush().catch((fault: unknown) => {
          const reason = fault instanceof Error ? fault.message : typeof fault;
          logger.error({ reason }, 'sandbox snapshot not written');
        });
      }, PAUSE).unref();
    },
    flush,
  };
}
