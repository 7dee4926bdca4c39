import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import type { Workplace } from './workplace.js';

/** A server in a process of its own, so that its CPU time is its own too. */
export interface MeasuredProcess {
  /** CPU milliseconds so far, user and system, of all its threads. */
  cpu(): Promise<number>;
  /** Resident megabytes: now, and the most so far. */
  memory(): Promise<Memory>;
  /** Ends it; otherwise the workplace does. */
  stop(): Promise<void>;
}

export interface Memory {
  readonly now: number;
  readonly peak: number;
}

const PATIENCE = 60_000;
const Usage = z.object({
  cpu: z.number(),
  memory: z.object({ now: z.number(), peak: z.number() }),
});

/**
 * Starts `<name>.server.js` of the build and waits until it listens.
 * @param settings JSON, handed to `serveMeasured`
 */
export async function startMeasured(
  workplace: Workplace,
  name: string,
  settings: object,
): Promise<MeasuredProcess> {
  const script = path.join(process.cwd(), 'dist', 'src', 'bench', `${name}.server.js`);
  const child = fork(script, [JSON.stringify(settings)], {
    // Not the flags of the loader that may have started us.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
  });
  const stop = (): Promise<void> => endProcess(child);
  workplace.atEnd(stop);
  z.object({ ready: z.literal(true) }).parse(await nextMessage(child, name));
  const usage = async (): Promise<z.infer<typeof Usage>> => {
    const answer = nextMessage(child, name);
    child.send('usage');
    return Usage.parse(await answer);
  };
  return {
    cpu: async () => (await usage()).cpu,
    memory: async () => (await usage()).memory,
    stop,
  };
}

/** In the measured process: listens by `start`, then answers for its CPU time and memory until the parent is gone. */
export async function serveMeasured<Settings>(
  schema: z.ZodType<Settings>,
  start: (settings: Settings) => Promise<void>,
): Promise<void> {
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const now = process.memoryUsage.rss() / 2 ** 20;
    // Of the operating system, in kilobytes.
    const peak = process.resourceUsage().maxRSS / 2 ** 10;
    process.send?.({ cpu: (user + system) / 1000, memory: { now, peak } });
  });
  await start(schema.parse(JSON.parse(process.argv[2] ?? '{}')));
  process.send?.({ ready: true });
}

/** Asks a process to end, and makes it after five seconds. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(force);
}

function nextMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(new Error(`${name} did not answer`)), PATIENCE);
    const onExit = (): void => done(new Error(`${name} ended by itself`));
    const onMessage = (message: unknown): void => done(undefined, message);
    const done = (fault: Error | undefined, message?: unknown): void => {
      clearTimeout(timer);
      child.off('exit', onExit).off('message', onMessage);
      if (fault) reject(fault);
      else resolve(message);
    };
    child.once('exit', onExit).once('message', onMessage);
  });
}
