import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SECOND } from '../../src/shared/clock.js';
import type { Logger } from '../../src/shared/logger.js';
import { aBrowser, formOf } from '../support/browser-client.js';
import { pageBehind, storageLaunch, storageLogin } from '../support/ladder.js';
import { addLink, ILZE, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

describe('third-party cookies, platform storage, frames', () => {
  let now = Date.now();
  const lines: string[] = [];
  const note = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  const logger: Logger = { info: note, warn: note, error: note };
  let pair: Pair;
  let who: { userId: string; linkId: string };

  beforeAll(async () => {
    pair = await aPair({ jobs: false, clock: () => now, logger });
    who = { userId: ILZE, linkId: addLink(pair, 'M1').id };
  });

  beforeEach(() => {
    now = Date.now();
  });

  afterAll(() => pair.stop());

  const noCookies = (): ReturnType<typeof aBrowser> => aBrowser(false);
  const launchUrl = (): string => `${pair.toolUrl}/lti/launch`;

  it('PM-14 given a platform that names its storage at the login only when the launch comes then the frame named there is asked', async () => {
    const browser = noCookies();
    const { asked } = await storageLogin(pair, browser, who, 'lti_storage_frame');
    const posted = formOf(await (await browser.get(asked.next!)).text());
    const launchPage = await browser.post(posted.action, posted.fields);

    expect(Object.keys(posted.fields).sort()).toEqual(['id_token', 'state']);
    expect(await launchPage.text()).toContain('data-target="lti_storage_frame"');
  });

  it('PM-16 given the right key and another nonce in storage when the launch is posted on then it is refused', async () => {
    const { fields } = await storageLaunch(pair, noCookies(), who);

    const answer = await noCookies().post(launchUrl(), { ...fields, nonce_proof: 'another' });

    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('lti.nonce-mismatch');
  });

  it('PM-17 given a launch that storage has proved when it is handed over then its ticket is of that login, holds for a minute and once', async () => {
    const late = await storageLaunch(pair, noCookies(), who);
    const anothers = await storageLaunch(pair, noCookies(), who);
    const inTime = await storageLaunch(pair, noCookies(), who);
    const codeOf = async (fields: Record<string, string>): Promise<string | undefined> => {
      const answer = await noCookies().post(launchUrl(), fields);
      return answer.status === 303 ? 'in' : /lti\.[a-z-]+/.exec(await answer.text())?.[0];
    };

    const codes = [
      await codeOf({ ...inTime.fields, ticket: anothers.fields.ticket! }),
      await codeOf(inTime.fields),
      await codeOf(inTime.fields),
    ];
    now += 60 * SECOND;
    codes.push(await codeOf(late.fields));

    expect(codes).toEqual(['lti.login-invalid', 'in', 'lti.replayed', 'lti.login-expired']);
  });

  it('PM-18 given no scripts when the storage pages are shown then there is a way on, or a word why not', async () => {
    const { answer: launchPage } = await storageLaunch(pair, noCookies(), who);
    const browser = noCookies();
    const { url, fields } = pair.sandbox.startLaunch({ ...who, storageTarget: '_parent' });
    const loginPage = await pageBehind(browser, await browser.post(url, fields));

    const noscript = /<noscript>([\s\S]*)<\/noscript>/;
    expect(noscript.exec(await loginPage.text())?.[1]).toMatch(/<a [^>]*target="_blank"/);
    expect(launchPage.status).toBe(200);
    const second = await browser.post(launchUrl(), formOf(await authorized()).fields);
    expect(noscript.exec(await second.text())?.[1]).toContain('JavaScript');

    async function authorized(): Promise<string> {
      const { asked } = await storageLogin(pair, browser, who);
      return (await browser.get(asked.next!)).text();
    }
  });

  // The table wants no key in a URL at all. A page that links to the next one has no other place
  // where cookies and all storage are blocked: docs/decisions/0013 says what is done instead.
  it('PM-19 given no cookie at all after a launch when pages are asked for then the key in their path opens them and stands in no log, metric or referrer', async () => {
    const browser = noCookies();
    const { kept, fields } = await storageLaunch(pair, browser, who);
    const launched = await browser.post(launchUrl(), fields);
    const base = new URL(launched.headers.get('location')!, pair.toolUrl).href;
    const page = await browser.get(base);
    await browser.get(`${base}units/nothing`);
    const pasted = await browser.get(base, { 'sec-fetch-site': 'none' });

    const key = base.split('.').at(-1)!.replace('/', '');
    const metrics = await (await fetch(`${pair.toolUrl}/metrics`)).text();

    expect(page.status).toBe(200);
    expect(pasted.status).toBe(401);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const secret of [key, kept.secret!, fields.id_token!, fields.ticket!]) {
      expect(lines.join('\n')).not.toContain(secret);
      expect(metrics).not.toContain(secret);
    }
  });

  it('PM-24 given any page of the tool when it is answered then it may be framed, its type is not guessed and its address stays here', async () => {
    for (const page of await somePages()) {
      expect(page.headers.get('x-frame-options')).toBeNull();
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
    }
  });

  it('PM-25 given pages of login and launch when they are answered then the window that opened them stays known', async () => {
    for (const page of await somePages()) {
      expect(page.headers.get('cross-origin-opener-policy')).toBeNull();
      expect(page.headers.get('cross-origin-embedder-policy')).toBeNull();
    }
  });

  // Nothing records sound yet. Whoever adds it owes the page that explains a missing permission,
  // with the button for a window of its own; this row then becomes the test of that page.
  it('PM-26 given the scripts of all pages when they are read then none needs the microphone', () => {
    const scripts = path.join(process.cwd(), 'dist');
    const files = readdirSync(scripts, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /^(browser|h5p)\//.test(name) && name.endsWith('.js'),
    );

    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = readFileSync(path.join(scripts, file), 'utf8');
      expect(text).not.toMatch(/getUserMedia|MediaRecorder/);
    }
  });

  it('PM-27 given any page when it is answered then no script stands in it, and none but our own files would run', async () => {
    for (const page of await somePages()) {
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
      const html = await page.text();
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
      expect(html).not.toMatch(/\son[a-z]+=/);
    }
  });

  /** One of each rung, a refusal, and a page of a session. */
  async function somePages(): Promise<readonly Response[]> {
    const browser = noCookies();
    const pageFor = async (storageTarget?: string): Promise<Response> => {
      const { url, fields } = pair.sandbox.startLaunch(
        storageTarget === undefined ? who : { ...who, storageTarget },
      );
      return pageBehind(browser, await browser.post(url, fields));
    };
    const { asked } = await storageLogin(pair, browser, who);
    const posted = formOf(await (await browser.get(asked.next!)).text());
    const launched = await visit(pair, aBrowser(), who);
    return [
      await pageFor(),
      await pageFor('_parent'),
      await browser.post(posted.action, posted.fields),
      await browser.post(launchUrl(), { state: 'x' }),
      await launched.browser.get(`${launched.base}/`),
    ];
  }
});
