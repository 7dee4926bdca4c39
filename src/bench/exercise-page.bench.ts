import { loadPage, startChromium, type Loads } from './chromium.js';
import { SLOW_4G, type PageLoad } from './page-load.js';
import { digits, leftOut, median, type Line } from './table.js';
import { openVisitor } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

/** A multiple choice. */
const EXERCISE = 'M1-02';
const LOADS = 5;

/** What Moodle's own H5P activity took with one multiple choice question, measured once on such a machine. */
const MOODLE = {
  cold: "Moodle's own H5P activity with one multiple choice, measured once on such a machine: 80 requests, 2,318 kB, 2.3 s.",
  warm: "Moodle's: 0.9 s.",
  slow: "Moodle's: 8.9 s.",
};

/** The exercise page in Chromium: what it asks for, how much comes, and when one can answer. */
export async function exercisePageLines(workplace: Workplace): Promise<Line[]> {
  const browser = await startChromium(workplace);
  if (browser === undefined) {
    return [leftOut('Exercise page in Chromium', 'no Chromium here; CHROMIUM may name one')];
  }
  const visitor = await openVisitor(workplace);
  workplace.say(`exercise page in Chromium: ${LOADS} x cold, warm, and cold on slow 4G`);
  const page = {
    url: visitor.exerciseUrl(EXERCISE),
    ready: '.h5p-content input:enabled',
    slowLine: SLOW_4G,
  };
  const loads: Loads[] = [];
  // The first turn only warms up server and browser.
  for (let load = -1; load < LOADS; load += 1) {
    const seen = await loadPage(browser, visitor, page);
    if (load >= 0) loads.push(seen);
  }
  await browser.close();
  await visitor.tool.process.stop();
  const all = (which: keyof Loads): readonly PageLoad[] => loads.map((load) => load[which]);
  return [
    pageLine('cold', all('cold'), MOODLE.cold),
    pageLine('warm', all('warm'), MOODLE.warm),
    pageLine('cold, slow 4G, CPU a quarter', all('slow'), MOODLE.slow),
  ];
}

function pageLine(how: string, loads: readonly PageLoad[], comparison: string): Line {
  const middle = (read: (load: PageLoad) => number): string => digits(median(loads.map(read)));
  const requests = `requests over the network: ${median(loads.map((load) => load.requests))}`;
  const size = `${middle(({ bytes }) => bytes / 1000)} kB`;
  return {
    what: `Exercise page, ${how}`,
    figure: `${middle(({ usable }) => usable)} ms`,
    detail: `until an answer can be chosen, median of ${loads.length}; ${requests}, ${size}. ${comparison}`,
  };
}
