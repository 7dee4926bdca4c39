import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { emptyAssessment, withRating } from '../../src/tandem/assessment/assessment.js';
import { openAssessmentStore } from '../../src/tandem/assessment/assessment.store.js';
import { workspaceIdOf } from '../../src/tandem/workspace/workspace.js';
import { openWorkspaceStore } from '../../src/tandem/workspace/workspace.store.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../tandem/people/cast.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('assessment and reviews in Chromium (needs Chromium)', () => {
  describe.each([400, 1200])('at %d px', (width) => {
    let town: Town;
    let page: Page;
    let close: () => Promise<void>;
    let first: string;
    let second: string;

    beforeAll(async () => {
      town = await aTown();
      const named = (id: string, side: 'vet' | 'company', displayName: string) =>
        town.tutor(id, side, { displayName });
      await pairByCode(await named(VET, 'vet', 'Ilze'), await named(COMPANY, 'company', 'Jānis'));
      const kati = await named(OTHER_COMPANY, 'company', 'Kati');
      await pairByCode(await named(OTHER_VET, 'vet', 'Mart'), kati);
      const trainer = await town.come(TRAINER);
      first = await tandemId(trainer, 1);
      second = await tandemId(trainer, 2);
      await handIn(first);
      await handIn(second);
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      page = await browser.context.newPage();
      close = () => browser.close();
    }, 60_000);

    afterAll(async () => {
      await close();
      await town.stop();
    });

    async function handIn(id: string): Promise<void> {
      const store = await openWorkspaceStore(town.pair.database);
      await store.opened({
        ...{ id: workspaceIdOf(id, 'TA1'), tandemId: id, activityId: 'TA1', openedAt: 0 },
        ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations: [], doneSteps: [] },
        frozenAt: 1,
      });
    }

    const look = async (frame: Frame, name: string): Promise<void> => {
      await expectWell(frame);
      // As high as the page, so that the picture shows all of it.
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(`document.querySelector('iframe').style.height = '500px'`);
      const height = Number(await frame.evaluate('document.documentElement.scrollHeight'));
      await page.evaluate(`document.querySelector('iframe').style.height = '${height}px'`);
      await page.setViewportSize({ width, height: height + 400 });
      await page.screenshot({ path: shots(`assess-${name}-${width}.png`) });
    };

    it('a partner tells the trainers about the cooperation, by keyboard', async () => {
      const frame = await open(VET, `/tandem/assessments/${first}/TA1`);
      await frame.getByText('Your work is with the trainers').waitFor();
      await look(frame, 'member-waits');
      await frame.getByRole('radio', { name: 'We shared it evenly' }).focus();
      await page.keyboard.press('ArrowDown');
      await frame.getByRole('radio', { name: 'Agreements were mostly kept' }).focus();
      await page.keyboard.press('Space');
      await frame.getByRole('button', { name: 'Send to the trainers' }).press('Enter');
      await frame.getByText('your trainers can read it').waitFor();
      expect(await frame.getByRole('radio', { name: 'I did more of it' }).isChecked()).toBe(true);
    }, 60_000);

    it('a trainer rates by keyboard and releases, and a member sees the result', async () => {
      let frame = await open(TRAINER, `/tandem/assessments/${first}/TA1`);
      await look(frame, 'trainer-empty');
      const groups = frame.locator('fieldset.criterion');
      expect(await groups.count()).toBe(5);
      for (let at = 0; at < 4; at += 1) {
        await groups.nth(at).getByRole('radio').nth(2).focus();
        await page.keyboard.press('Space');
      }
      await groups.nth(0).getByRole('textbox').fill('The tasks fit the company well.');
      await frame.getByRole('button', { name: 'Save assessment' }).press('Enter');
      await frame.getByText('Choose a level.').waitFor();
      await look(frame, 'trainer-fault');
      await groups.nth(4).getByRole('radio').nth(3).focus();
      await page.keyboard.press('Space');
      await frame.getByRole('button', { name: 'Save assessment' }).press('Enter');
      await frame.getByText('32 of 40 points').first().waitFor();
      await frame.getByText('I did more of it').waitFor();
      await look(frame, 'trainer-rated');
      await frame.getByRole('button', { name: 'Release now' }).press('Enter');
      await frame.getByText('Released on').waitFor();
      frame = await open(VET, `/tandem/assessments/${first}/TA1`);
      await frame.getByText('32 of 40 points').waitFor();
      await frame.getByText('The tasks fit the company well.').waitFor();
      await look(frame, 'member-result');
    }, 90_000);

    it('trainers who differ agree, change one person’s points, and plan the release', async () => {
      const store = await openAssessmentStore(town.pair.database);
      const levels = Object.fromEntries(
        ['fit', 'safety', 'goals', 'support', 'pair'].map((id) => [id, 1]),
      );
      const rating = { by: 'somebody else', at: 1, levels, comments: { fit: 'Too little' } };
      await store.opened(withRating(emptyAssessment(second, 'TA1'), rating));
      const frame = await open(TRAINER, `/tandem/assessments/${second}/TA1`);
      await frame.getByText('Another trainer has assessed.').waitFor();
      expect(await frame.getByText('Too little').count()).toBe(0);
      for (const radio of await frame.getByRole('radio', { name: 'Level 3' }).all()) {
        await radio.check();
      }
      await frame.getByRole('button', { name: 'Save assessment' }).press('Enter');
      await frame.getByText('You are more than one level apart').waitFor();
      await frame.getByText('Too little').waitFor();
      await look(frame, 'trainer-apart');
      const dispute = frame.locator('form.panel-warm');
      for (const radio of await dispute.getByRole('radio', { name: 'Level 2' }).all()) {
        await radio.check();
      }
      await dispute.getByRole('button', { name: 'Save what was agreed' }).press('Enter');
      await frame.getByText('Agreed: level 2').first().waitFor();
      await frame.getByText('Not passed yet. What is missing:').waitFor();
      await frame.getByText('Mart: 20 of 40 points').press('Enter');
      const own = frame.locator('details[open]');
      await own.getByLabel('Points, 0 to 40').fill('12.5');
      await own.getByLabel('Reason').fill('Came once');
      await own.getByLabel('I know that not all partners').check();
      await own.getByRole('button', { name: 'Change the points' }).press('Enter');
      await frame.getByText('Mart: 12.5 of 40 points').waitFor();
      await frame.getByLabel('On a day, in the morning').fill('2099-05-01');
      await frame.getByRole('button', { name: 'Release on this day' }).press('Enter');
      await frame.getByText('The members will see it from').waitFor();
      await look(frame, 'trainer-planned');
      await frame.getByRole('button', { name: 'Take the plan back' }).press('Enter');
      await frame.getByText('The members see nothing of it yet.').waitFor();
    }, 90_000);

    it('tandems review each other, and thank', async () => {
      let frame = await open(TRAINER, '/tandem/reviews/TA1');
      await look(frame, 'duties-empty');
      await frame.getByRole('button', { name: 'Share out', exact: true }).press('Enter');
      await frame.getByRole('link', { name: 'About tandem 2' }).waitFor();
      await look(frame, 'duties');
      frame = await open(OTHER_VET, '/tandem/reviews/TA1');
      await look(frame, 'own');
      await frame.getByRole('link', { name: 'Work 1' }).press('Enter');
      await frame.getByText('This is the work of Ilze and Jānis.').waitFor();
      await frame.getByText('Show all of it').press('Enter');
      await look(frame, 'review-write');
      const texts = frame.locator('textarea');
      for (let at = 0; at < (await texts.count()); at += 1) await texts.nth(at).fill(`Text ${at}`);
      await texts.nth(0).fill('');
      await frame.getByRole('button', { name: 'Keep and send' }).press('Enter');
      await frame.getByText('Kept, but not sent yet').waitFor();
      await frame.locator('textarea').nth(0).fill('The tasks are real');
      await frame.getByRole('button', { name: 'Keep and send' }).press('Enter');
      await frame.getByText('Sent', { exact: true }).waitFor();
      frame = await open(VET, '/tandem/reviews/TA1');
      await frame.getByRole('link', { name: 'Review 1' }).press('Enter');
      await frame.getByText('The tasks are real').waitFor();
      await look(frame, 'review-read');
      await frame.getByRole('button', { name: 'Thank them' }).press('Enter');
      await frame.getByText('Thank you').first().waitFor();
    }, 90_000);

    /** Opens the activity on the course page as this person, then a page of the tool. */
    async function open(userId: string, where: string): Promise<Frame> {
      page.setDefaultTimeout(15_000);
      await page.goto(`${town.pair.platformUrl}/?user=${userId}`);
      const activity = page.getByRole('listitem').filter({ hasText: 'Tandem M1' }).last();
      await activity.getByRole('link', { name: 'Open in the page' }).click();
      await page.waitForSelector('iframe');
      const tool = (): Frame | undefined =>
        page.frames().find((frame) => frame.url().startsWith(`${town.pair.toolUrl}/s/`));
      for (let tries = 0; tries < 300 && !tool(); tries += 1) await page.waitForTimeout(50);
      const frame = tool();
      if (!frame) throw new Error('the tool did not open in the frame');
      await frame.waitForLoadState();
      const [, session = ''] = /^(\/s\/[^/]+)/u.exec(new URL(frame.url()).pathname) ?? [];
      await frame.goto(`${town.pair.toolUrl}${session}${where}`);
      return frame;
    }
  });
});
