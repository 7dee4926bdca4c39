import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anAttackedPlatform,
  outcomeOf,
  principalBehind,
  sessionPath,
  sessionsIn,
  type AttackedPlatform,
  type Attempt,
} from '../support/attacks.js';
import { pageOf, tabOf } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { claim, SETTINGS } from '../support/messages.js';
import { sendRaw } from '../support/raw-request.js';
import { aPair, type Pair } from '../support/tool.js';

const TOKEN = '401 lti.token-invalid';
const CLAIMS = '400 lti.claims-invalid';
const INSTRUCTOR = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'];

let pair: Pair;
let school: AttackedPlatform;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  school = await anAttackedPlatform(pair);
});

afterAll(async () => {
  await school.stop();
  await pair.stop();
});

/** Begun anew for each, since a token is dated. */
const seconds = (): number => Math.floor(Date.now() / 1000);

/** A request to choose content. */
const choosing = (settings: unknown): Readonly<Record<string, unknown>> => ({
  [claim('message_type')]: 'LtiDeepLinkingRequest',
  [claim('roles')]: INSTRUCTOR,
  [SETTINGS]: settings,
});

describe('launches that ltijs lets in', () => {
  it.each<readonly [string, () => Attempt, string]>([
    ['T1 no end', () => ({ claims: { exp: undefined } }), TOKEN],
    ['T2 no beginning', () => ({ claims: { iat: undefined } }), TOKEN],
    ['T3 neither end nor beginning', () => ({ claims: { exp: undefined, iat: undefined } }), TOKEN],
    [
      'T4 a beginning a day ahead',
      () => ({ claims: { iat: seconds() + 86_400, exp: seconds() + 90_000 } }),
      TOKEN,
    ],
    ['N1 no nonce', () => ({ claims: { nonce: undefined } }), '401 lti.nonce-mismatch'],
    ['N2 another nonce', () => ({ claims: { nonce: 'another' } }), '401 lti.nonce-mismatch'],
    ['N3 an empty nonce', () => ({ claims: { nonce: '' } }), '401 lti.nonce-mismatch'],
    ['A4 one audience and another party', () => ({ claims: { azp: 'another' } }), TOKEN],
    ['A2 an audience beside ours', () => ({ claims: { aud: ['attacked', 'another'] } }), TOKEN],
    ['no audience', () => ({ claims: { aud: undefined } }), TOKEN],
    [
      'D1 a deployment that nobody allowed',
      () => ({ claims: { [claim('deployment_id')]: '99' } }),
      '403 lti.deployment-pending',
    ],
    [
      'D2 a deployment that is an object',
      () => ({ claims: { [claim('deployment_id')]: { $ne: '' } } }),
      CLAIMS,
    ],
    [
      'D3 another deployment than that of the login',
      () => ({ login: { lti_deployment_id: '2' } }),
      '403 lti.deployment-unknown',
    ],
    [
      'a deployment of five kilobytes',
      () => ({ claims: { [claim('deployment_id')]: 'd'.repeat(5000) } }),
      CLAIMS,
    ],
    ['M1 roles that are a text', () => ({ claims: { [claim('roles')]: INSTRUCTOR[0] } }), CLAIMS],
    ['M2 a person that is an object', () => ({ claims: { sub: { $ne: '' } } }), CLAIMS],
    ['M3 a person that is a list', () => ({ claims: { sub: ['3'] } }), CLAIMS],
    [
      'M5 a target on another host than that of the login',
      () => ({
        login: { target_link_uri: `${pair.toolUrl}/lti/launch` },
        claims: { [claim('target_link_uri')]: 'https://evil.example/' },
      }),
      '401 lti.target-mismatch',
    ],
    ['DL2 choosing without settings', () => ({ claims: choosing(undefined) }), CLAIMS],
  ])('are refused: %s', async (_name, attempt, outcome) => {
    const before = await sessionsIn(pair);

    expect(await outcomeOf(await school.launch(attempt()))).toBe(outcome);
    expect(await sessionsIn(pair)).toBe(before);
  });

  it('N5, N6: one login ends in one session, however often and fast it is answered', async () => {
    const before = await sessionsIn(pair);
    const { browser, state, nonce } = await school.begin(aBrowser());
    const tokens = await Promise.all(
      ['ilze', 'mart'].map((sub) => school.token({ nonce }, { claims: { sub } })),
    );
    const answers = await Promise.all(
      [...tokens, ...tokens, ...tokens].map((id_token) =>
        browser.post(`${pair.toolUrl}/lti/launch`, { state, id_token }),
      ),
    );

    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await sessionsIn(pair)).toBe(before + 1);
  });

  it('X1: a login of one client of a cloud is not answered by another client of it', async () => {
    const issuer = 'https://canvas.example';
    const [first, second] = (await Promise.all(
      ['client-1', 'client-2'].map((clientId) => anAttackedPlatform(pair, { clientId, issuer })),
    )) as [AttackedPlatform, AttackedPlatform];
    const begun = await first.begin(aBrowser());
    const id_token = await second.token(begun);
    // A cloud signs for all its schools with one key.
    const withOneKey = await second.token(begun, { key: first.key });

    for (const token of [id_token, withOneKey]) {
      const fields = { state: begun.state, id_token: token };
      const answer = await begun.browser.post(`${pair.toolUrl}/lti/launch`, fields);
      expect(await outcomeOf(answer)).toBe(TOKEN);
    }
    await Promise.all([first.stop(), second.stop()]);
  });
});

describe('requests that ltijs serves', () => {
  it('are not answered for a cookie that was moved to another session', async () => {
    const victim = sessionPath(await school.launch({ claims: { sub: 'victim' } }));
    const thief = aBrowser();
    const own = await school.launch({ claims: { sub: 'thief' } }, thief);
    const key = thief.cookies.get('tandem') ?? '';
    const [, , id = ''] = victim.split('/');

    for (const name of ['tandem', '__Host-tandem', id, `tandem-${id}`])
      thief.cookies.set(name, key);
    expect((await thief.get(pair.toolUrl + victim)).status).toBe(401);
    expect((await thief.get(`${pair.toolUrl}/s/${id}.${key}/`)).status).toBe(401);
    expect((await thief.get(pair.toolUrl + sessionPath(own))).status).toBe(200);
  });

  it('lead nowhere else, whatever their path says', async () => {
    const { state, nonce, browser } = await school.begin(aBrowser());
    const id_token = await school.token({ nonce });
    const cookie = `tandem=${browser.cookies.get('tandem') ?? ''}`;
    for (const path of ['//evil.example/x', '/\\evil.example', '//evil.example/lti/launch']) {
      const answer = await sendRaw(pair.toolUrl, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
        body: new URLSearchParams({ state, id_token }).toString(),
      });
      expect(answer.status).toBe(404);
    }
  });

  it('open nothing to scripts of other origins', async () => {
    for (const path of ['/', '/lti/login', '/lti/launch', '/lti/keys', '/admin', '/s/x/']) {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const { headers } = await fetch(`${pair.toolUrl}${path}`, {
          method,
          headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
          redirect: 'manual',
        });
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    }
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '"><script>alert(1)</script>', '//evil'])(
    'choose nothing for the return address %s',
    async (deep_link_return_url) => {
      const claims = choosing({ accept_types: ['ltiResourceLink'], deep_link_return_url });

      expect(await outcomeOf(await school.launch({ claims }))).toBe(CLAIMS);
    },
  );

  it('show a return address as text', async () => {
    const deep_link_return_url = `${school.origin}/return?x="><script>alert(1)</script>`;
    const claims = choosing({ accept_types: ['file'], deep_link_return_url });
    const browser = aBrowser();
    const tab = tabOf(pair, browser, await school.launch({ claims }, browser));

    const { status, html } = await pageOf(tab, '');
    const cancelled = await browser.post(
      `${tab.base}/cancel?token=${/data-token="([^"]+)"/.exec(html)?.[1] ?? ''}`,
      {},
    );
    expect([status, cancelled.status]).toEqual([200, 200]);
    for (const page of [html, await cancelled.text()]) expect(page).not.toContain('<script>alert');
  });

  it('repeat nothing of what was posted', async () => {
    const body = { state: 'marker-1', id_token: 'marker-2', password: 'marker-3', iss: 'marker-4' };
    for (const path of ['/lti/launch', '/lti/login', '/lti/register', '/nowhere']) {
      const answer = await aBrowser().post(pair.toolUrl + path, body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toContain('marker');
    }
  });

  it('print neither person nor nonce nor token when ltijs is made to talk', async () => {
    const require = createRequire(
      createRequire(import.meta.url).resolve('ltijs/dist/Utils/Auth.js'),
    );
    const debug = require('debug') as {
      enable(names: string): void;
      disable(): string;
      log: (...parts: readonly unknown[]) => void;
    };
    const printed: string[] = [];
    const { log } = debug;
    debug.log = (...parts) => void printed.push(parts.join(' '));
    debug.enable('provider:*');
    const begun = await school.begin(aBrowser());
    const id_token = await school.token(begun, { claims: { sub: 'person-to-hide' } });
    const fields = { state: begun.state, id_token };
    const answer = await begun.browser.post(`${pair.toolUrl}/lti/launch`, fields);
    debug.disable();
    debug.log = log;

    expect((await principalBehind(pair, answer)).userId).toBe('person-to-hide');
    expect(printed.length).toBeGreaterThan(0);
    for (const secret of ['person-to-hide', begun.nonce, begun.state, id_token]) {
      expect(printed.join('\n')).not.toContain(secret);
    }
  });
});
