import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { addLink, MART } from '../support/launch.js';
import { expectWell, shots } from '../support/looks.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('what one looks up, in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let linkId: string;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    linkId = addLink(pair, 'M1').id;
  });

  afterAll(() => pair.stop());

  it.each([400, 1200])(
    'is the joint profile, from the module to a unit by keyboard alone, %i px',
    async (width) => {
      await opened(width, MART, async (page) => {
        await page
          .getByRole('link', { name: 'Mida juhendajad oskavad: ühine profiil' })
          .press('Enter');
        await page.getByRole('heading', { level: 1, name: 'Mida juhendajad oskavad' }).waitFor();
        const competence = page.getByRole('article', { name: /^A2 / });
        await page.getByRole('link', { name: /^A2 / }).press('Enter');
        await competence.locator('summary').press('Enter');
        await competence.getByText('3. tase').waitFor();
        await looksWell(page, `profile-tutor-${width}`);

        await competence.getByRole('link', { name: /^Sobiv ja ohutu/ }).press('Enter');
        await page.waitForURL('**/units/U1.2');
      });
    },
    90_000,
  );

  it.each([400, 1200])(
    'is the profile of the Learning Ambassador, its track and its badges, %i px',
    async (width) => {
      await opened(width, TRAINER, async (page) => {
        await page.getByRole('link', { name: 'What a Learning Ambassador can do' }).press('Enter');
        await page.getByRole('heading', { name: 'The Learning Ambassador track' }).waitFor();
        const badge = page.getByRole('listitem').filter({ hasText: 'Company Bridge' }).last();
        await badge.locator('summary').press('Enter');
        await badge.getByText('A map of the companies of your field').waitFor();
        await looksWell(page, `profile-ambassador-${width}`);
      });
    },
    90_000,
  );

  it.each([400, 1200])(
    'is the glossary beside another language, %i px',
    async (width) => {
      await opened(width, TRAINER, async (page) => {
        await page.getByRole('link', { name: 'Glossary' }).press('Enter');
        await page.getByRole('link', { name: 'latviešu' }).press('Enter');
        await page.getByRole('link', { name: 'W', exact: true }).press('Enter');
        await page.getByText('darba uzdevums').waitFor();
        await looksWell(page, `glossary-${width}`);
      });
    },
    90_000,
  );

  it.each([400, 1200])(
    'is what the rules of a country are, %i px',
    async (width) => {
      await opened(width, TRAINER, async (page) => {
        await page.getByRole('link', { name: /^In Estonia/ }).press('Enter');
        await page.getByRole('heading', { name: 'What the rules say' }).waitFor();
        await looksWell(page, `supplement-${width}`);
      });
    },
    90_000,
  );

  async function opened(
    width: number,
    userId: string,
    walk: (page: Page) => Promise<void>,
  ): Promise<void> {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`${pair.platformUrl}/start/${linkId}?user=${userId}&target=window`);
      await page.waitForURL(`${pair.toolUrl}/s/**`);
      await walk(page);
    } finally {
      await browser.close();
    }
  }
});

async function looksWell(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: shots(`${name}.png`), fullPage: true });
  await expectWell(page);
}
