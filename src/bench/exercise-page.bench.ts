import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser as Chromium, type BrowserContext } from 'playwright-core';
import { openPage, SLOW_4G, type Conditions, type PageLoad } from './page-load.js';
import { digits, leftOut, median, type Line } from './table.js';
import { openVisitor, type Visitor } from './tool-under-test.js';
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
  const executablePath = findChromium();
  if (executablePath === undefined) {
    return [leftOut('Exercise page in Chromium', 'no Chromium here; CHROMIUM may name one')];
  }
  const visitor = await openVisitor(workplace, EXERCISE);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    // Ctrl-C is the workplace's to answer.
    handleSIGINT: false,
  });
  workplace.atEnd(() => browser.close());
  workplace.say(`exercise page in Chromium: ${LOADS} x cold, warm, and cold on slow 4G`);
  const cold: PageLoad[] = [];
  const warm: PageLoad[] = [];
  const slow: PageLoad[] = [];
  for (let load = -1; load < LOADS; load += 1) {
    const [first, second] = await asNewcomer(
      browser,
      visitor,
      async (open) => [await open(), await open()] as const,
    );
    const onSlow = await asNewcomer(browser, visitor, (open) => open(SLOW_4G));
    // The first turn only warms up server and browser.
    if (load < 0) continue;
    cold.push(first);
    warm.push(second);
    slow.push(onSlow);
  }
  await browser.close();
  await visitor.tool.process.stop();
  return [
    pageLine('cold', cold, MOODLE.cold),
    pageLine('warm', warm, MOODLE.warm),
    pageLine('cold, slow 4G, CPU a quarter', slow, MOODLE.slow),
  ];
}

function pageLine(how: string, loads: readonly PageLoad[], comparison: string): Line {
  const middle = (read: (load: PageLoad) => number): string => digits(median(loads.map(read)));
  const requests = `requests over the network: ${median(loads.map((load) => load.requests))}`;
  const size = `${middle(({ bytes }) => bytes / 1000)} kB`;
  return {
    what: `Exercise page, ${how}`,
    figure: `${middle(({ answerable }) => answerable)} ms`,
    detail: `until an answer can be chosen, median of ${loads.length}; ${requests}, ${size}. ${comparison}`,
  };
}

/** In a browser with the session and nothing else. */
async function asNewcomer<Result>(
  browser: Chromium,
  visitor: Visitor,
  visit: (open: (conditions?: Conditions) => Promise<PageLoad>) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    await bringSession(context, visitor);
    return await visit((conditions) => openPage(context, visitor.exerciseUrl, conditions));
  } finally {
    await context.close();
  }
}

async function bringSession(context: BrowserContext, visitor: Visitor): Promise<void> {
  const { origin } = new URL(visitor.exerciseUrl);
  const cookies = [...visitor.browser.cookies];
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: origin })));
}

function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', ...onPath];
  return places.find((place) => place !== undefined && existsSync(place));
}
