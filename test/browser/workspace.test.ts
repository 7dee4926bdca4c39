import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { aTown, COMPANY, pairByCode, VET, type Town } from '../tandem/people/cast.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('two people at one form (needs Chromium)', () => {
  describe.each([400, 1200])('at %d px', (width) => {
    let town: Town;
    let ilze: Frame;
    let janis: Frame;
    const closing: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      town = await aTown();
      const vet = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
      const company = await town.tutor(COMPANY, 'company', { displayName: 'Jānis' });
      await pairByCode(vet, company);
      ilze = await open(VET);
      janis = await open(COMPANY);
    }, 120_000);

    afterAll(async () => {
      for (const close of closing) await close();
      await town.stop();
    });

    const contact = (frame: Frame): ReturnType<Frame['getByLabel']> =>
      frame.getByRole('textbox', { name: 'How you keep in contact' });
    const saved = (frame: Frame): Promise<void> =>
      frame.locator('[data-save-state="saved"], [data-state="saved"]').waitFor();

    it('see each other’s letters, and where the other is', async () => {
      await contact(ilze).focus();
      await janis.getByText('Ilze is here now', { exact: true }).waitFor();
      await contact(ilze).pressSequentially('Mondays at nine');
      await saved(ilze);
      await expectValue(contact(janis), 'Mondays at nine');

      await contact(janis).focus();
      await janis.page().keyboard.press('Home');
      await contact(janis).pressSequentially('By phone: ');
      await contact(ilze).press('End');
      await contact(ilze).pressSequentially(' sharp');

      await expectValue(contact(ilze), 'By phone: Mondays at nine sharp');
      await expectValue(contact(janis), 'By phone: Mondays at nine sharp');
      await look(ilze, 'workspace-form');
    }, 60_000);

    it('hear once that something changed', async () => {
      await ilze.getByText('Your partner changed: How you keep in contact').waitFor();
    }, 20_000);

    it('write on without a line, and find everything when it is back', async () => {
      const { context } = { context: ilze.page().context() };
      await context.setOffline(true);
      await contact(ilze).press('End');
      await contact(ilze).pressSequentially(', every week');
      await ilze.getByText('Changes not sent yet').waitFor();
      await look(ilze, 'workspace-offline');
      await contact(janis).press('Home');
      await contact(janis).pressSequentially('Always. ');

      await context.setOffline(false);

      const all = 'Always. By phone: Mondays at nine sharp, every week';
      await expectValue(contact(janis), all);
      await expectValue(contact(ilze), all);
      await saved(ilze);
    }, 90_000);

    it('fill tables and the check by keyboard, and read the decision', async () => {
      await ilze.getByRole('button', { name: 'Add a row' }).first().press('Enter');
      await ilze.page().keyboard.type('Receives goods');
      await janis.getByRole('textbox', { name: 'Learning outcome' }).first().waitFor();
      await expectValue(
        janis.getByRole('textbox', { name: 'Learning outcome' }).first(),
        'Receives goods',
      );
      await janis.getByRole('textbox', { name: 'Work task' }).first().fill('Checks the delivery');
      await expectValue(
        ilze.getByRole('textbox', { name: 'Work task' }).first(),
        'Checks the delivery',
      );

      const first = janis.getByRole('group', { name: /^A1 / });
      await first.getByRole('radio', { name: 'No', exact: true }).focus();
      await janis.page().keyboard.press('Space');
      await ilze.getByText('NO-GO').waitFor();
      await look(ilze, 'workspace-check', '#checks');
      await look(janis, 'workspace-table', '#field-plan');
      await look(janis, 'workspace-agree', '#agree');
      await look(janis, 'workspace-steps', '#steps');
    }, 60_000);

    async function expectValue(box: ReturnType<Frame['getByRole']>, value: string): Promise<void> {
      const end = Date.now() + 20_000;
      while ((await box.inputValue()) !== value && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await box.inputValue()).toBe(value);
    }

    async function look(frame: Frame, name: string, at?: string): Promise<void> {
      if (at !== undefined) await frame.locator(at).scrollIntoViewIfNeeded();
      await expectWell(frame);
      await frame.page().screenshot({ path: shots(`tandem-${name}-${width}.png`) });
    }

    /** The activity in the course page's frame, in a browser of the person's own. */
    async function open(userId: string): Promise<Frame> {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      closing.push(() => browser.close());
      const page = await browser.context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(`${town.pair.platformUrl}/?user=${userId}`);
      const activity = page.getByRole('listitem').filter({ hasText: 'Tandem M1' }).last();
      await activity.getByRole('link', { name: 'Open in the page' }).click();
      const frame = await toolFrame(page, town.pair.toolUrl);
      await frame.getByRole('link', { name: 'Your tandem' }).click();
      await frame.getByRole('link', { name: 'Individual training plan' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Individual training plan' }).waitFor();
      await frame.locator('[data-bound]').first().waitFor();
      return frame;
    }
  });
});

async function toolFrame(page: Page, toolUrl: string): Promise<Frame> {
  for (let tries = 0; tries < 400; tries += 1) {
    const frame = page.frames().find((one) => one.url().startsWith(`${toolUrl}/s/`));
    if (frame) {
      await frame.waitForLoadState();
      return frame;
    }
    await page.waitForTimeout(50);
  }
  throw new Error('the tool did not open in the frame');
}
