import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { graderOf } from '../../src/h5p/graders.js';
import type { AddedLink } from '../../src/sandbox/index.js';
import { form, page as pageParams, set } from '../content/h5p/contents.js';
import { focusedWords, pressAt, tabTo } from '../content/h5p/keyboard.js';
import { seriousFaults } from '../support/axe.js';
import { aBrowser } from '../support/browser-client.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { addLink, answer, ILZE, MART, until, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';
import { aShelf } from './authoring/published.js';

const CONTENTS = {
  'x-page': { library: 'Tandem.ImageTextPage', title: 'Working with acids', params: pageParams },
  'x-form': { library: 'Tandem.DocumentationForm', title: 'Learning agreement', params: form },
  'x-set': { library: 'Tandem.ExerciseSet', title: 'Safety at the bench', params: set },
} as const;

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

describe('an exercise set in the tool', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair();
    await publish(pair);
    link = addLink(pair, 'x-set', { scoreMaximum: 6 });
  }, 30_000);
  afterAll(() => pair.stop());

  const come = (userId: string) => visit(pair, aBrowser(), { userId, linkId: link.id });

  it('goes out without the keys of its parts, and with their texts in its language', async () => {
    const ilze = await come(ILZE);
    const text = await (await ilze.browser.get(`${ilze.base}/exercises/x-set`)).text();
    const json = /<script type="application\/json" id="h5p-integration">(.*?)<\/script>/su.exec(
      text,
    );
    const page = (json?.[1] ?? '').replaceAll('\\"', '"');
    expect(page).toContain('Who signs the plan first?');
    expect(page).not.toMatch(/SECRET|"correct":true|\*acid\*|\bacid\b/u);
    expect(page.indexOf('Check all answers')).toBeGreaterThan(0);
    expect(page.indexOf('Plan')).toBeGreaterThan(0);
    expect(page).not.toMatch(/Plan.{0,20}Do.{0,20}Check.{0,20}Act/u);
  });

  it('is graded as a whole on the server, and its sum arrives', async () => {
    const response = graderOf('Tandem.ExerciseSet')?.rightResponse(set);
    const ilze = await come(ILZE);
    const answered = await answer(ilze, 'x-set', { response });
    expect(answered.status).toBe(201);
    const { outcome } = (await answered.json()) as { outcome: { parts: object[] } };
    expect(outcome).toMatchObject({ score: 6, maxScore: 6, feedback: 'Ready for the bench' });
    expect(outcome.parts[0]).toMatchObject({ outcome: { feedback: 'SECRET praise' } });
    const grade = (): unknown => pair.sandbox.state.grade(link.lineItemId!, ILZE);
    await until(() => grade() !== undefined);
    expect(grade()).toMatchObject({ finalGrade: 6 });
  });

  it.each([{ parts: {} }, { parts: { 0: { text: 'x' } } }, { parts: { 1: { option: 'no' } } }, 7])(
    'refuses %j',
    async (response) => {
      const mart = await come(MART);
      const refused = await answer(mart, 'x-set', { response });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({ code: expect.any(String) });
    },
  );
});

browserSuite('our newer content types in the tool (needs Chromium)', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await aPair();
    await publish(pair);
    await mkdir(shots(), { recursive: true });
  }, 30_000);
  afterAll(() => pair.stop());

  async function withPage(width: number, contentId: string, use: (page: Page) => Promise<void>) {
    const link = addLink(pair, contentId, { scoreMaximum: 6 });
    const browser = await aContext({ thirdPartyCookies: 'blocked', width });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`${pair.platformUrl}/start/${link.id}?user=${ILZE}&target=window`);
      await page.waitForURL(`${pair.toolUrl}/s/**`);
      await page.locator('.tandem-question').first().waitFor();
      await use(page);
    } finally {
      await browser.close();
    }
  }

  it.each([400, 1200])(
    'a set is answered by keyboard and resumed, %i px',
    (width) =>
      withPage(width, 'x-set', async (page) => {
        const shot = (name: string) =>
          page.screenshot({ path: shots(`set-${name}-${width}.png`), fullPage: true });
        await shot('1');
        await pressAt(page, 'Next');
        await tabTo(page, 'The company tutor');
        await page.keyboard.press('Space');
        await pressAt(page, 'Next');
        await tabTo(page, 'Blank 1 of 1');
        await page.keyboard.type('water');
        await pressAt(page, 'Next');
        await shot('2');
        await pressAt(page, 'Next');
        await pressAt(page, 'Overview');
        await shot('3');
        await pressAt(page, 'Check all answers');
        await page.getByText('Not passed yet').waitFor();
        expect(await focusedWords(page)).toContain('Points: 1 of 6');
        expect(await page.getByRole('button', { name: 'Show the right answer' }).count()).toBe(0);
        expect(await seriousFaults(page)).toEqual([]);
        await shot('4');
        expect(await overflowOf(page)).toBe(0);

        const saved = page.waitForResponse((sent) => sent.url().includes('/states/'));
        await pressAt(page, /^2\. /u);
        await saved;
        await page.reload();
        await page.getByText('Yes, SECRET reason').waitFor();
        await shot('5');
        expect(await seriousFaults(page)).toEqual([]);
      }),
    60_000,
  );

  it.each([400, 1200])(
    'a page is read and a form filled in, and both are kept, %i px',
    async (width) => {
      await withPage(width, 'x-page', async (page) => {
        await page.screenshot({ path: shots(`page-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
        const saved = page.waitForResponse((sent) => sent.url().includes('/states/'));
        await pressAt(page, 'I have read this');
        await saved;
        await page.reload();
        await page.getByText('You have read this page.').waitFor();
      });
      await withPage(width, 'x-form', async (page) => {
        await tabTo(page, 'Company (required)');
        await page.keyboard.type('Harbour Ltd');
        await page.screenshot({ path: shots(`form-1-${width}.png`), fullPage: true });
        await pressAt(page, 'Next');
        await page.screenshot({ path: shots(`form-2-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);
        const saved = page.waitForResponse(
          (sent) =>
            sent.url().includes('/states/') &&
            (sent.request().postData() ?? '').includes('page%22%3A2'),
        );
        await pressAt(page, 'Summary');
        await page.screenshot({ path: shots(`form-3-${width}.png`), fullPage: true });
        expect(await overflowOf(page)).toBe(0);
        await saved;
        await page.reload();
        await page.getByText('Harbour Ltd').waitFor();
        expect(await seriousFaults(page)).toEqual([]);
      });
    },
    60_000,
  );

  it(
    'a set whose answer could not be sent says so, keeps it, and sends it later',
    () =>
      withPage(400, 'x-set', async (page) => {
        await pressAt(page, 'Next');
        await page.getByLabel('The company tutor').check();
        for (let part = 2; part < 5; part += 1) await pressAt(page, 'Next');
        await pressAt(page, 'Overview');
        await page.context().setOffline(true);
        await pressAt(page, 'Check all answers');
        await page.locator('.tandem-set > .tandem-message:not(:empty)').waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        await page.context().setOffline(false);
        await page.getByRole('button', { name: 'Check all answers' }).click();
        await page.getByText('Points: 1 of 6').first().waitFor();
      }),
    60_000,
  );

  it('a set comes with few requests and little weight', async () => {
    const link = addLink(pair, 'x-set', { scoreMaximum: 6 });
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    try {
      const page = await browser.context.newPage();
      const sizes: number[] = [];
      page.on('requestfinished', (request) => {
        if (!request.url().startsWith(`${pair.toolUrl}/s/`) && !request.url().includes('/assets/'))
          return;
        void request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
          sizes.push(responseBodySize + responseHeadersSize);
        });
      });
      await page.goto(`${pair.platformUrl}/start/${link.id}?user=${ILZE}&target=window`);
      await page.locator('.tandem-question').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(sizes.length).toBeLessThanOrEqual(10);
      const sum = sizes.reduce((total, size) => total + size, 0);
      expect(sum).toBeLessThan(300_000);
      expect(sum).toBeGreaterThan(10_000);
    } finally {
      await browser.close();
    }
  }, 30_000);
});

async function publish(pair: Pair): Promise<void> {
  const shelf = await aShelf(pair.database);
  const platformId = (await pair.tool.lti.platforms.list())[0]!.id;
  for (const [id, { library, title, params }] of Object.entries(CONTENTS)) {
    await shelf.write({ id, platformId, library, languages: { en: { title, params } } });
    await shelf.publish(id);
  }
}

async function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

function shots(name = ''): string {
  return path.resolve('coverage/screenshots', name === '' ? '' : `nested-${name}`);
}
