import { createAgent, openBrowser, type Browser } from './browser.js';
import { compare, type Work } from './comparison.js';
import { startMeasured, type MeasuredProcess } from './measured-process.js';
import type { Line } from './table.js';
import { openVisitor } from './tool-under-test.js';
import { freePort, type Workplace } from './workplace.js';

/** Fewer would measure how the engine compiles. */
const WARM_UP = 1000;
const PAGES = 100;
const GOAL = 0.25;
/** A multiple choice. */
const EXERCISE = 'M1-02';

/** CPU of one exercise page: the tool against the H5P server's own player. */
export async function exerciseCpuLines(workplace: Workplace): Promise<Line[]> {
  const visitor = await openVisitor(workplace);
  const stock = await startStock(workplace);
  workplace.say('exercise pages: by turns');
  const fromTool = pages(visitor.tool.process, visitor.browser, visitor.exerciseUrl(EXERCISE));
  const fromStock = pages(stock.process, stock.browser, stock.playUrl);
  const { ratio, detail } = await compare(
    { tool: fromTool, other: fromStock },
    { warmUp: WARM_UP, times: PAGES },
  );
  await visitor.tool.process.stop();
  await stock.process.stop();
  return [
    {
      what: 'Exercise page: server CPU, tool / H5P player',
      figure: ratio,
      goal: `at most ${GOAL}`,
      detail: `${detail}; the same multiple choice, asked for as browsers do: the tool compresses, the player does not`,
    },
  ];
}

/** @returns a function that asks so many times and gives the CPU milliseconds of one page */
function pages(process: MeasuredProcess, browser: Browser, url: string): Work {
  return async (times) => {
    const before = await process.cpu();
    for (let time = 0; time < times; time += 1) {
      const { status } = await browser.get(url);
      if (status !== 200) throw new Error(`${url} answered ${status}`);
    }
    return ((await process.cpu()) - before) / times;
  };
}

async function startStock(workplace: Workplace): Promise<{
  readonly process: MeasuredProcess;
  readonly browser: Browser;
  readonly playUrl: string;
}> {
  workplace.say('starting the H5P server as it comes');
  const port = await freePort();
  const contentDir = await workplace.folder();
  const settings = { port, contentDir, exerciseId: EXERCISE };
  const process = await startMeasured(workplace, 'stock-h5p', settings);
  const browser = openBrowser(createAgent());
  const playUrl = (await browser.get(`http://localhost:${port}/h5p/play`)).location();
  return { process, browser, playUrl };
}
