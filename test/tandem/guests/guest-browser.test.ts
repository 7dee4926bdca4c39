import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../../support/axe.js';
import { aContext, CHROMIUM } from '../../support/chromium.js';
import { expectWell, shots } from '../../support/looks.js';
import type { Visit } from '../../support/launch.js';
import { read, TRAINER, VET } from '../people/cast.js';
import { anInn, codeIn, invite, linkIn, pressFor, type Inn } from './inn.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const ANNA = 'anna@example.org';

browserSuite('a guest in Chromium (needs Chromium)', () => {
  let inn: Inn;
  let ilze: Visit;
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    inn = await anInn();
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    page = await browser.context.newPage();
    close = () => browser.close();
    ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
    await invite(ilze, ANNA);
  }, 120_000);

  afterAll(async () => {
    await close();
    await inn.stop();
  });

  const look = async (name: string): Promise<void> => {
    await expectWell(page);
    await page.screenshot({ path: shots(`guest-${name}.png`), fullPage: true });
  };

  it('comes from the mail into the workspace by keyboard alone, and is out once it is said', async () => {
    await page.goto(linkIn(await inn.mailTo(ANNA)));
    await look('link');
    await page.getByRole('button', { name: 'Send me the code' }).focus();
    await page.keyboard.press('Enter');
    const code = page.getByLabel('Six-digit code from the mail');
    await code.waitFor();
    await code.focus();
    await page.keyboard.type(codeIn(await inn.mailTo(ANNA, 2)));
    await page.keyboard.press('Tab');
    await page.keyboard.type('Anna');
    await look('enter');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Tandem 1' }).waitFor();
    await look('start');
    await page.getByRole('link', { name: 'What is kept about you' }).click();
    await page.getByRole('heading', { level: 1, name: 'What is kept about you' }).waitFor();
    await look('own');
    await page.goBack();
    await page.locator('.card-link').first().click();
    await page.locator('form.work-field, form [data-part]').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await pressFor(ilze, 'remove');
    await page.reload();
    expect(await page.locator('h1').textContent()).not.toContain('TA1');
    expect(await page.locator('[data-part]').count()).toBe(0);
    await page.goto(`${inn.pair.toolUrl}/guest`);
    await look('front');
  }, 120_000);

  it('shows whoever invites a page that axe has nothing against', async () => {
    await invite(ilze, 'pia@example.org');
    const trainer = await inn.come(TRAINER);
    for (const [name, visit] of [
      ['tutor', ilze],
      ['trainer', trainer],
    ] as const) {
      const html = await read(visit, '/tandem/guests');
      await page.route('**/shown', (route) =>
        route.fulfill({ contentType: 'text/html', body: html }),
      );
      await page.goto(`${inn.pair.toolUrl}/shown`);
      await look(`invitations-${name}`);
      await page.unroute('**/shown');
    }
  }, 120_000);
});
