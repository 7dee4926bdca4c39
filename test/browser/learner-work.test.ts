import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { loadAnswers } from '../support/answers.js';
import { aBrowser } from '../support/browser-client.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { addLink, answer, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

/** Teaches, and reads English. */
const TRAINER = '2';
const LEARNER = '6';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite("a learner's work in Chromium (needs Chromium)", () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair();
  });

  afterAll(() => pair.stop());

  it.each([400, 1200])(
    'is read by the trainer, %i px',
    async (width) => {
      const link = addLink(pair, 'M1');
      const answers = await loadAnswers();
      const learner = await visit(pair, aBrowser(), { userId: LEARNER, linkId: link.id });
      for (const id of answers.exerciseIds.slice(0, 3)) {
        await answer(learner, id, { response: answers.wrong(id) });
        await answer(learner, id, { response: answers.right(id) });
      }
      for (let more = 0; more < 3; more += 1) {
        await answer(learner, 'M1-03', { response: answers.wrong('M1-03') });
      }

      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        page.setDefaultTimeout(15_000);
        await page.goto(`${pair.platformUrl}/start/${link.id}?user=${TRAINER}&target=window`);
        await page.waitForURL(`${pair.toolUrl}/s/**`);
        await page.goto(`${page.url().replace(/\/$/, '')}/learners/${LEARNER}`);

        await page.getByRole('heading', { level: 1, name: "One learner's work" }).waitFor();
        await page.getByText(/^Score that counts: \d+ of 43$/).waitFor();
        await page.getByText('2 earlier tries').click();
        await page.screenshot({ path: shots(`learner-work-${width}.png`), fullPage: true });
        await expectWell(page);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});
