import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { anAdmin, anAdminPlatform, type AdminUnderTest } from '../support/admin.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('admin pages in Chromium (needs Chromium)', () => {
  let admin: AdminUnderTest;

  beforeEach(async () => {
    admin = await anAdmin();
    admin.platforms.set('school-1', anAdminPlatform());
    admin.platforms.set(
      'school-2',
      anAdminPlatform({
        id: 'school-2',
        name: 'Kuressaare Ametikool',
        issuer: 'https://moodle.kuressaare.example',
        status: 'pending',
        deployments: [],
      }),
    );
    const deployments = [
      { id: '1', status: 'allowed' },
      { id: '7:8865aa05b4b79b64a91a86042e43af5ea8ae79eb', status: 'pending' },
      { id: '3', status: 'blocked' },
    ] as const;
    admin.platforms.set(
      'school-3',
      anAdminPlatform({ id: 'school-3', name: 'Bedrijf & School <Noord>', deployments }),
    );
  });

  afterEach(() => admin.stop());

  it.each([400, 1200])(
    'lead an operator through everything at %i px',
    async (width) => {
      await inBrowser(width, async (page, see) => {
        await page.goto(`${admin.url}/admin/`);
        await see('You are not signed in', 'sign-in-needed');

        await page.goto((await admin.link()).href);
        await see('Sign in to the administration', 'sign-in');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('your device agrees').waitFor();
        await see('Administration', 'overview');

        await page.getByRole('link', { name: /Kuressaare Ametikool wants/ }).click();
        await see('Kuressaare Ametikool', 'platform-pending');
        await page.getByRole('link', { name: 'Approve' }).click();
        await see('Approve Kuressaare Ametikool?', 'approve');
        await page.getByRole('button', { name: 'Approve' }).click();
        await see('Kuressaare Ametikool', 'platform-approved');
        expect(admin.platforms.get('school-2')?.status).toBe('active');

        await page.getByRole('link', { name: 'Platforms', exact: true }).first().click();
        await see('Learning platforms', 'platforms');
        await page.getByRole('link', { name: 'Bedrijf & School <Noord>' }).click();
        await see('Bedrijf & School <Noord>', 'platform');
        await page.getByRole('button', { name: /Allow deployment 7:/ }).click();
        await see('Bedrijf & School <Noord>', 'platform-allowed');
        expect(admin.platforms.get('school-3')?.deployments[1]?.status).toBe('allowed');
        await page.getByRole('link', { name: 'Remove' }).click();
        await see('Remove Bedrijf & School <Noord>?', 'remove');
        await page.getByRole('link', { name: 'Leave it as it is' }).click();
        await see('Bedrijf & School <Noord>', 'platform-kept');

        await page.getByRole('link', { name: 'Invitations' }).click();
        await see('Invitations', 'invitations-empty');
        await page.getByLabel('For whom').fill('Jelgavas Tehnikums');
        await page.getByLabel('Hours until it ends').fill('0');
        await page.getByRole('button', { name: 'Make an invitation' }).click();
        await see('Invitations', 'invitation-fault');
        expect(await page.getByLabel('For whom').inputValue()).toBe('Jelgavas Tehnikums');
        await page.getByLabel('Hours until it ends').fill('24');
        await page.getByRole('button', { name: 'Make an invitation' }).click();
        await see('The invitation is ready', 'invitation-made');
        const address = await page.getByLabel('Address of the invitation').inputValue();
        await page.getByRole('button', { name: 'Copy' }).click();
        await page.getByText('Copied.').waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address);
        await page.getByRole('link', { name: 'I have copied it' }).click();
        await see('Invitations', 'invitations');
        expect(await page.content()).not.toContain(address);
        await page.getByRole('button', { name: /Revoke invitation: Jelgavas/ }).click();
        await page.getByText('No invitation is open.').waitFor();

        await page.getByRole('link', { name: 'Keys' }).click();
        await see('Keys of the tool', 'keys');
        await page.getByRole('link', { name: 'Make a new key' }).click();
        await see('Make a new key?', 'rotate');
        await page.getByRole('button', { name: 'Make a new key' }).click();
        await see('Keys of the tool', 'keys-rotated');
        expect(admin.keyRing.list().map(({ state }) => state)).toEqual(['next', 'current']);

        await page.getByRole('link', { name: 'Log', exact: true }).click();
        await see('Log of changes', 'log');
        await page.getByLabel('Show').selectOption('Keys');
        await page.getByRole('button', { name: 'Apply' }).click();
        await see('Log of changes', 'log-keys');
        expect(await page.getByRole('main').getByRole('listitem').count()).toBe(1);

        await page.getByRole('button', { name: 'Sign out' }).click();
        await see('You are not signed in', 'signed-out');
      });
    },
    120_000,
  );

  it('work by keyboard alone', async () => {
    await inBrowser(1200, async (page, see) => {
      await page.goto((await admin.link()).href);
      await tabTo(page, 'Sign in');
      await page.keyboard.press('Enter');
      await see('Administration');
      await tabTo(page, 'Kuressaare Ametikool wants to be approved');
      await page.keyboard.press('Enter');
      await see('Kuressaare Ametikool');
      await tabTo(page, 'Approve');
      await page.keyboard.press('Enter');
      await see('Approve Kuressaare Ametikool?');
      // After a step the focus is on the heading, so that it is read out.
      expect(await focused(page)).toBe('Approve Kuressaare Ametikool?');
      await tabTo(page, 'Approve');
      await page.keyboard.press('Enter');
      await see('Kuressaare Ametikool');
      expect(admin.platforms.get('school-2')?.status).toBe('active');
    });
  }, 60_000);

  it('work without a script', async () => {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 1200 });
    try {
      const page = await browser.context.newPage();
      await page.route('**/*.js', (route) => route.abort());
      await page.goto((await admin.link()).href);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Invitations', exact: true }).click();
      await page.getByRole('button', { name: 'Make an invitation' }).click();

      expect(await page.getByLabel('Address of the invitation').inputValue()).toContain(
        '/lti/register?invitation=',
      );
      expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    } finally {
      await browser.close();
    }
  }, 60_000);

  type See = (heading: string, picture?: string) => Promise<void>;

  /** `see` waits for a page by its heading, and holds it to what every page must fulfil. */
  async function inBrowser(
    width: number,
    walk: (page: Page, see: See) => Promise<void>,
  ): Promise<void> {
    const browser = await aContext({ thirdPartyCookies: 'blocked', width });
    const faults: string[] = [];
    browser.context.on('weberror', (fault) => faults.push(fault.error().message));
    browser.context.on('console', (line) => {
      // Refusals by the content security policy are told here only.
      if (line.type() === 'error' && !line.text().includes('status of 40'))
        faults.push(line.text());
    });
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(10_000);
      await walk(page, async (heading, picture) => {
        await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
        await expectWell(page);
        if (picture === undefined) return;
        await page.screenshot({ path: shots(`admin/${picture}-${width}.png`), fullPage: true });
      });
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  }
});

async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${name}`);
}

async function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent.trim()');
}
