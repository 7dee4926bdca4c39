import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { frameAt } from '../support/frames.js';
import { TRAINER } from '../support/launch.js';
import { initiation, invited } from '../support/registering.js';
import { aRegisteringPlatform, type RegisteringPlatform } from '../support/registering-platform.js';
import { aPair, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const WIDTHS = [400, 1200];

browserSuite('registration pages in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let platform: RegisteringPlatform;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    platform = await aRegisteringPlatform();
  });
  beforeEach(() => platform.reset());
  afterAll(async () => {
    await platform.stop();
    await pair.stop();
  });

  it.each(WIDTHS)(
    'register a platform from its own page at %i px',
    async (width) => {
      const { url } = await invited(pair);
      await inBrowser(width, async (page, see) => {
        await page.goto(`${pair.platformUrl}/tools?user=${TRAINER}`);
        await page.getByLabel('Registration address of the tool').fill(url);
        await page.getByRole('button', { name: 'Register' }).click();
        const asking = await frameAt(page, /^\/lti\/register/);
        const host = new URL(pair.platformUrl).host;
        await see(asking, `Register with ${host}?`, 'confirm');
        await asking.getByRole('button', { name: 'Register' }).click();
        await see(asking, 'The platform is registered', 'done');

        await asking.getByRole('button', { name: 'Close this page' }).click();
        await page.getByRole('heading', { name: 'Known tools' }).waitFor();
        expect(await page.getByText('Waits for the administrator').count()).toBeGreaterThan(0);
      });
    },
    60_000,
  );

  it.each(WIDTHS)(
    'tell where the link belongs, and register by hand at %i px',
    async (width) => {
      const { url } = await invited(pair);
      await inBrowser(width, async (page, see) => {
        await page.goto(url);
        await see(page, 'Register your learning platform', 'start');
        await page.getByRole('button', { name: 'Copy' }).click();
        await page.getByText('Copied.').waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(url);

        await page.getByRole('link', { name: 'Register Moodle by hand' }).click();
        await see(page, 'Moodle: register by hand', 'moodle');
        await page.getByRole('button', { name: 'Copy the value for Custom parameters' }).click();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
          'context_history=$Context.id.history\nresource_link_history=$ResourceLink.id.history',
        );
        await page.getByLabel('Platform ID').fill(platform.origin);
        await page.getByLabel('Client ID').fill(platform.origin);
        await page.getByLabel('Access token URL').fill(`${pair.toolUrl}/lti/login`);
        await page.getByRole('button', { name: 'Register this platform' }).click();
        await see(page, 'Moodle: register by hand', 'moodle-faults');
        expect(await page.getByLabel('Client ID').getAttribute('aria-invalid')).toBe('true');
        expect(await page.getByLabel('Platform ID').inputValue()).toBe(platform.origin);

        await page.getByLabel('Client ID').fill(`by-hand-${width}`);
        await page.getByLabel('Deployment ID').fill('1');
        await page.getByLabel('Public keyset URL').fill(`${platform.origin}/certs`);
        await page.getByLabel('Access token URL').fill(`${platform.origin}/token`);
        await page.getByLabel('Authentication request URL').fill(`${platform.origin}/auth`);
        await page.getByRole('button', { name: 'Register this platform' }).click();
        await see(page, 'The platform is registered', 'done-by-hand');
        expect(await page.getByRole('button', { name: 'Close this page' }).count()).toBe(0);
      });
    },
    60_000,
  );

  it.each(WIDTHS)(
    'fit every platform at %i px',
    async (width) => {
      const { token } = await invited(pair);
      await inBrowser(width, async (page, see) => {
        for (const [id, name] of [
          ['canvas', 'Canvas'],
          ['brightspace', 'Brightspace'],
          ['blackboard', 'Blackboard'],
          ['sakai', 'Sakai'],
          ['open-edx', 'Open edX'],
          ['other', 'Another platform'],
        ]) {
          await page.goto(
            `${pair.toolUrl}/lti/register/manual?invitation=${token}&platform=${id ?? ''}`,
          );
          await see(page, `${name ?? ''}: register by hand`, id);
        }
      });
    },
    60_000,
  );

  it('say what went wrong', async () => {
    const { url } = await invited(pair);
    platform.configuration = { jwks_uri: null, token_endpoint: 'nowhere' };
    await inBrowser(400, async (page, see) => {
      await page.goto(initiation(url, platform.configurationUrl, 'token'));
      await see(page, 'The registration did not work', 'refused');
      await page.getByText('jwks_uri').waitFor();
      await page.goto(`${pair.toolUrl}/lti/register?invitation=spent`);
      await see(page, 'The registration did not work', 'spent');
    });
  }, 60_000);

  it('work by keyboard alone', async () => {
    const { url } = await invited(pair);
    await inBrowser(1200, async (page, see) => {
      await page.goto(initiation(url, platform.configurationUrl, 'token'));
      await see(page, `Register with Moodle (${new URL(platform.origin).host})?`);
      await tabTo(page, 'Register');
      await page.keyboard.press('Enter');
      await see(page, 'The platform is registered');
    });
  }, 60_000);

  it('work without a script', async () => {
    const { url } = await invited(pair);
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 1200 });
    try {
      const page = await browser.context.newPage();
      await page.route('**/*.js', (route) => route.abort());
      await page.goto(initiation(url, platform.configurationUrl, 'token'));
      await page.getByRole('button', { name: 'Register' }).click();

      await page.getByRole('heading', { name: 'The platform is registered' }).waitFor();
      expect(await page.getByRole('button').count()).toBe(0);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('tell the page that opened them to close them, and nobody else', async () => {
    const { url } = await invited(pair);
    await inBrowser(1200, async (page) => {
      await page.goto(platform.configurationUrl);
      await page.evaluate(
        `window.told = []; window.addEventListener('message', ({ data, origin }) => window.told.push([data.subject, origin]))`,
      );
      const opening = page.waitForEvent('popup');
      const address = initiation(url, platform.configurationUrl, 'token');
      await page.evaluate(`window.open(${JSON.stringify(address)}, 'tool') && undefined`);
      const popup = await opening;
      await popup.getByRole('button', { name: 'Register' }).click();
      await popup.getByRole('button', { name: 'Close this page' }).click();
      await popup.getByText('If nothing happens').waitFor();

      expect(await page.evaluate('window.told')).toEqual([
        ['org.imsglobal.lti.close', pair.toolUrl],
        ['lti.close', pair.toolUrl],
      ]);
    });
  }, 60_000);

  type See = (place: Page | Frame, heading: string, picture?: string) => Promise<void>;

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
      if (line.type() === 'error' && !/status of 40|favicon/.test(line.text()))
        faults.push(line.text());
    });
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(10_000);
      await walk(page, async (place, heading, picture) => {
        await place.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
        await expectWell(place);
        if (picture === undefined) return;
        await page.screenshot({ path: shots(`register/${picture}-${width}.png`), fullPage: true });
      });
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  }
});

async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    const focused = await page.evaluate<string>('document.activeElement.textContent.trim()');
    if (focused === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${name}`);
}
