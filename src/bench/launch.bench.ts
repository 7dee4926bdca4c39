import { performance } from 'node:perf_hooks';
import { createAgent, openBrowser } from './browser.js';
import { compare, type Work } from './comparison.js';
import { launch } from './launching.js';
import { startMeasured } from './measured-process.js';
import { openPlatform, type Platform } from './platform.js';
import { digits, type Line } from './table.js';
import { startTool, type Subject } from './tool-under-test.js';
import { freePort, type Workplace } from './workplace.js';

/** Fewer would measure how the engine compiles. */
const WARM_UP = 600;
const LAUNCHES = 60;
const GOAL = 0.5;
const CROWD = 1000;
const AT_ONCE = 8;

/** CPU of a whole launch: the tool against ltijs mounted as it comes. */
export async function launchLines(workplace: Workplace): Promise<Line[]> {
  const platform = await openPlatform(workplace);
  const tool = await startTool(workplace, platform);
  const stock = await startStock(workplace, platform);
  const lines: Line[] = [];
  for (const browser of ['new', 'returning'] as const) {
    workplace.say(`launches by a ${browser} browser: by turns`);
    const launchTool = launcher(platform, tool, browser);
    const launchStock = launcher(platform, stock, browser);
    const { ratio, detail } = await compare(
      { tool: launchTool, other: launchStock },
      { warmUp: WARM_UP, times: LAUNCHES },
    );
    lines.push({
      what: `Launch, ${browser} browser: CPU, tool / plain ltijs`,
      figure: ratio,
      goal: `at most ${GOAL}`,
      detail: `${detail}; with login and first page`,
    });
  }
  await stock.process.stop();
  lines.push(...(await crowdLines(workplace, platform, tool)));
  await tool.process.stop();
  return lines;
}

/** A class that comes at once: many browsers, each its own person. */
async function crowdLines(
  workplace: Workplace,
  platform: Platform,
  tool: Subject,
): Promise<Line[]> {
  workplace.say(`${CROWD.toLocaleString('en')} launches, ${AT_ONCE} at a time`);
  const agent = createAgent();
  const fetchesBefore = platform.keySetFetches();
  const cpuBefore = await tool.process.cpu();
  const startedAt = performance.now();
  let next = 0;
  const walk = async (): Promise<void> => {
    for (let person = next++; person < CROWD; person = next++) {
      const who = { tool: tool.url, userId: `crowd-${person}`, content: 'M1' };
      await launch(platform, openBrowser(agent), who);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (await tool.process.cpu()) - cpuBefore;
  const fetches = platform.keySetFetches() - fetchesBefore;
  return [
    {
      what: 'Launches in a second, new browsers',
      figure: digits(CROWD / seconds),
      detail: `${CROWD.toLocaleString('en')} launches, ${AT_ONCE} at a time, signed and asked for on the same processors; CPU of the tool ${digits(cpu / CROWD)} ms each`,
    },
    {
      what: `Key-set fetches in ${CROWD.toLocaleString('en')} launches`,
      figure: String(fetches),
      goal: 'at most 1',
      detail:
        'asked of the platform meanwhile; its key set says nothing of how long it may be kept',
    },
  ];
}

/** @returns a function that launches so many times and gives the CPU milliseconds of one launch */
function launcher(platform: Platform, { url, process }: Subject, kind: 'new' | 'returning'): Work {
  const agent = createAgent();
  const returning = openBrowser(agent);
  let people = 0;
  return async (times) => {
    const before = await process.cpu();
    for (let time = 0; time < times; time += 1) {
      const browser = kind === 'new' ? openBrowser(agent) : returning;
      people += kind === 'new' ? 1 : 0;
      await launch(platform, browser, { tool: url, userId: `person-${people}`, content: 'M1' });
    }
    return ((await process.cpu()) - before) / times;
  };
}

async function startStock(workplace: Workplace, { registration }: Platform): Promise<Subject> {
  workplace.say('starting ltijs 5.9.9 as it comes');
  const port = await freePort();
  const process = await startMeasured(workplace, 'stock-ltijs', { port, registration });
  return { url: `http://localhost:${port}`, process };
}
