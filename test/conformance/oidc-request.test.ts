import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { browserKey } from '../../src/http/browser-key.js';
import { MINUTE } from '../../src/shared/clock.js';
import { anAttackedPlatform, outcomeOf, type AttackedPlatform } from '../support/attacks.js';
import { aBrowser } from '../support/browser-client.js';
import { pageBehind } from '../support/ladder.js';
import { aPair, type Pair } from '../support/tool.js';

let pair: Pair;
let school: AttackedPlatform;
let ahead = 0;

beforeAll(async () => {
  const clock = (): number => Date.now() + ahead;
  pair = await aPair({ jobs: false, clock });
  school = await anAttackedPlatform(pair, { clock });
});

afterAll(async () => {
  await school.stop();
  await pair.stop();
});

describe('authentication request', () => {
  it('OIDC-14 given any registration when the request is made then scope, type, mode and prompt are there', async () => {
    const { request } = await school.begin(aBrowser());

    expect(Object.fromEntries(request.searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
    });
  });

  it('OIDC-15 given a target of its own when the request is made then the redirect address is the registered one', async () => {
    const target_link_uri = `${pair.toolUrl}/lti/launch?content=M1`;
    const { request } = await school.begin(aBrowser(), { target_link_uri });

    expect(request.searchParams.get('redirect_uri')).toBe(`${pair.toolUrl}/lti/launch`);
  });

  it('OIDC-16 given two logins when requests are made then state and nonce are new, long and different', async () => {
    const browser = aBrowser();
    const first = await school.begin(browser);
    const second = await school.begin(browser);

    const values = [first, second].flatMap(({ state, nonce }) => [state, nonce]);
    expect(new Set(values).size).toBe(4);
    // 43 characters of base64url are 256 bit; the state is signed with as many.
    for (const { nonce, state } of [first, second]) {
      expect(nonce).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(state.split('.')[1]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
  });

  it('OIDC-17 given an endpoint with a query when the request is made then the query stays', async () => {
    const tenant = await anAttackedPlatform(pair, {
      clientId: 'tenant',
      authPath: '/auth?tenant=a%2Fb&x=1',
    });
    const { request } = await tenant.begin(aBrowser());
    await tenant.stop();

    expect(request.searchParams.get('tenant')).toBe('a/b');
    expect(request.searchParams.get('x')).toBe('1');
    expect(request.searchParams.get('client_id')).toBe('tenant');
  });

  it('OIDC-18 given a thousand logins when requests are made then no state and no nonce comes twice', async () => {
    const browser = aBrowser();
    const seen = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const begun = await Promise.all(Array.from({ length: 50 }, () => school.begin(browser)));
      for (const { state, nonce } of begun) seen.add(state).add(nonce);
    }

    expect(seen.size).toBe(2000);
  }, 60_000);

  // The row asks for a stored row; the state carries it, signed (decision 9), so that a login that
  // nobody finishes costs none. What it holds is shown by what a launch is held to.
  it('OIDC-19 given a login when its state is looked into then it is bound to all that the launch is held to', async () => {
    const browser = aBrowser();
    const { state, nonce } = await school.begin(browser, { lti_deployment_id: '1' });

    const [content = ''] = state.split('.');
    const read = JSON.parse(Buffer.from(content, 'base64url').toString()) as Record<string, string>;
    expect(read).toMatchObject({ nonce, platformId: school.id, deploymentId: '1' });
    expect(Object.keys(read).sort()).toEqual(
      ['browser', 'deploymentId', 'expiresAt', 'framedBy', 'nonce', 'platformId', 'target'].sort(),
    );
    expect(Number(read.expiresAt) - Date.now()).toBeLessThanOrEqual(10 * MINUTE);
  });

  it('OIDC-19 given a login when ten minutes have gone then its launch comes too late', async () => {
    const begun = await school.begin(aBrowser());
    ahead = 10 * MINUTE;
    const id_token = await school.token(begun);
    const answer = await begun.browser.post(`${pair.toolUrl}/lti/launch`, {
      state: begun.state,
      id_token,
    });
    ahead = 0;

    expect(await outcomeOf(answer)).toBe('401 lti.login-expired');
  });

  it('OIDC-21 given a platform with storage when a browser without cookies logs in then it gets a page with a script', async () => {
    const browser = aBrowser(false);
    const page = await pageBehind(
      browser,
      await school.login(browser, { lti_storage_target: '_parent' }),
    );

    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toMatch(/<script[^>]*\ssrc=/);
    expect(html).toContain('data-target="_parent"');
  });
});

describe('rate of logins', () => {
  const LIMIT = 5;
  let limited: Pair;
  let noisy: AttackedPlatform;
  let quiet: AttackedPlatform;

  beforeAll(async () => {
    limited = await aPair({ jobs: false, config: { loginsPerMinute: LIMIT } });
    noisy = await anAttackedPlatform(limited, { clientId: 'noisy' });
    quiet = await anAttackedPlatform(limited, { clientId: 'quiet' });
  });

  afterAll(async () => {
    await Promise.all([noisy.stop(), quiet.stop()]);
    await limited.stop();
  });

  it('OIDC-24 given a burst of logins when it is above the limit then it has to wait and another school has not', async () => {
    const answers: Response[] = [];
    for (let count = 0; count < 5 * LIMIT; count += 1) answers.push(await noisy.login(aBrowser()));

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4 * LIMIT);
    for (const { headers } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expect((await quiet.login(aBrowser())).status).toBe(303);
  });

  it('OIDC-24 given logins of platforms that are made up when there are many then they have to wait too', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 4 * LIMIT; count += 1) {
      const answer = await quiet.login(aBrowser(), { iss: `https://made-up-${count}.example` });
      statuses.push(answer.status);
    }

    expect(statuses.at(-1)).toBe(429);
  });
});

describe('cookie of the login', () => {
  it('OIDC-26 given a tool on https when the login sets its cookie then no script, no http and no other frame has it', async () => {
    const app = express();
    const key = browserKey({ publicUrl: new URL('https://tool.example') });
    app.get('/', (_req, res) => {
      key.issue(res);
      res.end();
    });
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    const answer = await fetch(`http://localhost:${port}/`);
    server.close();

    const [cookie = ''] = answer.headers.getSetCookie();
    const [pairOf = '', ...attributes] = cookie.split('; ');
    expect(pairOf).toMatch(/^__Host-tandem=[A-Za-z0-9_-]{43}$/);
    // A day, not minutes: it is also the key of the sessions, which last ten hours.
    expect(attributes.filter((attribute) => !attribute.startsWith('Expires=')).sort()).toEqual(
      ['HttpOnly', 'Max-Age=86400', 'Partitioned', 'Path=/', 'SameSite=None', 'Secure'].sort(),
    );
  });

  it('OIDC-26 given a browser that has the cookie when it logs in again then it is kept a while longer, unchanged', async () => {
    const browser = aBrowser();
    await school.login(browser);
    const before = browser.cookies.get('tandem');

    const answer = await school.login(browser);

    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toContain(`tandem=${before ?? '?'};`);
    expect(cookie).toContain('Max-Age=86400');
  });
});
