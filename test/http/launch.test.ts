import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddedLink } from '../../src/sandbox/index.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, authenticated, ILZE, launch, MART, TRAINER, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

const BY_OPERATOR = { kind: 'operator' } as const;

describe('launch', () => {
  let pair: Pair;
  let link: AddedLink;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    link = addLink(pair, 'M1');
  });

  afterAll(() => pair.stop());

  it('ends on the start page of what the link opens, framed by its platform only', async () => {
    const browser = aBrowser();
    const { base } = await visit(pair, browser, { userId: ILZE, linkId: link.id });

    const page = await browser.get(`${base}/`);

    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(
      `frame-ancestors 'self' ${pair.platformUrl}`,
    );
    expect(await page.text()).toContain('<html lang="lv"');
  });

  it('sets one cookie, whatever is launched', async () => {
    const browser = aBrowser();
    for (const userId of [ILZE, MART, TRAINER])
      await visit(pair, browser, { userId, linkId: link.id });

    expect([...browser.cookies.keys()]).toEqual(['tandem']);
  });

  it('sets a cookie that third-party frames may keep, apart for each platform', async () => {
    const { url, fields } = pair.sandbox.startLaunch({ userId: ILZE, linkId: link.id });

    const answer = await aBrowser().post(url, fields);

    const [cookie] = answer.headers.getSetCookie();
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=None', 'Partitioned', 'Path=/']) {
      expect(cookie).toContain(attribute);
    }
  });

  it('keeps two people in one browser apart', async () => {
    const browser = aBrowser();
    const first = await visit(pair, browser, { userId: ILZE, linkId: link.id });
    const second = await visit(pair, browser, { userId: MART, linkId: link.id });

    const pages = await Promise.all([first, second].map(({ base }) => browser.get(`${base}/`)));

    const languages = await Promise.all(
      pages.map(async (page) => /<html lang="(\w+)"/.exec(await page.text())?.[1]),
    );
    expect(languages).toEqual(['lv', 'et']);
  });

  it('opens for the browser that was launched, and no other', async () => {
    const { base } = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
    const other = aBrowser();
    await visit(pair, other, { userId: MART, linkId: link.id });

    expect((await other.get(`${base}/`)).status).toBe(401);
    expect((await aBrowser().get(`${base}/`)).status).toBe(401);
  });

  it('opens a unit, and nothing beside it', async () => {
    const unit = addLink(pair, 'U1.2');
    const browser = aBrowser();
    const { base } = await visit(pair, browser, { userId: ILZE, linkId: unit.id });

    const start = await browser.get(`${base}/`);

    expect(start.headers.get('location')).toBe(`${new URL(base).pathname}/units/U1.2`);
    expect((await browser.get(`${base}/units/U1.2`)).status).toBe(200);
    expect((await browser.get(`${base}/units/U1.1`)).status).toBe(404);
  });

  it('knows a page by one spelling only, so that no session passes for a route', async () => {
    const browser = aBrowser();
    const { base } = await visit(pair, browser, { userId: ILZE, linkId: link.id });

    expect((await browser.get(`${base.replace('/s/', '/S/')}/`)).status).toBe(404);
    const metrics = await (await fetch(`${pair.toolUrl}/metrics`)).text();
    expect(metrics).not.toContain(new URL(base).pathname.split('/')[2]);
  });

  it('takes a login once', async () => {
    const browser = aBrowser();
    const { action, fields } = await authenticated(pair, browser, {
      userId: ILZE,
      linkId: link.id,
    });

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => browser.post(action, fields)),
    );

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, 401, 401, 401, 401, 401, 401, 401]);
  });

  it.each([
    ['another browser', (fields: Record<string, string>) => fields, true, 'lti.other-browser'],
    [
      'a changed state',
      (f: Record<string, string>) => ({ ...f, state: `x${f.state}` }),
      false,
      'lti.state-invalid',
    ],
    [
      'no state',
      ({ id_token = '' }: Record<string, string>) => ({ id_token }),
      false,
      'lti.state-invalid',
    ],
    [
      'no token',
      ({ state = '' }: Record<string, string>) => ({ state }),
      false,
      'lti.platform-error',
    ],
    [
      "the platform's refusal",
      ({ state = '' }: Record<string, string>) => ({ state, error: 'access_denied' }),
      false,
      'lti.platform-error',
    ],
    [
      'a changed token',
      (f: Record<string, string>) => ({ ...f, id_token: `${f.id_token}x` }),
      false,
      'lti.token-invalid',
    ],
  ])('refuses %s, in words, with a code and a number', async (_name, change, other, code) => {
    const browser = aBrowser();
    const { action, fields } = await authenticated(pair, browser, {
      userId: ILZE,
      linkId: link.id,
    });

    const answer = await (other ? aBrowser() : browser).post(action, change(fields));

    const page = await answer.text();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(page).toContain(code);
    expect(page).toMatch(/[A-Za-z0-9_-]{22}/);
    expect(page).not.toContain(fields.id_token);
  });

  it("refuses a token of another person's login", async () => {
    const browser = aBrowser();
    const mine = await authenticated(pair, browser, { userId: ILZE, linkId: link.id });
    const theirs = await authenticated(pair, browser, { userId: MART, linkId: link.id });

    const answer = await browser.post(mine.action, {
      ...mine.fields,
      id_token: theirs.fields.id_token!,
    });

    expect(await answer.text()).toContain('lti.nonce-mismatch');
  });

  it('keeps a deployment that nobody named for the operator, and opens once it is allowed', async () => {
    const { deploymentId } = pair.sandbox.registerTool({
      name: 'Second',
      clientId: 'second-client',
      loginUrl: `${pair.toolUrl}/lti/login`,
      launchUrl: `${pair.toolUrl}/lti/launch`,
      jwksUrl: `${pair.toolUrl}/lti/keys`,
    });
    const { platforms } = pair.tool.lti;
    const { id } = await platforms.add(
      {
        issuer: pair.platformUrl,
        clientId: 'second-client',
        authUrl: `${pair.platformUrl}/auth`,
        tokenUrl: `${pair.platformUrl}/token`,
        jwksUrl: `${pair.platformUrl}/certs`,
        deployments: [`${deploymentId}-other`],
      },
      { kind: 'command-line' },
    );
    const second = pair.sandbox.addLink({
      toolClientId: 'second-client',
      title: 'Second',
      targetLinkUri: `${pair.toolUrl}/lti/launch`,
    });

    const open = (): Promise<Response> =>
      launch(pair, aBrowser(), { userId: ILZE, linkId: second.id });

    const first = await open();
    expect(first.status).toBe(403);
    expect(await first.text()).toContain('lti.deployment-pending');
    expect((await platforms.show(id)).deployments).toContainEqual({
      id: deploymentId,
      status: 'pending',
    });

    await platforms.setDeployment(id, deploymentId, 'allowed', BY_OPERATOR);
    expect((await open()).status).toBe(303);

    await platforms.setDeployment(id, deploymentId, 'blocked', BY_OPERATOR);
    expect(await (await open()).text()).toContain('lti.deployment-blocked');

    await platforms.setStatus(id, 'pending', BY_OPERATOR);
    const { url, fields } = pair.sandbox.startLaunch({ userId: ILZE, linkId: second.id });
    const browser = aBrowser();
    await browser.post(url, fields);
    const login = await browser.post(url, { ...fields, cookie_check: '1' });
    expect(login.status).toBe(403);
    expect(await login.text()).toContain('lti.platform-pending');
  });

  it('refuses a platform that is not registered', async () => {
    const { url, fields } = pair.sandbox.startLaunch({ userId: ILZE, linkId: link.id });
    const unknown = { ...fields, client_id: 'nobody', cookie_check: '1' };
    const browser = aBrowser();
    await browser.post(url, fields);

    const answer = await browser.post(url, unknown);

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('lti.platform-unknown');
  });

  it('goes on after the platform has rotated its keys', async () => {
    await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
    await pair.sandbox.rotateKeys();

    const launched = await launch(pair, aBrowser(), { userId: MART, linkId: link.id });

    expect(launched.status).toBe(303);
  });

  it('publishes its public keys, and nothing of the private ones', async () => {
    const answer = await fetch(`${pair.toolUrl}/lti/keys`);

    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    expect(answer.headers.get('cache-control')).toContain('max-age');
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
  });
});
