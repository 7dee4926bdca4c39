import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddedLink } from '../../src/sandbox/index.js';
import { loadAnswers } from '../support/answers.js';
import { seriousFaults } from '../support/axe.js';
import { aBrowser } from '../support/browser-client.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { shots } from '../support/looks.js';
import { addLink, answer, ILZE, MART, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('answers of a course in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair();
    link = addLink(pair, 'M1');
    const answers = await loadAnswers();
    for (const userId of [ILZE, MART, '6']) {
      const learner = await visit(pair, aBrowser(), { userId, linkId: link.id });
      for (const id of answers.exerciseIds.slice(0, 4)) {
        await answer(learner, id, { response: answers.wrong(id) });
        if (userId === ILZE) await answer(learner, id, { response: answers.right(id) });
      }
      const state = `${learner.base}/exercises/M1-17/states/state/0?token=${learner.token}`;
      const data = JSON.stringify({ text: `Gloves first <b>${userId}</b>`, compared: false });
      await learner.browser.post(state, { data });
    }
  }, 60_000);

  afterAll(() => pair.stop());

  it.each([400, 1200])(
    'show a trainer what was hard and what was written, %i px',
    async (width) => {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(`${pair.platformUrl}/start/${link.id}?user=${TRAINER}&target=window`);
        await page.waitForURL(`${pair.toolUrl}/s/**`);
        await page.getByRole('link', { name: 'Answers', exact: true }).click();
        await page.getByRole('heading', { level: 1, name: 'Answers' }).waitFor();
        expect(await page.getByText('3 people', { exact: true }).count()).toBeGreaterThanOrEqual(4);
        expect(await seriousFaults(page)).toEqual([]);
        await page.screenshot({ path: shots(`answers-${width}.png`), fullPage: true });

        await page.locator('.answered-items a').first().click();
        await page.getByText('1 of 3').waitFor();
        await page.screenshot({ path: shots(`answered-item-${width}.png`), fullPage: true });
        expect(await seriousFaults(page)).toEqual([]);

        await page.getByRole('link', { name: 'Answers', exact: true }).first().click();
        await page.getByRole('link', { name: 'Texts that people wrote' }).click();
        await page.getByText(`Gloves first <b>${ILZE}</b>`).waitFor();
        await page.screenshot({ path: shots(`open-texts-${width}.png`), fullPage: true });
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );

  it.each(['answers', 'answers/texts', 'answers/M1-03'])(
    'are kept from learners: %s',
    async (at) => {
      const learner = await visit(pair, aBrowser(), { userId: MART, linkId: link.id });
      expect((await learner.browser.get(`${learner.base}/${at}`)).status).toBe(403);
    },
  );
});
