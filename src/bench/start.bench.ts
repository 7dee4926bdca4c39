import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createAgent, openBrowser } from './browser.js';
import { endProcess } from './measured-process.js';
import { digits, leftOut, median, type Line } from './table.js';
import { freePort, type Workplace } from './workplace.js';

const STARTS = 5;
const IDLE = 3000;
const PATIENCE = 60_000;

const run = promisify(execFile);

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly milliseconds: number;
}

/** From the command to a tool that is ready, and what it then weighs. */
export async function startLines(workplace: Workplace): Promise<Line[]> {
  workplace.say(`${STARTS} starts of the tool`);
  const dataDir = await workplace.folder();
  // The first start makes the key; a school does that once.
  await endProcess((await start(workplace, dataDir)).child);
  const times: number[] = [];
  let last: Started | undefined;
  for (let count = 0; count < STARTS; count += 1) {
    if (last) await endProcess(last.child);
    last = await start(workplace, dataDir);
    times.push(last.milliseconds);
  }
  const startLine: Line = {
    what: 'Start to ready',
    figure: `${digits(median(times))} ms`,
    detail: `from the command to 200 of /readyz, key made before; median of ${STARTS}`,
  };
  if (!last) return [startLine];
  await wait(IDLE);
  const lines = [startLine, await memoryLine(last.child)];
  await endProcess(last.child);
  return lines;
}

async function start(workplace: Workplace, dataDir: string): Promise<Started> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const browser = openBrowser(createAgent());
  const began = performance.now();
  const child = spawn(process.execPath, [path.join('dist', 'src', 'main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', PORT: String(port), DATA_DIR: dataDir },
  });
  workplace.atEnd(() => endProcess(child));
  while (performance.now() - began < PATIENCE) {
    const status = await browser.get(`${url}/readyz`).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200) return { child, url, milliseconds: performance.now() - began };
    if (child.exitCode !== null) throw new Error('the tool did not start');
    await wait(5);
  }
  throw new Error('the tool was not ready in a minute');
}

async function memoryLine({ pid }: ChildProcess): Promise<Line> {
  const what = 'Memory when idle';
  try {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
    const figure = `${digits(Number(stdout.trim()) / 1024)} MiB`;
    return { what, figure, detail: `resident, ${IDLE / 1000} s after the start` };
  } catch {
    return leftOut(what, 'no ps here');
  }
}
