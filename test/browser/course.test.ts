import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM, type ContextOptions } from '../support/chromium.js';
import { shots } from '../support/looks.js';
import { addLink, TRAINER } from '../support/launch.js';
import { manyPeople } from '../support/people.js';
import { aPair, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('pages of a course in Chromium (needs Chromium)', () => {
  let pair: Pair;

  beforeAll(async () => {
    const [trainer, ...others] = manyPeople(5000);
    const english = { ...trainer!, locale: 'en' };
    pair = await aPair({ jobs: false, seed: { users: [english, ...others] } });
    addLink(pair, 'M1');
  });

  afterAll(() => pair.stop());

  describe.each([400, 1200])('at %d px', (width) => {
    it('show five thousand people page by page, and find one by keyboard alone', async () => {
      await inBrowser({ thirdPartyCookies: 'blocked', width }, async (page) => {
        const frame = await openInFrame(page);
        await frame.getByRole('link', { name: 'People in this course' }).click();
        await frame.getByText('5,001 people, page 1 of 51').waitFor();
        expect(await seriousFaults(frame)).toEqual([]);
        expect(await overflowOf(frame)).toBe(0);
        await page.screenshot({ path: shots(`people-${width}.png`) });
        await frame.getByRole('row').nth(8).scrollIntoViewIfNeeded();
        await page.screenshot({ path: shots(`people-table-${width}.png`) });

        await frame.getByLabel('Name').focus();
        await page.keyboard.type('family4242');
        await page.keyboard.press('Enter');
        await frame.getByText('1 person, page 1 of 1').waitFor();
        expect(await frame.getByRole('rowheader').allTextContents()).toEqual([
          'Given4242 Family4242',
        ]);

        await frame.getByLabel('Name').fill('');
        await frame.getByLabel('Show').selectOption('not-launched');
        await frame.getByRole('button', { name: 'Search' }).press('Enter');
        await frame.getByRole('link', { name: 'Next page' }).press('Enter');
        await frame.getByText('5,000 people, page 2 of 50').waitFor();
      });
    }, 90_000);

    it('test the connection, slow steps shown as they come', async () => {
      await inBrowser({ thirdPartyCookies: 'blocked', width }, async (page) => {
        const frame = await openInFrame(page);
        await frame.getByRole('link', { name: 'Test of the connection' }).click();
        pair.sandbox.misbehave({ nrps: { kind: 'slow', milliseconds: 4000 } });
        await frame.getByRole('button', { name: /Start the test|Test again/ }).press('Enter');
        await frame.getByText('The test is running: 5 of 7 steps').waitFor();
        expect(await seriousFaults(frame)).toEqual([]);
        await page.screenshot({ path: shots(`connection-running-${width}.png`), fullPage: true });

        await frame.getByText('Everything that was tried works').waitFor();
        await frame.getByLabel(/Copy this text/).waitFor();
        pair.sandbox.heal();

        await page.waitForTimeout(2500);
        pair.sandbox.misbehave({ ags: { kind: 'status', status: 403 } });
        await frame.getByRole('button', { name: 'Test again' }).press('Enter');
        await frame
          .getByText(/it knows us and does not allow this/)
          .first()
          .waitFor();
        expect(await seriousFaults(frame)).toEqual([]);
        expect(await overflowOf(frame)).toBe(0);
        await frame.getByLabel(/Copy this text/).scrollIntoViewIfNeeded();
        await page.screenshot({ path: shots(`connection-${width}.png`), fullPage: true });
        pair.sandbox.heal();
      });
    }, 90_000);
  });

  async function inBrowser(
    options: ContextOptions,
    walk: (page: Page) => Promise<void>,
  ): Promise<void> {
    const browser = await aContext(options);
    try {
      await walk(await browser.context.newPage());
    } finally {
      await browser.close();
    }
  }

  /** Opens the activity on the course page, as the trainer. */
  async function openInFrame(page: Page): Promise<Frame> {
    page.setDefaultTimeout(15_000);
    await page.goto(`${pair.platformUrl}/?user=${TRAINER}`);
    const activity = page.getByRole('listitem').filter({ hasText: 'Tandem M1' }).last();
    await activity.getByRole('link', { name: 'Open in the page' }).click();
    await page.waitForSelector('iframe');
    const tool = (): Frame | undefined =>
      page.frames().find((frame) => frame.url().startsWith(`${pair.toolUrl}/s/`));
    for (let look = 0; look < 300 && !tool(); look += 1) await page.waitForTimeout(50);
    const frame = tool();
    if (!frame) throw new Error('the tool did not open in the frame');
    await frame.waitForLoadState();
    return frame;
  }
});

function overflowOf(frame: Frame): Promise<number> {
  return frame.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}
