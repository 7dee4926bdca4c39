import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AddedLink } from '../../src/sandbox/index.js';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { shots } from '../support/looks.js';
import { addLink, until } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Reads English. */
const LEARNER = '6';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('answers without a line in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair();
  });

  beforeEach(() => {
    link = addLink(pair, 'M1');
  });

  afterAll(() => pair.stop());

  const grade = (): unknown => pair.sandbox.state.grade(link.lineItemId!, LEARNER);

  async function opened(page: Page): Promise<string> {
    page.setDefaultTimeout(15_000);
    await page.goto(`${pair.platformUrl}/start/${link.id}?user=${LEARNER}&target=window`);
    await page.waitForURL(`${pair.toolUrl}/s/**`);
    return page.url().replace(/\/$/, '');
  }

  async function answerCheck(page: Page): Promise<void> {
    await page.waitForSelector('[data-ready=true]');
    await page.getByLabel(/Ask for 20 minutes/).check();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
  }

  it('are kept, counted, and sent when the line is back', async () => {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    try {
      const page = await browser.context.newPage();
      const base = await opened(page);
      await page.goto(`${base}/exercises/M1-03`);
      await page.waitForSelector('[data-ready=true]');
      await browser.context.setOffline(true);

      await answerCheck(page);

      await page.getByText(/kept in this browser/).waitFor();
      await page.getByText('Answers waiting to be sent: 1.').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.screenshot({ path: shots('unsent-400.png'), fullPage: true });
      expect(grade()).toBeUndefined();

      await browser.context.setOffline(false);
      await page.locator('#unsent').waitFor({ state: 'hidden' });
      await until(() => grade() !== undefined);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('go from whatever page is opened next, and stay with whoever gave them', async () => {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 1200 });
    try {
      const page = await browser.context.newPage();
      const base = await opened(page);
      await page.route('**/attempts', (route) => route.abort());
      await page.goto(`${base}/exercises/M1-03`);
      await answerCheck(page);
      await page.getByText(/kept in this browser/).waitFor();

      const other = await browser.context.newPage();
      await other.goto(`${pair.platformUrl}/start/${link.id}?user=5&target=window`);
      await other.waitForURL(`${pair.toolUrl}/s/**`);
      expect(await other.locator('#unsent').isHidden()).toBe(true);
      expect(grade()).toBeUndefined();

      await page.unroute('**/attempts');
      await page.goto(`${base}/`);
      await until(() => grade() !== undefined);
      expect(await page.locator('#unsent').isHidden()).toBe(true);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
