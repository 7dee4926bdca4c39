import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser as Chromium } from 'playwright-core';
import { openPage, type Conditions, type PageLoad } from './page-load.js';
import type { Visitor } from './tool-under-test.js';
import type { Workplace } from './workplace.js';

/** @returns undefined when there is none here; the variable CHROMIUM may name one */
export async function startChromium(workplace: Workplace): Promise<Chromium | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    // Ctrl-C is the workplace's to answer.
    handleSIGINT: false,
  });
  workplace.atEnd(() => browser.close());
  return browser;
}

/** How one page loads. */
export interface Loads {
  /** By a browser that has the session and nothing else. */
  readonly cold: PageLoad;
  /** Again, in the same browser. */
  readonly warm: PageLoad;
  /** As cold, on a slow line. */
  readonly slow: PageLoad;
}

/**
 * @param ready CSS selector of what is there once the page can be used
 * @param slowLine what a slow line is
 */
export async function loadPage(
  browser: Chromium,
  visitor: Visitor,
  { url, ready, slowLine }: Visited,
): Promise<Loads> {
  const [cold, warm] = await asNewcomer(browser, visitor, async (open) => [
    await open({ url, ready }),
    await open({ url, ready }),
  ]);
  const [slow] = await asNewcomer(browser, visitor, async (open) => [
    await open({ url, ready, conditions: slowLine }),
  ]);
  return { cold, warm, slow };
}

interface Visited {
  readonly url: string;
  readonly ready: string;
  readonly slowLine: Conditions;
}

type Open = (page: {
  readonly url: string;
  readonly ready: string;
  readonly conditions?: Conditions;
}) => Promise<PageLoad>;

async function asNewcomer<Result extends readonly PageLoad[] | []>(
  browser: Chromium,
  { browser: launched }: Visitor,
  visit: (open: Open) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    return await visit(async (page) => {
      const { origin } = new URL(page.url);
      const cookies = [...launched.cookies];
      await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: origin })));
      return openPage(context, page);
    });
  } finally {
    await context.close();
  }
}

function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', ...onPath];
  return places.find((place) => place !== undefined && existsSync(place));
}
