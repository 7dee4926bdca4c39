import type { Logger } from '../shared/logger.js';

/** Work that is found due, piece by piece. Each piece may run twice: a process can die in the middle. */
export interface Job {
  readonly name: string;
  /** Does one piece. @returns false when nothing was due */
  runOnce(): Promise<boolean>;
  /** Milliseconds to wait before looking again, when nothing was due. */
  readonly idle: number;
  /** Pieces done at the same time. */
  readonly workers: number;
}

export interface Runner {
  start(): void;
  /** Looks at once instead of waiting: something has just become due. */
  wake(name: string): void;
  /** Resolves when the pieces under way are done. */
  stop(): Promise<void>;
}

export function createRunner(deps: {
  readonly jobs: readonly Job[];
  readonly logger: Logger;
}): Runner {
  const { jobs, logger } = deps;
  const waiting = new Map<string, Set<() => void>>();
  const wakes = new Map<string, number>();
  const loops: Promise<void>[] = [];
  let stopping = false;

  async function loop(job: Job): Promise<void> {
    while (!isStopping()) {
      const before = wakes.get(job.name);
      const did = await attempt(job, logger);
      // What became due while we looked may have been missed; then look again before sleeping.
      const woken = wakes.get(job.name) !== before;
      if (!did && !woken && !isStopping()) await pause(job);
    }
  }

  /** A function, since the compiler would take the variable for constant inside the loop. */
  function isStopping(): boolean {
    return stopping;
  }

  function pause(job: Job): Promise<void> {
    return new Promise((resolve) => {
      const sleepers = waiting.get(job.name) ?? new Set();
      waiting.set(job.name, sleepers);
      const wakeUp = (): void => {
        clearTimeout(timer);
        sleepers.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, job.idle);
      sleepers.add(wakeUp);
    });
  }

  function wakeAll(name: string): void {
    wakes.set(name, (wakes.get(name) ?? 0) + 1);
    for (const wakeUp of [...(waiting.get(name) ?? [])]) wakeUp();
  }

  return {
    start() {
      for (const job of jobs) {
        for (let worker = 0; worker < job.workers; worker += 1) loops.push(loop(job));
      }
    },
    wake: wakeAll,
    async stop() {
      stopping = true;
      for (const { name } of jobs) wakeAll(name);
      await Promise.all(loops);
    },
  };
}

/** A job that fails is not at fault for the next piece: note it, wait, go on. */
async function attempt(job: Job, logger: Logger): Promise<boolean> {
  try {
    return await job.runOnce();
  } catch (fault) {
    const stack = fault instanceof Error ? fault.stack : String(fault);
    logger.error({ job: job.name, stack }, 'job failed');
    return false;
  }
}
