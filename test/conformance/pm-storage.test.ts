import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { AddedLink } from '../../src/sandbox/index.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import {
  frameAt,
  inPage,
  newWindowFrame,
  onStorageMessage,
  openInFrame,
  PATH_SESSION,
  recordMessages,
  subjectsOf,
} from '../support/frames.js';
import { addLink, ILZE, MART } from '../support/launch.js';
import { servePages, type Pages } from '../support/other-origins.js';
import { aPair, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('platform storage (needs Chromium)', () => {
  let pair: Pair;
  let link: AddedLink;
  let pages: Pages;
  let browser: Awaited<ReturnType<typeof aContext>>;
  /** Keeps nothing at all for the tool in the platform's frame. */
  let cookieless: BrowserContext;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    link = addLink(pair, 'M1');
    pages = await servePages();
    browser = await aContext({ thirdPartyCookies: 'none', width: 900 });
    cookieless = browser.context;
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await Promise.all([pages.stop(), pair.stop()]);
  });

  const open = (page: Page, storage: 'none' | 'page' | 'frame'): Promise<void> =>
    openInFrame(page, pair, { linkId: link.id, userId: ILZE, storage });

  const faultIn = async (page: Page): Promise<string | null> => {
    const frame = await newWindowFrame(page);
    return new URL(frame.url()).searchParams.get('storage_fault');
  };

  it(
    'PM-02 given no cookies and lti_storage_target when launched in a frame then the session works by what the platform kept',
    () =>
      inPage(cookieless, async (page) => {
        const seen = await recordMessages(page);
        await open(page, 'page');
        const frame = await frameAt(page, PATH_SESSION);
        await frame.locator('a[href*="/units/"]').first().click();
        await frameAt(page, /\/units\//);

        expect(subjectsOf(await seen())).toEqual(
          expect.arrayContaining(['lti.put_data', 'lti.get_data']),
        );
        expect(await cookieless.cookies(pair.toolUrl)).toEqual([]);
      }),
    60_000,
  );

  it(
    'PM-04 given a page of another origin around the frame when the key is to be kept then that page never gets it',
    () =>
      inPage(cookieless, async (page) => {
        const seen = await recordMessages(page);
        // The frame that is named shows a page of that origin too.
        await frameFromOtherOrigin(page, `${pages.origin('issuer')}/kept`);
        await newWindowFrame(page);

        const inKept = await page.frame('kept')!.evaluate('window.seen');
        const received = subjectsOf([...(await seen()), ...(inKept as [])]);
        expect(received).toContain('lti.capabilities');
        expect(received).not.toContain('lti.put_data');
      }),
    60_000,
  );

  it(
    'PM-05 given an answer from another origin when the platform is asked then it does not count',
    () =>
      inPage(cookieless, async (page) => {
        // The right frame gets the question and tells the page around it, which answers in its place.
        await page.addInitScript(`
        window.forged = {};
        window.addEventListener('message', ({ data }) => {
          if (/_data$/.test(data?.subject)) window.parent.postMessage({ relayed: data }, '*');
          if (!data?.relayed) return;
          const { subject, message_id, key, value = window.forged[key] } = data.relayed;
          window.forged[key] = value;
          window.frames.tool.postMessage({ subject: subject + '.response', message_id, key, value }, '*');
        });
      `);
        await frameFromOtherOrigin(page, `${pair.platformUrl}/kept`);

        expect(await faultIn(page)).toBe('timeout');
        expect(await page.evaluate('Object.keys(window.forged).length')).toBe(2);
      }),
    60_000,
  );

  it(
    'PM-06 given an answer with another message_id when the platform is asked then it does not count',
    () =>
      inPage(cookieless, async (page) => {
        await onStorageMessage(
          page,
          `if (message.subject !== 'lti.put_data') return false;
         reply({ key: message.key, value: message.value }, { message_id: message.message_id + 'x' });
         return true;`,
        );
        await open(page, 'page');

        expect(await faultIn(page)).toBe('timeout');
      }),
    60_000,
  );

  it(
    'PM-07 given an answer with an error when the platform is asked then the next rung comes with its code',
    () =>
      inPage(cookieless, async (page) => {
        await onStorageMessage(
          page,
          `if (message.subject !== 'lti.put_data') return false;
         reply({ error: { code: 'storage_exhaustion', message: 'Full.' } });
         return true;`,
        );
        await open(page, 'page');

        expect(await faultIn(page)).toBe('storage_exhaustion');
      }),
    60_000,
  );

  it(
    'PM-08 given a platform that says nothing when it is asked then the next rung comes within seconds',
    () =>
      inPage(cookieless, async (page) => {
        await onStorageMessage(page, 'return true;');
        await open(page, 'page');
        await frameAt(page, /^\/lti\/login/);
        const asked = Date.now();

        expect(await faultIn(page)).toBe('timeout');
        // One second for capabilities, two for the answer, and a slow machine.
        expect(Date.now() - asked).toBeLessThan(8000);
      }),
    60_000,
  );

  it(
    'PM-09 given lti_storage_target=_parent when something is kept then the window around the frame is told',
    () =>
      inPage(cookieless, async (page) => {
        const seen = await recordMessages(page);
        await open(page, 'page');
        await frameAt(page, PATH_SESSION);

        expect(page.frames()).toHaveLength(2);
        expect(subjectsOf(await seen())).toContain('lti.put_data');
      }),
    60_000,
  );

  it(
    'PM-10 given lti_storage_target with a name when something is kept then the frame of that name is told',
    () =>
      inPage(cookieless, async (page) => {
        const seen = await recordMessages(page);
        await open(page, 'frame');
        await frameAt(page, PATH_SESSION);

        const inFrame = await page.frame('platform_storage')!.evaluate('window.seen');
        expect(subjectsOf(inFrame as [])).toContain('lti.put_data');
        expect(subjectsOf(await seen())).not.toContain('lti.put_data');
      }),
    60_000,
  );

  it(
    'PM-11 given capabilities that name a frame when something is kept then that frame comes before lti_storage_target',
    () =>
      inPage(cookieless, async (page) => {
        // The page refuses to keep anything itself; its capabilities name the frame for that.
        await page.route('**/start/**', (route) =>
          route.continue({ url: route.request().url().replace('storage=frame', 'storage=page') }),
        );
        await open(page, 'frame');

        await frameAt(page, PATH_SESSION);
      }),
    60_000,
  );

  it(
    'PM-12 given a platform that knows the older names only when it is asked then they are used',
    () =>
      inPage(cookieless, async (page) => {
        await onStorageMessage(
          page,
          `const OLD = 'org.imsglobal.lti.';
         window.kept ??= {};
         const { subject, key, value } = message;
         if (subject === OLD + 'capabilities') {
           reply({ supported_messages: [{ subject: OLD + 'put_data' }, { subject: OLD + 'get_data' }] });
         }
         if (subject === OLD + 'put_data') reply({ key, value: window.kept[key] = value });
         if (subject === OLD + 'get_data') reply({ key, value: window.kept[key] });
         return true;`,
        );
        await open(page, 'page');

        await frameAt(page, PATH_SESSION);
      }),
    60_000,
  );

  it(
    'PM-13 given a launch in a window that the platform opened when something is kept then the opener is told',
    () =>
      inPage(cookieless, async (page) => {
        await open(page, 'page');
        await frameAt(page, PATH_SESSION);
        const { fields } = pair.sandbox.startLaunch({
          ...{ userId: ILZE, linkId: link.id, storageTarget: '_parent', documentTarget: 'window' },
        });
        // As a browser without cookies comes back: in a window of its own this one would keep them.
        const query = new URLSearchParams({ ...fields, cookie_check: '1' }).toString();
        const popup = page.waitForEvent('popup');
        await page.evaluate(`void window.open('${pair.toolUrl}/lti/login?${query}')`);
        const window = await popup;
        await window.waitForURL((url) => PATH_SESSION.test(url.pathname));
      }),
    60_000,
  );

  it(
    'PM-15 given two launches at once in one page when both are kept then each gets its own back',
    () =>
      inPage(cookieless, async (page) => {
        await open(page, 'page');
        await page.evaluate(`{
        const second = document.createElement('iframe');
        second.src = '/start/${link.id}?user=${MART}&storage=page';
        document.body.append(second);
      }`);
        for (let look = 0; look < 300 && sessionsIn(page).length < 2; look += 1) {
          await page.waitForTimeout(50);
        }

        const languages = await Promise.all(
          sessionsIn(page).map((frame) => frame.locator('html').getAttribute('lang')),
        );
        expect(languages.sort()).toEqual(['et', 'lv']);
      }),
    60_000,
  );

  it(
    'has the platform forget what the launch has used',
    () =>
      inPage(cookieless, async (page) => {
        const seen = await recordMessages(page);
        await open(page, 'page');
        await frameAt(page, PATH_SESSION);

        const puts = (await seen()).flatMap(({ data }) => {
          const { subject, key, value } = data as Record<string, unknown>;
          return subject === 'lti.put_data' ? [{ key, kept: value !== null }] : [];
        });
        const keys = [...new Set(puts.map(({ key }) => key))];
        expect(keys).toHaveLength(2);
        for (const key of keys) {
          expect(puts.filter((put) => put.key === key).map(({ kept }) => kept)).toEqual([
            true,
            false,
          ]);
        }
      }),
    60_000,
  );

  it(
    'says in the frame what to do when the platform does not give back what it kept',
    () =>
      inPage(cookieless, async (page) => {
        // Once for the first page, which reads back what it has put, and never again.
        await onStorageMessage(
          page,
          `if (message.subject !== 'lti.get_data') return false;
         window.asked = (window.asked ?? 0) + 1;
         if (window.asked <= 2) return false;
         reply({ key: message.key, value: null });
         return true;`,
        );
        await open(page, 'page');
        const frame = await frameAt(page, /^\/lti\/launch/);

        await frame.getByText('lti.storage-lost').waitFor();
        await frame.getByText(/did not give back/).waitFor();
      }),
    60_000,
  );

  function sessionsIn(page: Page): ReturnType<Page['frames']> {
    return page.frames().filter((frame) => frame.url().startsWith(`${pair.toolUrl}/s/`));
  }

  /** The tool in a page of its issuer's origin, beside a frame named `kept` at this address. */
  async function frameFromOtherOrigin(page: Page, keptAt: string): Promise<void> {
    const issuer = pages.origin('issuer');
    const clientId = crypto.randomUUID();
    const endpoints = {
      authUrl: `${pair.platformUrl}/auth`,
      tokenUrl: `${pair.platformUrl}/token`,
      jwksUrl: `${pair.platformUrl}/certs`,
    };
    await pair.tool.lti.platforms.add(
      {
        ...{ name: 'Other origin', issuer, clientId, ...endpoints, deployments: ['1'] },
      },
      { kind: 'command-line' },
    );
    const { fields } = pair.sandbox.startLaunch({
      ...{ userId: ILZE, linkId: link.id, storageTarget: 'kept' },
    });
    const login = { ...fields, iss: issuer, client_id: clientId, cookie_check: '1' };
    const src = `${pair.toolUrl}/lti/login?${new URLSearchParams(login).toString()}`;
    await page.route(`${pair.platformUrl}/kept`, (route) =>
      route.fulfill({ contentType: 'text/html', body: 'kept' }),
    );
    pages.put('/kept', 'kept');
    pages.put(
      '/around',
      `<iframe name="kept" src="${keptAt}"></iframe>
       <iframe name="tool" src="${src.replaceAll('&', '&amp;')}"></iframe>`,
    );
    await page.goto(`${issuer}/around`);
  }
});
