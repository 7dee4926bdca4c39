import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Locator, Page } from 'playwright-core';
import { aContext, CHROMIUM, type ContextOptions } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';
const LEARNER = '6';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('picker of content in Chromium (needs Chromium)', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair();
  });

  afterAll(() => pair.stop());

  it.each([
    { thirdPartyCookies: 'blocked', width: 400 },
    { thirdPartyCookies: 'blocked', width: 1200 },
  ] as const)(
    'goes from the course by way of a preview to new links that launch, $width px',
    async (options) => {
      const { width } = options;
      await inBrowser(options, async (page) => {
        const frame = await openPicker(page);
        await expectClean(frame, `choose-${width}`);
        expect(await frame.getByRole('checkbox').count()).toBeGreaterThan(10);

        await frame.getByLabel('Words in the title').pressSequentially('HOURS');
        await frame.getByText('Shown: 1 of').waitFor();
        await frame.getByRole('checkbox', { name: 'Just tell me how many hours' }).check();
        await frame.getByLabel('Words in the title').fill('');
        await frame.getByLabel('Type', { exact: true }).selectOption('module');
        // The three modules, and what is chosen already.
        await frame.getByText('Shown: 4 of').waitFor();
        await frame.getByRole('checkbox', { name: 'Whole module: Before' }).check();
        await frame.getByRole('group', { name: 'Chosen' }).getByText('Chosen 2').click();
        await expectClean(frame, `choose-marked-${width}`);

        await frame.getByRole('button', { name: 'Preview: Just tell me how many hours' }).click();
        await frame.waitForSelector('[data-ready=true]');
        await frame.getByText('Nothing is kept or graded').waitFor();
        await expectClean(frame, `choose-preview-${width}`);
        await frame.getByLabel(/Ask for 20 minutes/).check();
        await frame.getByRole('button', { name: 'Check', exact: true }).click();
        await frame.getByText('Right', { exact: true }).first().waitFor();
        await frame.getByText(/Only learners' scores are kept/).waitFor();

        await frame.getByRole('link', { name: 'Back to choosing' }).click();
        await frame.getByRole('group', { name: 'Chosen' }).getByText('Chosen 2').waitFor();
        expect(
          await frame.getByRole('checkbox', { name: 'Just tell me how many hours' }).isChecked(),
        ).toBe(true);
        await frame.getByRole('button', { name: 'Add to the course' }).click();

        await frameAt(page, pair.platformUrl, 'Added to the course');
        await page.screenshot({ path: shots(`choose-added-${width}.png`) });
      });
      const made = pair.sandbox.state.links().slice(-2);
      expect(made.map(({ custom }) => custom.content).sort()).toEqual(['M1', 'M1-03']);
      await opensForLearner('Just tell me how many hours');
    },
    90_000,
  );

  it('is used by keyboard alone', async () => {
    await inBrowser({ thirdPartyCookies: 'blocked', width: 1200 }, async (page) => {
      const frame = await openPicker(page);

      await tabTo(page, frame.getByLabel('Words in the title'));
      await page.keyboard.type('hours');
      await frame.getByText('Shown: 1 of').waitFor();
      await tabTo(page, frame.getByRole('checkbox', { name: 'Just tell me how many hours' }));
      await page.keyboard.press('Space');
      await tabTo(page, frame.getByRole('button', { name: 'Add to the course' }));
      await page.keyboard.press('Enter');

      await frameAt(page, pair.platformUrl, 'Added to the course');
    });
    expect(pair.sandbox.state.links().at(-1)?.custom.content).toBe('M1-03');
  }, 60_000);

  it('comes back with nothing when it is cancelled', async () => {
    const before = pair.sandbox.state.links().length;
    await inBrowser({ thirdPartyCookies: 'blocked', width: 400 }, async (page) => {
      const frame = await openPicker(page);
      await frame.getByRole('button', { name: 'Cancel' }).click();

      await frameAt(page, pair.platformUrl, 'Nothing was added to the course');
    });
    expect(pair.sandbox.state.links()).toHaveLength(before);
  }, 60_000);

  it('says on the page what is missing', async () => {
    await inBrowser({ thirdPartyCookies: 'blocked', width: 1200 }, async (page) => {
      const frame = await openPicker(page);
      await frame.getByRole('button', { name: 'Add to the course' }).click();

      await frame.getByRole('alert').getByText('Nothing is marked yet').waitFor();
      await expectClean(frame, 'choose-nothing-marked');
    });
  }, 60_000);

  async function opensForLearner(title: string): Promise<void> {
    await inBrowser({ thirdPartyCookies: 'blocked', width: 1200 }, async (page) => {
      await page.goto(`${pair.platformUrl}/?user=${LEARNER}`);
      const activity = page.getByRole('listitem').filter({ hasText: title }).last();
      await activity.getByRole('link', { name: 'Open in the page' }).click();
      const frame = await frameAt(page, `${pair.toolUrl}/s/`, title);
      expect(await frame.getByText('Nothing is kept or graded').count()).toBe(0);
    });
  }

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

  async function openPicker(page: Page): Promise<Frame> {
    await page.goto(`${pair.platformUrl}/?user=${TRAINER}`);
    await page.getByRole('link', { name: 'Add content from Tandem' }).click();
    return frameAt(page, `${pair.toolUrl}/s/`, 'Choose content');
  }

  /** The frame once it shows a page from there with these words. */
  async function frameAt(page: Page, origin: string, words: string): Promise<Frame> {
    for (let look = 0; look < 300; look += 1) {
      const frame = page.frames().find((one) => one.parentFrame() && one.url().startsWith(origin));
      const shown = frame?.getByText(words).first();
      if (frame && (await shown?.isVisible().catch(() => false))) return frame;
      await page.waitForTimeout(50);
    }
    throw new Error(`no frame with ${words}`);
  }
});

async function expectClean(frame: Frame, name: string): Promise<void> {
  await frame.page().screenshot({ path: shots(`${name}.png`), fullPage: true });
  // Where the bar lies when it lies over nothing: axe takes a button that is half below it for small.
  await frame.evaluate(
    'scrollTo(0, document.querySelector(".choose-bar") ? document.body.scrollHeight : 0)',
  );
  await expectWell(frame);
}

/** As somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    if (await target.evaluate(isFocused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached by Tab');
}

/** Runs in the page, whose types the tests do not have. */
function isFocused(element: unknown): boolean {
  const { document } = globalThis as unknown as { document: { activeElement: unknown } };
  return element === document.activeElement;
}
