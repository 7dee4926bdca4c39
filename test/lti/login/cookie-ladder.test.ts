import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddedLink } from '../../../src/sandbox/index.js';
import { HOUR, MINUTE, SECOND } from '../../../src/shared/clock.js';
import type { Logger } from '../../../src/shared/logger.js';
import { aBrowser, formOf } from '../../support/browser-client.js';
import {
  askedBy,
  newWindowHref,
  pageBehind,
  storageLaunch,
  storageLogin,
  storageVisit,
} from '../../support/ladder.js';
import { addLink, ILZE, MART, TRAINER, visit } from '../../support/launch.js';
import { aPair, CLIENT_ID, type Pair } from '../../support/tool.js';

let now = Date.now();
const lines: string[] = [];
const note = (fields: object, message: string): void => {
  lines.push(JSON.stringify({ ...fields, message }));
};
const logger: Logger = { info: note, warn: note, error: note };

let pair: Pair;
let link: AddedLink;
let who: { userId: string; linkId: string };

beforeAll(async () => {
  pair = await aPair({ jobs: false, clock: () => now, logger });
  link = addLink(pair, 'M1');
  who = { userId: ILZE, linkId: link.id };
});

beforeEach(() => {
  now = Date.now();
});

afterAll(() => pair.stop());

const noCookies = (): ReturnType<typeof aBrowser> => aBrowser(false);
const launchUrl = (): string => `${pair.toolUrl}/lti/launch`;

describe('login without cookies, with lti_storage_target', () => {
  it('has a page ask the platform to keep key and nonce, in no other frame than the platform itself', async () => {
    const { answer, asked } = await storageLogin(pair, noCookies(), who, 'platform_storage');

    expect(asked).toMatchObject({
      storage: 'keep',
      origin: pair.platformUrl,
      target: 'platform_storage',
    });
    expect(asked['state-key']).toMatch(/^lti_state_[A-Za-z0-9_-]{43}$/);
    expect(asked['nonce-key']).toMatch(/^lti_nonce_[A-Za-z0-9_-]{43}$/);
    expect(new URL(asked.next!).searchParams.get('nonce')).toBe(asked.nonce);
    expect(answer.headers.get('content-security-policy')).toMatch(
      new RegExp(`frame-ancestors 'self' ${pair.platformUrl}$`),
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('leads to a session that needs no cookie', async () => {
    const browser = noCookies();

    const base = await storageVisit(pair, browser, who);

    expect(base).toMatch(/\/s\/[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
    const page = await browser.get(`${base}/`);
    expect(page.status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    expect(await page.text()).toContain(`href="${new URL(base).pathname}/`);
  });

  it('leads to the choice of content as well', async () => {
    const browser = noCookies();
    const { url, fields } = pair.sandbox.startDeepLinking({ userId: TRAINER, clientId: CLIENT_ID });
    const login = { ...fields, lti_storage_target: '_parent' };
    const kept = askedBy(await (await pageBehind(browser, await browser.post(url, login))).text());
    const posted = formOf(await (await browser.get(kept.next!)).text());
    const awaiting = formOf(await (await browser.post(posted.action, posted.fields)).text());

    const launched = await browser.post(launchUrl(), {
      ...awaiting.fields,
      state_proof: kept.secret!,
      nonce_proof: kept.nonce!,
    });

    const start = launched.headers.get('location')!;
    expect(start).toMatch(/^\/s\/[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\/choose\//);
    expect((await browser.get(pair.toolUrl + start)).status).toBe(200);
  });

  it('shows the key that opens the session to nobody before', async () => {
    const browser = noCookies();
    const { kept, fields } = await storageLaunch(pair, browser, who);
    const launched = await browser.post(launchUrl(), fields);

    const [, key] = launched.headers.get('location')!.split(/[./]/).slice(-3);

    expect(key).toHaveLength(43);
    expect(JSON.stringify({ kept, fields })).not.toContain(key);
  });

  it('goes to the next rung and logs the code when the platform fails', async () => {
    const { asked } = await storageLogin(pair, noCookies(), who);

    const page = await noCookies().get(`${pair.toolUrl}${asked.otherwise!}storage_exhaustion`);

    expect(await page.text()).toContain('Open in a new window');
    expect(lines.at(-2)).toBe(
      JSON.stringify({ code: 'storage_exhaustion', message: 'platform storage failed' }),
    );
  });

  it('logs no text of a stranger as a code', async () => {
    const { asked } = await storageLogin(pair, noCookies(), who);

    await noCookies().get(`${pair.toolUrl}${asked.otherwise!}${encodeURIComponent('<b>\n')}`);

    expect(lines.at(-2)).toContain('"code":"unnamed"');
  });

  it('refuses an unknown platform, before anything is kept anywhere', async () => {
    const { url, fields } = pair.sandbox.startLaunch({ ...who, storageTarget: '_parent' });

    const answer = await noCookies().post(url, {
      ...fields,
      client_id: 'nobody',
      cookie_check: '1',
    });

    expect(await answer.text()).toContain('lti.platform-unknown');
  });
});

describe('launch with a proof that the platform kept', () => {
  type Fields = Readonly<Record<string, string>>;
  const anothers = async (): Promise<Fields> =>
    (await storageLaunch(pair, noCookies(), { ...who, userId: MART })).fields;

  it.each<[string, (mine: Fields) => Fields | Promise<Fields>, string]>([
    ['another key', (f) => ({ ...f, state_proof: 'x'.repeat(43) }), 'lti.other-browser'],
    ['no key', (f) => ({ ...f, state_proof: '' }), 'lti.other-browser'],
    ['another nonce', (f) => ({ ...f, nonce_proof: 'x'.repeat(43) }), 'lti.nonce-mismatch'],
    ['a made-up ticket', (f) => ({ ...f, ticket: `9999999999999.x` }), 'lti.login-invalid'],
    [
      'a ticket made to last',
      (f) => ({ ...f, ticket: `9999999999999.${f.ticket!.split('.')[1]!}` }),
      'lti.login-invalid',
    ],
    [
      'the ticket of another launch',
      async (f) => ({ ...f, ticket: (await anothers()).ticket! }),
      'lti.login-invalid',
    ],
    [
      "another person's token",
      async (f) => ({ ...f, id_token: (await anothers()).id_token! }),
      'lti.login-invalid',
    ],
    [
      'what was kept for another login (fixation)',
      async (f) => {
        const { state_proof, nonce_proof } = await anothers();
        return { ...f, state_proof: state_proof!, nonce_proof: nonce_proof! };
      },
      'lti.nonce-mismatch',
    ],
    [
      'nothing kept',
      (f) => ({ ...f, state_proof: '', nonce_proof: '', storage_fault: 'timeout' }),
      'lti.storage-lost',
    ],
  ])('is refused with %s', async (_name, change, code) => {
    const { fields } = await storageLaunch(pair, noCookies(), who);

    const answer = await noCookies().post(launchUrl(), await change(fields));

    expect([400, 401]).toContain(answer.status);
    expect(await answer.text()).toContain(code);
    // The refusal is read in the frame.
    expect(answer.headers.get('content-security-policy')).toContain(pair.platformUrl);
  });

  it('is refused after a minute', async () => {
    const { fields } = await storageLaunch(pair, noCookies(), who);
    now += 61 * SECOND;

    const answer = await noCookies().post(launchUrl(), fields);

    expect(await answer.text()).toContain('lti.login-expired');
  });

  it('is refused the second time', async () => {
    const { fields } = await storageLaunch(pair, noCookies(), who);
    const posts = Array.from({ length: 5 }, () => noCookies().post(launchUrl(), fields));

    const statuses = (await Promise.all(posts)).map(({ status }) => status).sort();

    expect(statuses).toEqual([303, 401, 401, 401, 401]);
  });

  it.each([
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('is refused from a page that is not ours: %j (login CSRF)', async (headers) => {
    // Everything is right, as somebody can make it who wants others to work as them.
    const { fields } = await storageLaunch(pair, noCookies(), who);

    const answer = await fetch(launchUrl(), {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });

    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('lti.other-browser');
  });

  it('opens nothing when a stranger has the first form posted', async () => {
    const { kept } = await storageLaunch(pair, noCookies(), who);
    const state = new URL(kept.next!).searchParams.get('state')!;

    const answer = await noCookies().post(launchUrl(), { state, id_token: 'x' });

    expect(answer.status).toBe(200);
    expect(askedBy(await answer.text())).toMatchObject({ storage: 'hand-on' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('shows the refusal of the platform only to who began the login', async () => {
    const browser = noCookies();
    const { asked } = await storageLogin(pair, browser, who);
    const state = new URL(asked.next!).searchParams.get('state')!;
    const awaiting = await browser.post(launchUrl(), { state, error: 'access_denied' });
    const { fields } = formOf(await awaiting.text());

    const answer = await browser.post(launchUrl(), {
      ...fields,
      state_proof: asked.secret!,
      nonce_proof: asked.nonce!,
    });

    expect(await answer.text()).toContain('lti.platform-error');
  });
});

describe('session whose key travels in the path', () => {
  it('is opened by its own key only, in its own way only', async () => {
    const base = await storageVisit(pair, noCookies(), who);
    const [id = ''] = new URL(base).pathname.split('/')[2]!.split('.');
    const withCookie = aBrowser();
    const { base: cookieBase } = await visit(pair, withCookie, who);
    const cookie = [...withCookie.cookies.values()][0]!;

    const statuses = await Promise.all(
      [
        `${pair.toolUrl}/s/${id}/`,
        `${pair.toolUrl}/s/${id}.${'x'.repeat(43)}/`,
        `${pair.toolUrl}/s/${id}.${cookie}/`,
        `${cookieBase}.${cookie}/`,
      ].map(async (url) => (await withCookie.get(url)).status),
    );

    expect(statuses).toEqual([401, 401, 401, 401]);
  });

  it('is not opened by an address that was copied, or linked from elsewhere', async () => {
    const base = await storageVisit(pair, noCookies(), who);

    const statuses = await Promise.all(
      ['none', 'cross-site', 'same-site', 'same-origin'].map(
        async (site) => (await noCookies().get(`${base}/`, { 'sec-fetch-site': site })).status,
      ),
    );

    expect(statuses).toEqual([401, 401, 401, 200]);
  });

  it('takes a POST with its page token only', async () => {
    const base = await storageVisit(pair, noCookies(), who);

    const answer = await noCookies().postJson(`${base}/exercises/M1-03/attempts`, {});

    expect(answer.status).toBe(403);
  });

  it('ends after three hours, and says so where the platform shows it', async () => {
    const browser = noCookies();
    const base = await storageVisit(pair, browser, who);
    now += 3 * HOUR;

    const answer = await browser.get(`${base}/`);

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-security-policy')).toContain(pair.platformUrl);
    expect(await answer.text()).toContain('http.no-session');
  });
});

describe('window of its own', () => {
  it('is offered in the frame of the platform, without a form that its policy would stop', async () => {
    const browser = noCookies();
    const { url, fields } = pair.sandbox.startLaunch(who);

    const page = await pageBehind(browser, await browser.post(url, fields));

    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain(pair.platformUrl);
    expect(html).not.toContain('<form');
    const query = Object.fromEntries(new URL(newWindowHref(pair, html)).searchParams);
    expect(query).toEqual({ ...fields, own_window: '1' });
  });

  it('opens the same launch, also an hour later', async () => {
    // Nothing of ours runs out meanwhile; the platform's own hint holds for an hour in the sandbox.
    now = Date.now() - 59 * MINUTE;
    const framed = noCookies();
    const { url, fields } = pair.sandbox.startLaunch(who);
    const page = await pageBehind(framed, await framed.post(url, fields));
    const href = newWindowHref(pair, await page.text());
    now = Date.now();

    const window = aBrowser();
    const posted = formOf(await (await pageBehind(window, await window.get(href))).text());
    const launched = await window.post(posted.action, posted.fields);

    expect(launched.status).toBe(303);
    expect(launched.headers.get('location')).toMatch(/^\/s\/[A-Za-z0-9_-]{22}\/$/);
  });

  it('says what to do when cookies are blocked there too', async () => {
    const browser = noCookies();
    const { url, fields } = pair.sandbox.startLaunch({ ...who, storageTarget: '_parent' });
    const asked = askedBy(
      await (await pageBehind(browser, await browser.post(url, fields))).text(),
    );
    const page = await browser.get(`${pair.toolUrl}${asked.otherwise!}timeout`);

    const answer = await pageBehind(
      browser,
      await browser.get(newWindowHref(pair, await page.text())),
    );

    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('lti.cookies-blocked');
  });
});

describe('many deployments in one browser', () => {
  it('work all, two hundred of them, with one small cookie', async () => {
    const browser = aBrowser();
    const bases: string[] = [];
    for (let at = 0; at < 200; at += 1) {
      const clientId = `school-${String(at)}`;
      const urls = { loginUrl: `${pair.toolUrl}/lti/login`, launchUrl: launchUrl() };
      const { deploymentId, ...registration } = pair.sandbox.registerTool({
        ...{ name: clientId, clientId, jwksUrl: `${pair.toolUrl}/lti/keys`, ...urls },
      });
      await pair.tool.lti.platforms.add(
        {
          ...{ ...registration, name: clientId, deployments: [deploymentId] },
        },
        { kind: 'command-line' },
      );
      const { id } = pair.sandbox.addLink({
        ...{ toolClientId: clientId, title: clientId, custom: { content: 'M1' } },
        targetLinkUri: launchUrl(),
      });
      bases.push((await visit(pair, browser, { userId: ILZE, linkId: id })).base);
    }

    const statuses = await Promise.all(
      bases.map(async (base) => (await browser.get(`${base}/`)).status),
    );

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(new Set(bases).size).toBe(200);
    expect([...browser.cookies.values()].join('').length).toBeLessThan(60);
  }, 120_000);
});
