import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, aCourse, type Course } from '../grading/gradebook/panel.js';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const NARROW = 400;

browserSuite('a receipt in Chromium (needs Chromium)', () => {
  let course: Course;

  beforeAll(async () => {
    course = await aCourse();
    await answered(course, course.ilze);
  });

  afterAll(() => course.pair.stop());

  it('is read, checked and printed in a narrow window', async () => {
    const { pair, link } = course;
    const browser = await aContext({ thirdPartyCookies: 'allowed', width: NARROW });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      const start = `${pair.platformUrl}/start/${link.id}?target=window`;
      await page.goto(`${start}&user=3`);
      await page.waitForURL(/\/s\//);
      const learner = page.url().replace(/\/$/, '');
      await page.goto(`${learner}/exercises/M1-05/receipt`);
      const code = await page.locator('code.answer').innerText();
      expect(code).toMatch(/^R1\.M1-05\.1\./);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await widthOf()).toBeLessThanOrEqual(NARROW);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('a.button').isVisible()).toBe(false);
      expect(await page.locator('code.answer').isVisible()).toBe(true);
      await page.emulateMedia({ media: 'screen' });

      await page.goto(`${start}&user=2`);
      await page.waitForURL(/\/s\//);
      const trainer = page.url().replace(/\/$/, '');
      await page.goto(`${trainer}/gradebook/receipt`);
      await page.locator('textarea').fill(code);
      await page.locator('main form button').click();
      await page.getByText('Genuine.').waitFor();
      expect(await page.evaluate('document.activeElement.textContent')).toContain('Genuine.');
      expect(await seriousFaults(page)).toEqual([]);
      expect(await widthOf()).toBeLessThanOrEqual(NARROW);

      function widthOf(): Promise<number> {
        return page.evaluate('document.documentElement.scrollWidth');
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});
