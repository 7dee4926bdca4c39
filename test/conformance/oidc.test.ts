import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anAttackedPlatform,
  outcomeOf,
  sessionPath,
  type AttackedPlatform,
} from '../support/attacks.js';
import { aBrowser, type BrowserClient } from '../support/browser-client.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const BY_OPERATOR = { kind: 'operator' } as const;

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

/** A browser that was here before, so that a login goes straight on. */
async function knownBrowser(): Promise<BrowserClient> {
  const browser = aBrowser();
  await school.login(browser);
  return browser;
}

const target = (): string => `${pair.toolUrl}/lti/launch`;

describe('login initiation', () => {
  const fields = (): Record<string, string> => ({
    iss: school.issuer,
    login_hint: 'person',
    target_link_uri: target(),
  });

  it.each([
    ['OIDC-01 given a registered platform when the login comes as GET then it is sent on', 'GET'],
    ['OIDC-02 given a registered platform when the login comes as form then it is sent on', 'POST'],
  ])('%s', async (_name, method) => {
    const browser = await knownBrowser();
    const url = `${pair.toolUrl}/lti/login`;

    const answer =
      method === 'GET'
        ? await browser.get(`${url}?${new URLSearchParams(fields()).toString()}`)
        : await browser.post(url, fields());

    expect(answer.status).toBe(302);
    const sentTo = new URL(answer.headers.get('location') ?? '');
    expect(sentTo.origin + sentTo.pathname).toBe(`${school.origin}/auth`);
  });

  it.each([
    ['OIDC-03 given any browser when the issuer is missing then it is a 400 page', 'iss'],
    ['OIDC-04 given any browser when the hint is missing then it is a 400 page', 'login_hint'],
    [
      'OIDC-05 given any browser when the target is missing then it is a 400 page',
      'target_link_uri',
    ],
  ])('%s', async (_name, missing) => {
    for (const browser of [aBrowser(), await knownBrowser()]) {
      const answer = await school.login(browser, { [missing]: undefined });

      expect(answer.headers.get('location')).toBeNull();
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(await outcomeOf(answer)).toBe('400 lti.login-invalid');
    }
  });

  it('OIDC-06 given an issuer that nobody registered when it logs in then it is a 400 page', async () => {
    const elsewhere = 'https://evil.example/';
    const answer = await school.login(await knownBrowser(), {
      iss: elsewhere,
      target_link_uri: elsewhere,
    });

    expect(answer.headers.get('location')).toBeNull();
    expect(await outcomeOf(answer)).toBe('400 lti.platform-unknown');
  });

  it('OIDC-09 given a client id that was not registered when it logs in then no other one stands in', async () => {
    const answer = await school.login(await knownBrowser(), { client_id: 'another' });

    expect(answer.headers.get('location')).toBeNull();
    expect(await outcomeOf(answer)).toBe('400 lti.platform-unknown');
  });

  it('OIDC-22 given a platform that was switched off when it logs in then it is a 403 page', async () => {
    const off = await anAttackedPlatform(pair, { clientId: 'off' });
    await pair.tool.lti.platforms.setStatus(off.id, 'disabled', BY_OPERATOR);

    const answer = await off.login(await knownBrowser());
    await off.stop();

    expect(answer.headers.get('location')).toBeNull();
    expect(await outcomeOf(answer)).toBe('403 lti.platform-disabled');
  });
});

describe('several registrations of one issuer', () => {
  const ISSUER = 'https://lms.example';
  let schools: AttackedPlatform[];

  beforeAll(async () => {
    const of = (name: string) =>
      anAttackedPlatform(pair, { clientId: name, issuer: ISSUER, deployments: [`of-${name}`] });
    schools = [await of('school-a'), await of('school-b')];
  });

  afterAll(() => Promise.all(schools.map((each) => each.stop())));

  it('OIDC-07 given two registrations when the client id is named then its own is taken', async () => {
    for (const each of schools) {
      const { request } = await each.begin(aBrowser());
      expect(request.origin).toBe(each.origin);
      expect(request.searchParams.get('client_id')).toBe(each.clientId);
    }
  });

  it('OIDC-08 given two registrations when only the deployment is named then it decides', async () => {
    for (const each of schools) {
      const login = { client_id: undefined, lti_deployment_id: `of-${each.clientId}` };
      const { request } = await each.begin(aBrowser(), login);
      expect(request.searchParams.get('client_id')).toBe(each.clientId);
    }
  });

  it('OIDC-08 given two registrations when nothing tells them apart then it is said so', async () => {
    for (const lti_deployment_id of [undefined, 'of-nobody']) {
      const browser = await knownBrowser();
      const login = { client_id: undefined, lti_deployment_id };
      const answer = await schools[0]!.login(browser, login);

      expect(answer.headers.get('location')).toBeNull();
      expect(await outcomeOf(answer)).toBe('400 lti.platform-ambiguous');
    }
  });
});

describe('what comes with a login', () => {
  it.each(['a+b%20c%2Bd=&e', '{"id":5,"t":"ä \\" +"}', 'eyJhbGciOi.J9-_=='])(
    'OIDC-10 given the message hint %s when it is sent on then no byte of it has changed',
    async (hint) => {
      const { request } = await school.begin(aBrowser(), { lti_message_hint: hint });

      expect(request.searchParams.getAll('lti_message_hint')).toEqual([hint]);
    },
  );

  it('OIDC-11 given no message hint when the login is sent on then there is none', async () => {
    const { request } = await school.begin(aBrowser());

    expect(request.searchParams.has('lti_message_hint')).toBe(false);
  });

  it('OIDC-12 given fields that we do not know when it logs in then they are passed over', async () => {
    const extras = { canvas_region: 'eu', canvas_environment: 'prod', deployment_id: '9:x' };
    const { request } = await school.begin(aBrowser(), extras);

    for (const name of Object.keys(extras)) expect(request.searchParams.has(name)).toBe(false);
    expect(await outcomeOf(await school.launch({ login: extras }))).toBe('in');
  });

  it('OIDC-13 given a login hint full of signs when it is sent on then it is encoded and the same', async () => {
    const hint = 'a&b=c#d?e/f g+h%i"<ü';
    const { request } = await school.begin(aBrowser(), { login_hint: hint });

    expect(request.searchParams.getAll('login_hint')).toEqual([hint]);
    expect(request.href).not.toContain(hint);
    expect(request.hash).toBe('');
  });

  it('OIDC-20 given a target somewhere else when it is launched then nobody is sent there', async () => {
    const foreign = 'https://evil.example/lti';
    const { request } = await school.begin(aBrowser(), { target_link_uri: foreign });
    expect(request.href).not.toContain('evil.example');

    const launched = await school.launch({ claims: { [claim('target_link_uri')]: foreign } });
    expect(sessionPath(launched)).toMatch(/^\/s\/[A-Za-z0-9_-]{22}\/$/);
  });

  it.each([
    ['login_hint', 'x'.repeat(8_200)],
    ['target_link_uri', `https://tool.example/${'x'.repeat(8_200)}`],
    ['lti_message_hint', 'x'.repeat(8_200)],
    // Short here, and three times as long in an address.
    ['lti_message_hint', '"'.repeat(7_000)],
    ['client_id', 'x'.repeat(8_200)],
  ])(
    'OIDC-23 given %s of eight kilobytes when it logs in then it is a 400',
    async (name, value) => {
      for (const browser of [aBrowser(), await knownBrowser()]) {
        const answer = await school.login(browser, { [name]: value });

        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(await outcomeOf(answer)).toBe('400 lti.login-invalid');
      }
    },
  );
});
