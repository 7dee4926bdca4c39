import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { shots } from '../support/looks.js';
import { addLink } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Reads English. */
const LEARNER = '6';
const ASKS_BEFORE_LEAVING =
  "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))";
const TEXT = 'I showed the brake first, then let her do it.';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('what is written where nothing is graded in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let base: string;
  let browser: Awaited<ReturnType<typeof aContext>>;

  beforeAll(async () => {
    pair = await aPair();
    browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    const page = await browser.context.newPage();
    const { id } = addLink(pair, 'M1');
    await page.goto(`${pair.platformUrl}/start/${id}?user=${LEARNER}&target=window`);
    await page.waitForURL(`${pair.toolUrl}/s/**`);
    base = page.url().replace(/\/$/, '');
    await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await pair.stop();
  });

  it('says that it is saved, only once it is, and is there again', async () => {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${base}/exercises/M1-04`);
    await page.waitForSelector('[data-ready=true]');
    await browser.context.setOffline(true);
    await page.locator('.h5p-content textarea').first().click();
    await page.keyboard.type(TEXT);

    await page.getByText('is not saved yet').waitFor();
    await page.screenshot({ path: shots('not-kept-400.png'), fullPage: true });
    expect(await page.evaluate(ASKS_BEFORE_LEAVING)).toBe(true);

    await browser.context.setOffline(false);
    await page.getByText('Saved. You can go on here later').waitFor();
    expect(await page.getByText('is not saved yet').count()).toBe(0);
    expect(await page.evaluate(ASKS_BEFORE_LEAVING)).toBe(false);
    expect(await seriousFaults(page)).toEqual([]);
    await page.screenshot({ path: shots('kept-400.png'), fullPage: true });
    await page.reload();
    await page.waitForSelector('[data-ready=true]');
    expect(await page.locator('.h5p-content textarea').first().inputValue()).toBe(TEXT);
    await page.close();
  });

  it('says what the tool will not keep', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${base}/exercises/M1-17`);
    await page.waitForSelector('[data-ready=true]');
    await page.route('**/states/**', (route) =>
      route.continue({ postData: `data=${'x'.repeat(300 * 1024)}` }),
    );
    await page.locator('.h5p-content textarea').first().fill(TEXT);
    await page.locator('#keeping.notice').waitFor();
    expect(await page.locator('#keeping').innerText()).toMatch(/\w{3}/u);
    await page.close();
  });
});
