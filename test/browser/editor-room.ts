import type { Page } from 'playwright-core';
import { aContext } from '../support/chromium.js';
import { addLink } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';

/** A tool, and browsers in which a trainer writes. */
export interface EditorRoom {
  readonly pair: Pair;
  /** @param width of the window in pixels */
  inBrowser(width: number, use: (page: Page) => Promise<void>): Promise<void>;
  /** From the start of a visit to the form of a new exercise. @param type in words */
  begin(page: Page, title: string, type?: string): Promise<void>;
  saved(page: Page): Promise<void>;
  stop(): Promise<void>;
}

export async function anEditor(): Promise<EditorRoom> {
  const pair = await aPair();
  const link = addLink(pair, 'M1');
  return {
    pair,
    stop: () => pair.stop(),
    async inBrowser(width, use) {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(`${pair.platformUrl}/start/${link.id}?user=${TRAINER}&target=window`);
        await page.waitForURL(`${pair.toolUrl}/s/**`);
        await use(page);
      } finally {
        await browser.close();
      }
    },
    async begin(page, title, type = 'One right answer') {
      await page.getByRole('link', { name: 'Your exercises' }).click();
      await page.getByRole('link', { name: 'New exercise' }).click();
      await page.getByLabel('Title').fill(title);
      await page.getByRole('radio', { name: type }).check();
      await page.getByRole('button', { name: 'Write it' }).click();
      await page.getByRole('heading', { level: 1, name: 'Write the exercise' }).waitFor();
    },
    saved: (page) => page.locator('#editor-status[data-state=saved]').waitFor(),
  };
}
