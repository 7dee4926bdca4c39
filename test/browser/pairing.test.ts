import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  TRAINER,
  VET,
  type Town,
} from '../tandem/people/cast.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('tandems in Chromium (needs Chromium)', () => {
  describe.each([400, 1200])('at %d px', (width) => {
    let town: Town;
    let page: Page;
    let close: () => Promise<void>;

    beforeAll(async () => {
      town = await aTown();
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      page = await browser.context.newPage();
      close = () => browser.close();
    }, 60_000);

    afterAll(async () => {
      await close();
      await town.stop();
    });

    const look = async (frame: Frame, name: string): Promise<void> => {
      await expectWell(frame);
      await page.screenshot({ path: shots(`tandem-${name}-${width}.png`) });
    };

    const shown = (frame: Frame, name: string): Promise<void> =>
      frame.getByRole('heading', { level: 1, name }).waitFor();

    it('a tutor says who they are by keyboard, makes a code, and answers', async () => {
      let frame = await open(VET);
      await frame.getByRole('link', { name: 'Your tandem' }).press('Enter');
      await frame.getByRole('heading', { name: 'Who are you?' }).waitFor();
      await look(frame, 'profile');
      await frame.getByRole('button', { name: 'Go on' }).press('Enter');
      await frame.getByText('Not saved yet').waitFor();
      await look(frame, 'profile-faults');
      await frame.getByRole('radio', { name: 'VET-school tutor' }).focus();
      await page.keyboard.press('Space');
      await frame.getByLabel('Name that others see').fill('Ilze');
      await frame.getByLabel('Occupation').fill('Cook');
      await frame.getByLabel('Latvian').check();
      await frame.getByRole('button', { name: 'Go on' }).press('Enter');
      await frame.getByText('You have no partner yet').waitFor();
      await look(frame, 'start-alone');
      await frame.getByRole('link', { name: 'Find your partner by a code' }).press('Enter');
      await shown(frame, 'Find your partner by a code');
      await look(frame, 'code');
      await frame.getByRole('button', { name: 'Make a code' }).press('Enter');
      await shown(frame, 'Your code');
      const code = (await frame.locator('.copyable').textContent()) ?? '';
      await look(frame, 'code-made');

      await town.tutor(COMPANY, 'company', { displayName: 'Jānis', occupation: 'Cook' });
      frame = await open(COMPANY);
      await frame.getByRole('link', { name: 'Your tandem' }).click();
      await frame.getByRole('link', { name: 'Find your partner by a code' }).click();
      await frame.getByLabel('Code, eight letters and numbers').fill(code);
      await page.keyboard.press('Enter');
      await frame.getByRole('heading', { name: 'Is this your partner?' }).waitFor();
      await look(frame, 'code-confirm');
      await frame.getByRole('button', { name: 'Ask to be partners' }).press('Enter');
      await frame.getByText('You asked Ilze').waitFor();

      frame = await open(VET);
      await frame.getByRole('link', { name: 'Your tandem' }).click();
      await frame.getByRole('link', { name: 'Answer' }).click();
      await shown(frame, 'Find your partner by a code');
      await look(frame, 'code-asked');
      await frame.getByRole('button', { name: 'Yes, together' }).press('Enter');
      await frame.getByRole('heading', { name: 'Tandem 1' }).waitFor();
      await look(frame, 'start-pair');
    }, 240_000);

    it('a trainer pairs people by keyboard and by dragging, and sees all tandems', async () => {
      await town.tutor(OTHER_VET, 'vet', { displayName: 'Mart', region: 'Tartu', languages: 'et' });
      const more = { displayName: 'Kati', region: 'Tartu', languages: 'et' };
      await town.tutor(OTHER_COMPANY, 'company', { ...more, organisation: 'Tartu Puit OÜ' });
      const frame = await open(TRAINER);
      await frame.getByRole('link', { name: 'Tandems of this course' }).click();
      await frame.getByRole('link', { name: 'Pair people' }).click();
      await frame.getByText('2 people without a tandem, 1 tandem.').waitFor();
      await look(frame, 'pairing');
      await frame.getByRole('heading', { name: 'Who might fit' }).scrollIntoViewIfNeeded();
      await look(frame, 'pairing-suggestions');

      await frame.getByRole('button', { name: 'Put Mart and Kati together' }).press('Enter');
      await frame.getByText('0 people without a tandem, 2 tandems.').waitFor();
      await frame.getByRole('heading', { name: '2 tandems' }).scrollIntoViewIfNeeded();
      await look(frame, 'pairing-tandems');

      await frame.getByRole('link', { name: 'Move Kati' }).press('Enter');
      await frame.getByRole('heading', { name: 'A place for Kati' }).waitFor();
      await look(frame, 'pairing-person');
      await frame.getByLabel('Where to?').selectOption({ label: 'Tandem 1: Ilze and Jānis' });
      await frame.getByRole('button', { name: 'Save' }).press('Enter');
      await frame.getByText('Company tutor is missing').waitFor();

      const kati = frame.locator('[data-person]').filter({ hasText: 'Kati' });
      const second = frame.locator('[data-tandem]').filter({ hasText: 'Tandem 2' });
      await kati.dragTo(second);
      await second.getByText('Kati', { exact: true }).waitFor();

      await frame.getByRole('link', { name: 'Courses together' }).click();
      await shown(frame, 'Courses together');
      await look(frame, 'cohort');
      await frame.getByRole('link', { name: 'All tandems' }).click();
      await frame.getByText('2 tandems, page 1 of 1').waitFor();
      await look(frame, 'board');
      await frame.getByText('2 tandems, page 1 of 1').scrollIntoViewIfNeeded();
      await look(frame, 'board-table');
      await frame.getByLabel('Name or number').fill('kati');
      await page.keyboard.press('Enter');
      await frame.getByText('1 tandem, page 1 of 1').waitFor();
    }, 240_000);

    /** Opens the activity on the course page, as this person. */
    async function open(userId: string): Promise<Frame> {
      page.setDefaultTimeout(40_000);
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
      return frame;
    }
  });
});
