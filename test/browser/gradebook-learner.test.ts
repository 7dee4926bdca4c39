import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { shots } from '../support/looks.js';
import { addLink } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Learns, and reads English. */
const LEARNER = '6';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite("a learner's message in Chromium (needs Chromium)", () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair();
  });

  afterAll(() => pair.stop());

  async function answerOn(page: Page): Promise<void> {
    const link = addLink(pair, 'M1-03');
    page.setDefaultTimeout(15_000);
    await page.goto(`${pair.platformUrl}/start/${link.id}?user=${LEARNER}&target=window`);
    await page.waitForSelector('[data-ready=true]');
    await page.getByLabel(/Ask for 20 minutes/).check();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
  }

  it.each([400, 1200])(
    'says that the score is safe, and sends it again when asked to, %i px',
    async (width) => {
      pair.sandbox.misbehave({ ags: { kind: 'status', status: 404 } });
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        await answerOn(page);
        await page.getByText(/Your score is safe here.*did not take it/).waitFor();
        const button = page.getByRole('button', { name: 'Send it again now' });
        await button.waitFor();
        await page.screenshot({ path: shots(`standing-refused-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);

        pair.sandbox.heal();
        await button.focus();
        await page.keyboard.press('Enter');

        await page.getByText(/gradebook has it/).waitFor();
        await page.getByText(/Last sent: 1 of 1|Last sent:/).waitFor();
        const focused = await page.evaluate('document.activeElement.textContent');
        expect(focused).toContain('gradebook has it');
        expect(await button.isVisible()).toBe(false);
        await page.screenshot({ path: shots(`standing-sent-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );

  it('works without script on the part that says where the score stands', async () => {
    pair.sandbox.misbehave({ ags: { kind: 'status', status: 404 } });
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 1200 });
    try {
      const page = await browser.context.newPage();
      await answerOn(page);
      await page.getByText(/did not take it/).waitFor();
      pair.sandbox.heal();

      // The form's own way, past the script.
      await page.evaluate("document.querySelector('[data-standing-resend]').submit()");
      await page.waitForSelector('[data-ready=true]');

      await page.getByText(/gradebook has it/).waitFor();
    } finally {
      await browser.close();
    }
  }, 60_000);
});
