import type { Browser as Chromium } from 'playwright-core';
import { loadPage } from './chromium.js';
import { FAR_LINE, type PageLoad } from './page-load.js';
import { digits, type Line } from './table.js';
import type { Visitor } from './tool-under-test.js';

/** Fewer would measure how the engine compiles. */
export const WARM_UP = 100;
export const TIMES = 100;

/** A page that is to be measured. */
export interface MeasuredPage {
  readonly url: string;
  /** CSS selector of what is there once the page can be used. */
  readonly ready: string;
  readonly what: string;
  readonly goal?: string;
}

/** What one page costs the tool, and how a browser loads it where there is one. */
export async function pageLine(
  chromium: Chromium | undefined,
  visitor: Visitor,
  { url, ready, what, goal }: MeasuredPage,
): Promise<Line> {
  const cpu = await cpuOf(visitor, () => visitor.browser.get(url));
  const figure = `${digits(cpu)} ms CPU`;
  if (!chromium) return { what, figure, detail: 'of the tool for one page' };
  const { cold, warm, slow } = await loadPage(chromium, visitor, {
    ...{ url, ready },
    slowLine: FAR_LINE,
  });
  const detail = `of the tool for one page; cold ${said(cold)}; warm ${said(warm)}; on a line of 400 ms and 1.6 Mbit/s ${said(slow)}`;
  return { what, figure, goal, detail };
}

function said({ requests, bytes, usable }: PageLoad): string {
  return `${requests} requests, ${digits(bytes / 1000)} kB, usable after ${digits(usable)} ms`;
}

/** @returns CPU milliseconds of the tool for one of them; asks `WARM_UP + TIMES` times */
export async function cpuOf(
  { tool }: Pick<Visitor, 'tool'>,
  ask: () => Promise<{ readonly status: number }>,
): Promise<number> {
  const repeat = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      const { status } = await ask();
      if (status >= 300) throw new Error(`the tool answered ${status}`);
    }
  };
  await repeat(WARM_UP);
  const before = await tool.process.cpu();
  await repeat(TIMES);
  return ((await tool.process.cpu()) - before) / TIMES;
}
