import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Locator, Page } from 'playwright-core';
import type { AddedLink } from '../../src/sandbox/index.js';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM, type ContextOptions } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { addLink } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Launched without a name; reads English. */
const COMPANY_TUTOR = '6';
/** A name, and Latvian. */
const VET_TUTOR = '3';

const STEPS_IN_ORDER = [
  /sends the learning outcomes/,
  /walk through the workplace/,
  /mark each outcome/,
  /agree what must be put right/,
  /write down and sign the result/,
  /agreement is signed/,
];

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('main job in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair();
  });

  afterAll(() => pair.stop());

  describe.each([
    { thirdPartyCookies: 'blocked', width: 400 },
    { thirdPartyCookies: 'blocked', width: 1200 },
    { thirdPartyCookies: 'allowed', width: 1200 },
  ] as const)('third-party cookies $thirdPartyCookies, $width px', (options) => {
    it('goes from the course by way of module and unit to the gradebook', async () => {
      link = addLink(pair, 'M1');
      await inBrowser(options, async (page) => {
        const frame = await openInPage(page);
        await expectPage(frame, 'Before: prepare together', `module-${options.width}`);

        await frame.getByRole('link', { name: /Begin here/ }).click();
        await expectPage(frame, 'Who does what: the triangle', `unit-${options.width}`);

        await frame.getByRole('link', { name: 'Just tell me how many hours' }).first().click();
        await frame.waitForSelector('[data-ready=true]');
        expect(await seriousFaults(frame)).toEqual([]);
        await frame.getByLabel(/Ask for 20 minutes/).check();
        await frame.getByRole('button', { name: 'Check', exact: true }).click();

        await frame.getByText('Right', { exact: true }).first().waitFor();
        await frame.getByText(/gradebook has it/).waitFor();
        expect(await seriousFaults(frame)).toEqual([]);
        await page.screenshot({ path: shots(`answered-${options.width}.png`), fullPage: true });
        await expectGrade(page);
      });
    }, 90_000);
  });

  it('orders steps by keyboard alone, and resumes at the next visit', async () => {
    link = addLink(pair, 'M1-05');
    await inBrowser({ thirdPartyCookies: 'blocked', width: 400 }, async (page) => {
      const frame = await openInPage(page);
      await frame.waitForSelector('[data-ready=true]');
      for (const [at, step] of STEPS_IN_ORDER.entries()) {
        const position = frame
          .getByRole('listitem')
          .filter({ hasText: step })
          .getByRole('combobox');
        await tabTo(page, position);
        await page.keyboard.type(String(at + 1));
      }
      await tabTo(page, frame.getByRole('button', { name: 'Check', exact: true }));
      await page.keyboard.press('Enter');

      await frame.getByText('Points: 6 of 6').waitFor();
      // The result has the focus, so that it is read out.
      expect(await frame.evaluate('document.activeElement.textContent')).toContain('6 of 6');
      expect(await seriousFaults(frame)).toEqual([]);
      await frame.getByText(/gradebook has it/).waitFor();
      await page.screenshot({ path: shots('ordered-400.png'), fullPage: true });

      const again = await openInPage(page);
      await again.getByText('Points: 6 of 6').waitFor();
    });
  }, 90_000);

  it('opens in a window of its own, in the language of the person', async () => {
    link = addLink(pair, 'M1');
    await inBrowser({ thirdPartyCookies: 'blocked', width: 1200 }, async (page) => {
      await page.goto(`${pair.platformUrl}/?user=${VET_TUTOR}`);
      const opened = page.waitForEvent('popup');
      await linkOnCourse(page, 'Open in a new window').click();
      const window = await opened;
      await window.waitForURL(`${pair.toolUrl}/s/**`);

      expect(await window.locator('html').getAttribute('lang')).toBe('lv');
      expect(await seriousFaults(window)).toEqual([]);
    });
  }, 60_000);

  it('keeps an answer whose way is cut, and sends it when it is open again', async () => {
    link = addLink(pair, 'M1-03');
    await inBrowser({ thirdPartyCookies: 'blocked', width: 400 }, async (page) => {
      const frame = await openInPage(page);
      await frame.waitForSelector('[data-ready=true]');
      await frame.getByLabel(/Ask for 20 minutes/).check();
      await page.route('**/attempts', (route) => route.abort());
      await frame.getByRole('button', { name: 'Check', exact: true }).click();
      await frame.getByText(/has not arrived yet/).waitFor();
      expect(await frame.getByLabel(/Ask for 20 minutes/).isChecked()).toBe(true);

      await page.unroute('**/attempts');
      await frame.getByRole('button', { name: 'Send again' }).click();

      await frame.getByText(/gradebook has it/).waitFor();
      expect(pair.sandbox.state.grade(link.lineItemId!, COMPANY_TUTOR)?.finalGrade).toBe(100);
    });
  }, 60_000);

  it('tells the platform how tall it is, and asks to be at the top after a step', async () => {
    link = addLink(pair, 'M1');
    await inBrowser({ thirdPartyCookies: 'blocked', width: 400 }, async (page) => {
      await page.addInitScript(
        'window.seen = []; window.addEventListener("message", ({ data }) => window.seen.push(data));',
      );
      const frame = await openInPage(page);
      await frame.getByRole('link', { name: /Begin here/ }).click();
      await frame.getByText('From practice').waitFor();
      await page.waitForTimeout(500);

      const seen = JSON.stringify(await page.evaluate('window.seen'));
      expect(seen).toContain('lti.frameResize');
      expect(seen).toContain('lti.scrollToTop');
      expect(await frame.evaluate('document.activeElement.tagName')).toBe('H1');
    });
  }, 60_000);

  async function inBrowser(
    options: ContextOptions,
    walk: (page: Page) => Promise<void>,
  ): Promise<void> {
    const browser = await aContext(options);
    const { context } = browser;
    const faults: string[] = [];
    context.on('weberror', (fault) => faults.push(fault.error().message));
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await walk(page);
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  }

  function linkOnCourse(page: Page, name: string): Locator {
    return page
      .getByRole('listitem')
      .filter({ hasText: link.title })
      .last()
      .getByRole('link', { name });
  }

  async function openInPage(page: Page): Promise<Frame> {
    await page.goto(`${pair.platformUrl}/?user=${COMPANY_TUTOR}`);
    await linkOnCourse(page, 'Open in the page').click();
    await page.waitForSelector('iframe');
    const tool = (): Frame | undefined =>
      page.frames().find((frame) => frame.url().startsWith(`${pair.toolUrl}/s/`));
    for (let look = 0; look < 300 && !tool(); look += 1) await page.waitForTimeout(50);
    const frame = tool();
    if (!frame) throw new Error('the tool did not open in the frame');
    await frame.waitForLoadState();
    return frame;
  }

  async function expectPage(frame: Frame, heading: string, name: string): Promise<void> {
    await frame.getByRole('heading', { level: 1, name: heading }).waitFor();
    await expectWell(frame);
    await frame.page().screenshot({ path: shots(`${name}.png`) });
  }

  async function expectGrade(page: Page): Promise<void> {
    expect(pair.sandbox.state.grade(link.lineItemId!, COMPANY_TUTOR)?.finalGrade).toBeGreaterThan(
      0,
    );
    await page.goto(`${pair.platformUrl}/gradebook?user=${COMPANY_TUTOR}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('table').first().textContent()).toContain(link.title);
  }

  /** As somebody without a mouse does. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let press = 0; press < 120; press += 1) {
      if (await target.evaluate(isFocused)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('not reached by Tab');
  }
});

/** Runs in the page, whose types the tests do not have. */
function isFocused(element: unknown): boolean {
  const { document } = globalThis as unknown as { document: { activeElement: unknown } };
  return element === document.activeElement;
}
