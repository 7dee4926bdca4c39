import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  answered,
  aCourse,
  press,
  TEACHER,
  textOf,
  type Course,
} from '../grading/gradebook/panel.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { ILZE, until } from '../support/launch.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('gradebook panel in Chromium (needs Chromium)', () => {
  let course: Course;

  beforeAll(async () => {
    course = await aCourse();
    const { pair, ilze, mart, trainer, link } = course;
    await answered(course, ilze);
    const grade = pair.sandbox.state.grade(link.lineItemId!, ILZE)!;
    Object.assign(grade, { finalGrade: 99 });
    await press(trainer, '/gradebook', '/gradebook/compare');
    await until(async () => (await textOf(trainer, '/gradebook')).includes('Changed there'));
    pair.sandbox.misbehave({ ags: { kind: 'status', status: 503, retryAfter: 600 } });
    await answered(course, mart, { until: /"platform-fault"/ });
  }, 60_000);

  afterAll(() => course.pair.stop());

  async function openPanel(page: Page): Promise<void> {
    const { pair, link } = course;
    page.setDefaultTimeout(15_000);
    await page.goto(`${pair.platformUrl}/start/${link.id}?user=${TEACHER}&target=window`);
    await page.waitForURL(`${pair.toolUrl}/s/**`);
    await page.goto(`${page.url().replace(/\/$/, '')}/gradebook`);
    await page.getByRole('heading', { level: 1, name: 'Gradebook' }).waitFor();
  }

  async function look(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: shots(`${name}.png`), fullPage: true });
    await expectWell(page);
  }

  it.each([400, 1200])(
    'shows states, reasons and what to press, %i px',
    async (width) => {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        await openPanel(page);
        await look(page, `gradebook-${width}`);
        // The parts of the table are still said as such where they look like cards.
        expect(await page.getByRole('row').count()).toBe(3);

        await page.getByRole('link', { name: /Ilze/ }).first().click();
        await page.getByRole('button', { name: 'Keep the platform’s grade' }).waitFor();
        await look(page, `gradebook-grade-${width}`);
        await page.goBack();

        await page.getByRole('link', { name: 'Send all again' }).click();
        await page.getByText('would change').waitFor();
        await look(page, `gradebook-resend-${width}`);
        await page.goBack();

        await page.getByRole('link', { name: 'Tandem M1', exact: true }).click();
        await page.getByLabel('The mean of all tries counts').check();
        await page.getByRole('button', { name: 'See what will change' }).click();
        await page.getByText(/of 2 grades will change/).waitFor();
        await look(page, `gradebook-activity-${width}`);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );

  it('is worked by keyboard, and says what was done', async () => {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 1200 });
    try {
      const page = await browser.context.newPage();
      await openPanel(page);
      for (let tabs = 0; tabs < 30; tabs += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate<string>('document.activeElement.textContent');
        if (at.trim() === 'Send 1 waiting grade now') break;
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(/done=sent/);

      const focused = await page.evaluate('document.activeElement.textContent');
      expect(focused).toContain('1 grade is on its way.');
    } finally {
      await browser.close();
    }
  }, 60_000);
});
