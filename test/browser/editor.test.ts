import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AddedLink } from '../../src/sandbox/index.js';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { addLink } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('writing an exercise in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair();
    link = addLink(pair, 'M1');
    await mkdir(shots(), { recursive: true });
  });

  afterAll(() => pair.stop());

  async function inBrowser(width: number, use: (page: Page) => Promise<void>): Promise<void> {
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
  }

  async function begin(page: Page, title: string, type = 'One right answer'): Promise<void> {
    await page.getByRole('link', { name: 'Your exercises' }).click();
    await page.getByRole('link', { name: 'New exercise' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('radio', { name: type }).check();
    await page.getByRole('button', { name: 'Write it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Write the exercise' }).waitFor();
  }

  const saved = (page: Page): Promise<void> =>
    page.locator('#editor-status[data-state=saved]').waitFor();

  it.each([400, 1200])(
    'goes from a title to a published version, %i px',
    async (width) => {
      await inBrowser(width, async (page) => {
        await page.getByRole('link', { name: 'Your exercises' }).click();
        await page.getByRole('link', { name: 'New exercise' }).click();
        await page.screenshot({ path: shots(`authoring-new-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        await page.goBack();
        await page.goBack();
        await begin(page, `Gloves ${width}`);
        await page.getByLabel('Question or task').fill('Which gloves for <brake> cleaner?');
        await page.locator('[id="field.options.0.text"]').fill('Nitrile');
        await page.locator('[id="field.options.0.correct"]').check();
        await page.locator('[id="field.options.1.text"]').fill('None');
        await page.getByRole('button', { name: /^Add: answer/ }).click();
        await page.locator('[id="field.options.2.text"]').fill('Cotton');
        await saved(page);
        await page.screenshot({ path: shots(`editor-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        await expectNoOverflow(page);

        await page.getByRole('link', { name: 'Preview' }).click();
        await page.waitForSelector('[data-ready=true]');
        await page.getByText('Which gloves for <brake> cleaner?').waitFor();
        await page.getByLabel('Nitrile').check();
        await page.getByRole('button', { name: 'Check', exact: true }).click();
        await page.getByText('Right', { exact: true }).first().waitFor();

        await page.getByRole('link', { name: 'Back to the exercise' }).click();
        await page.screenshot({ path: shots(`authored-exercise-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        await page.getByRole('link', { name: 'Publish …' }).click();
        await page.getByLabel('What changed, and why').fill('First trial with two companies');
        await page.screenshot({ path: shots(`publish-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        await page.getByRole('button', { name: 'Publish this version' }).click();
        await page.getByText('Published, version 1.0').waitFor();
        await page.getByText('First trial with two companies').waitFor();
        await page.getByRole('link', { name: 'Your exercises' }).first().click();
        await page.screenshot({ path: shots(`authoring-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
      });
    },
    90_000,
  );

  it('is done by keyboard alone, with lines put in order by buttons', async () => {
    await inBrowser(1200, async (page) => {
      await begin(page, 'Steps', 'Put in order');
      await page.getByLabel('Question or task').focus();
      await page.keyboard.type('In which order?');
      await typeInto(page, 'field.steps.0.text', 'First');
      await typeInto(page, 'field.steps.1.text', 'Second');
      await tabTo(page, '[data-act=down]');
      await page.keyboard.press('Enter');

      expect(await page.locator('[id="field.steps.0.text"]').inputValue()).toBe('Second');
      expect(await page.locator('#editor-said').textContent()).toBe('Now at place 2 of 2');
      // At the end of the list the button is gone; focus stays with the line.
      expect(
        await page.evaluate('document.activeElement.closest("li").querySelector("input").value'),
      ).toBe('First');
      await saved(page);
      await page.reload();
      expect(await page.locator('[id="field.steps.1.text"]').inputValue()).toBe('First');
    });
  }, 60_000);

  it('brings back a line that was removed', async () => {
    await inBrowser(400, async (page) => {
      await begin(page, 'Undo');
      await page.locator('[id="field.options.1.text"]').fill('Stays');
      await page.locator('[data-act=remove]').nth(1).click();
      expect(await page.locator('[id="field.options.1.text"]').count()).toBe(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      expect(await page.locator('[id="field.options.1.text"]').inputValue()).toBe('Stays');
    });
  }, 60_000);

  it('tells the second of two authors, and overwrites nothing by itself', async () => {
    await inBrowser(400, async (page) => {
      await begin(page, 'Two authors');
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByLabel('Question or task').fill('Theirs');
      await saved(other);

      await page.getByLabel('Question or task').fill('Mine');
      await page.locator('[id="field.options.0.text"]').fill('<b>');
      await page.locator('#editor-conflict').waitFor();
      expect(await page.locator('#editor-conflict-says').textContent()).toMatch(
        /^You saved this exercise in another window: \d+ \w+ \d{4}, \d\d:\d\d/,
      );
      expect(await page.locator('.editor-sides tr').allInnerTexts()).toEqual([
        ...['Mine\tTheirs', 'Question or task', 'Mine\tTheirs'],
        ...['Answers 1 › Text', '<b>\t(nothing)'],
      ]);
      await page.screenshot({ path: shots('editor-conflict-400.png'), fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);
      await other.reload();
      expect(await other.getByLabel('Question or task').inputValue()).toBe('Theirs');

      const [look] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('link', { name: 'Look at theirs' }).click(),
      ]);
      await look.getByText('Theirs').first().waitFor();
      await look.close();

      await page.getByRole('button', { name: 'Keep mine' }).click();
      await saved(page);
      await other.reload();
      expect(await other.getByLabel('Question or task').inputValue()).toBe('Mine');
    });
  }, 60_000);

  it('takes what the other author wrote, and gives up the own draft without a question', async () => {
    await inBrowser(1200, async (page) => {
      await begin(page, 'Theirs wins');
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByLabel('Question or task').fill('Theirs');
      await saved(other);
      await page.getByLabel('Question or task').fill('Mine');
      await page.locator('#editor-conflict').waitFor();
      await page.screenshot({ path: shots('editor-conflict-1200.png'), fullPage: true });
      expect(await page.evaluate('document.activeElement.id')).toBe('editor-conflict');

      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      await page.getByRole('button', { name: 'Take theirs' }).focus();
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      expect(await page.getByLabel('Question or task').inputValue()).toBe('Theirs');
      expect(asked).toEqual([]);
      await page.reload();
      expect(await page.getByLabel('Question or task').inputValue()).toBe('Theirs');
    });
  }, 60_000);

  it('meets no conflict where two wrote the same', async () => {
    await inBrowser(400, async (page) => {
      await begin(page, 'The same twice');
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByLabel('Question or task').fill('The same');
      await saved(other);
      await page.getByLabel('Question or task').fill('The same');
      await saved(page);
      expect(await page.locator('#editor-conflict').isVisible()).toBe(false);
    });
  }, 60_000);

  it('keeps what is written without a line, and says so', async () => {
    await inBrowser(400, async (page) => {
      await begin(page, 'Offline');
      await page.context().setOffline(true);
      await page.getByLabel('Question or task').fill('Written in the cellar');
      await page.locator('#editor-status[data-state=offline]').waitFor();
      await page.context().setOffline(false);
      await saved(page);
      await page.reload();
      expect(await page.getByLabel('Question or task').inputValue()).toBe('Written in the cellar');
    });
  }, 60_000);
});

async function typeInto(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, `[id="${id}"]`);
  await page.keyboard.type(text);
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`no way to ${selector} by keyboard`);
}

async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
}

function shots(name = ''): string {
  return path.join(process.cwd(), 'coverage', 'screenshots', name);
}
