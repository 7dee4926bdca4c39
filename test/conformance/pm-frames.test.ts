import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { AddedLink } from '../../src/sandbox/index.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import {
  COOKIE_SESSION,
  frameAt,
  inPage,
  newWindowFrame,
  openInFrame,
  recordMessages,
  subjectsOf,
} from '../support/frames.js';
import { addLink, ILZE } from '../support/launch.js';
import { servePages, type Pages } from '../support/other-origins.js';
import { aPair, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('third-party cookies and frames (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;
  let pages: Pages;
  let browsers: Awaited<ReturnType<typeof aContext>>[] = [];
  /** Keeps partitioned cookies only. */
  let partitioned: BrowserContext;
  /** Keeps nothing at all for the tool in the platform's frame. */
  let cookieless: BrowserContext;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    link = addLink(pair, 'M1');
    pages = await servePages();
    const [blocking, keepingNothing] = await Promise.all([
      aContext({ thirdPartyCookies: 'blocked', width: 900 }),
      aContext({ thirdPartyCookies: 'none', width: 900 }),
    ]);
    browsers = [blocking, keepingNothing];
    partitioned = blocking.context;
    cookieless = keepingNothing.context;
  }, 60_000);

  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await Promise.all([pages.stop(), pair.stop()]);
  });

  const open = (page: Page, storage: 'none' | 'page' | 'frame' = 'none'): Promise<void> =>
    openInFrame(page, pair, { linkId: link.id, userId: ILZE, storage });

  it(
    'PM-01 given a browser that keeps partitioned cookies when launched in a frame then the session works without storage and without a window',
    () =>
      inPage(partitioned, async (page) => {
        const seen = await recordMessages(page);
        await open(page, 'page');
        const frame = await frameAt(page, COOKIE_SESSION);
        await frame.locator('a[href*="/units/"]').first().click();
        await frameAt(page, /\/units\//);

        expect(subjectsOf(await seen())).not.toContain('lti.put_data');
        const [cookie] = await partitioned.cookies(pair.toolUrl);
        expect(cookie).toMatchObject({ name: 'tandem', partitionKey: 'http://127.0.0.1' });
      }),
    60_000,
  );

  it(
    'PM-03 given no cookies and no storage when launched in a frame then a window of its own is offered, and completes the launch',
    () =>
      inPage(cookieless, async (page) => {
        await open(page);
        const frame = await newWindowFrame(page);
        const window = await openedFrom(page);

        expect(await window.getByRole('heading', { level: 1 }).count()).toBe(1);
        await frame.getByText('The activity is open in another window').waitFor();
        expect(await frame.getByRole('link', { name: 'Open in a new window' }).count()).toBe(0);
        await cookieless.clearCookies();
      }),
    60_000,
  );

  it(
    'PM-20 given a page in a frame when its height changes then it is told by both names, as object and as text, and only to the page around',
    () =>
      inPage(partitioned, async (page) => {
        const seen = await recordMessages(page);
        await open(page);
        const frame = await frameAt(page, COOKIE_SESSION);
        await page.waitForTimeout(500);
        const before = (await seen()).length;
        // Two steps at once make one message.
        await frame.evaluate(`document.querySelector('main').style.paddingBottom = '300px'`);
        await frame.evaluate(`document.querySelector('main').style.paddingTop = '300px'`);
        await page.waitForTimeout(500);

        const told = (await seen()).slice(before).map(({ data }) => data);
        const height = Math.ceil(
          await frame.evaluate<number>('document.body.getBoundingClientRect().height'),
        );
        const messages = ['lti.frameResize', 'org.imsglobal.lti.frameResize'].flatMap((subject) => [
          { subject, height },
          JSON.stringify({ subject, height }),
        ]);
        expect(told).toEqual(messages);
      }),
    60_000,
  );

  it(
    'PM-21 given a frame as high as its page when nothing changes then nothing more is told',
    () =>
      inPage(partitioned, async (page) => {
        const seen = await recordMessages(page);
        // A platform that obeys.
        await page.addInitScript(`window.addEventListener('message', ({ data }) => {
        if (data?.subject !== 'lti.frameResize') return;
        document.querySelector('iframe.tool').style.height = data.height + 'px';
      });`);
        await open(page);
        await frameAt(page, COOKIE_SESSION);
        await page.waitForTimeout(1500);
        const before = (await seen()).length;
        await page.waitForTimeout(1500);

        expect(before).toBeGreaterThan(0);
        expect((await seen()).length).toBe(before);
      }),
    60_000,
  );

  it(
    'PM-22 given a platform when its page frames a page of the tool, or a refusal, then the policy names its origin alone and the browser shows it',
    () =>
      inPage(partitioned, async (page) => {
        const policies: (string | undefined)[] = [];
        page.on('response', (answer) => {
          if (!/\/(s\/|lti\/launch)/.test(new URL(answer.url()).pathname)) return;
          if (answer.status() !== 303) policies.push(answer.headers()['content-security-policy']);
        });
        await open(page);
        await frameAt(page, COOKIE_SESSION);
        await pair.sandbox.rotateKeys();
        pair.sandbox.misbehave({ certs: { kind: 'down' } });
        await open(page);
        const refusal = await frameAt(page, /^\/lti\/launch/);
        await refusal.getByText('lti.platform-unreachable').waitFor();
        pair.sandbox.heal();

        const expected = expect.stringMatching(`frame-ancestors 'self' ${pair.platformUrl}$`);
        expect(policies).toEqual([expected, expected]);
      }),
    60_000,
  );

  it(
    'PM-23 given a site that is not the platform when it frames the tool then the browser shows nothing',
    () =>
      inPage(partitioned, async (page) => {
        const reasons: string[] = [];
        page.on('console', (message) => reasons.push(message.text()));
        const { fields } = pair.sandbox.startLaunch({ userId: ILZE, linkId: link.id });
        const login = new URLSearchParams({ ...fields, cookie_check: '1' }).toString();
        const src = `${pair.toolUrl}/lti/login?${login}`.replaceAll('&', '&amp;');
        pages.put('/evil', `<iframe src="${src}"></iframe>`);
        await page.goto(`${pages.origin('evil')}/evil`);
        await page.waitForTimeout(1500);

        const [, framed] = page.frames();
        expect(framed!.url()).toBe('chrome-error://chromewebdata/');
        // The reason counts: browsers keep pages out of frames for others as well.
        expect(reasons.join()).toContain(`frame-ancestors 'self' ${pair.platformUrl}`);
      }),
    60_000,
  );

  it(
    'PM-28 given a window of its own when its login goes on to the platform by redirects then no policy stops it',
    () =>
      inPage(cookieless, async (page) => {
        const stopped: string[] = [];
        page.on('console', (message) => stopped.push(message.text()));
        await open(page);
        await newWindowFrame(page);
        const window = await openedFrom(page);

        expect(window.url()).toContain(`${pair.toolUrl}/s/`);
        expect(stopped.filter((text) => text.includes('Security Policy'))).toEqual([]);
        await cookieless.clearCookies();
      }),
    60_000,
  );

  /** Presses the button in the frame. @returns the window, once the tool is open in it */
  async function openedFrom(page: Page): Promise<Page> {
    const frame = await newWindowFrame(page);
    const popup = page.waitForEvent('popup');
    await frame.getByRole('link', { name: 'Open in a new window' }).click();
    const window = await popup;
    await window.waitForURL((url) => COOKIE_SESSION.test(url.pathname));
    return window;
  }
});
