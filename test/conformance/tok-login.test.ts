import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Logger } from '../../src/shared/logger.js';
import { MINUTE } from '../../src/shared/clock.js';
import {
  anAttackedPlatform,
  outcomeOf,
  sessionsIn,
  type AttackedPlatform,
  type Attempt,
  type BegunLogin,
} from '../support/attacks.js';
import { aBrowser } from '../support/browser-client.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const lines: string[] = [];
const note = (fields: object, message: string): void => {
  lines.push(JSON.stringify({ ...fields, message }));
};
const logger: Logger = { info: note, warn: note, error: note };

let pair: Pair;
let school: AttackedPlatform;
let other: AttackedPlatform;
let ahead = 0;

beforeAll(async () => {
  const clock = (): number => Date.now() + ahead;
  pair = await aPair({ jobs: false, clock, logger });
  school = await anAttackedPlatform(pair, { clock });
  other = await anAttackedPlatform(pair, { clientId: 'other', clock });
});

afterAll(async () => {
  await Promise.all([school.stop(), other.stop()]);
  await pair.stop();
});

const launchUrl = (): string => `${pair.toolUrl}/lti/launch`;

/** Posts what a platform answers, in the browser of the login or of somebody else. */
async function post(
  fields: Readonly<Record<string, string>>,
  { browser = aBrowser() }: Partial<BegunLogin> = {},
): Promise<string> {
  const before = await sessionsIn(pair);
  const outcome = await outcomeOf(await browser.post(launchUrl(), fields));
  expect(await sessionsIn(pair)).toBe(before);
  return outcome;
}

/** The same, by somebody who reads another language. */
async function postIn(
  language: string,
  { browser }: BegunLogin,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly html: string }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(launchUrl(), {
    method: 'POST',
    headers: { cookie, accept: 'text/html', 'accept-language': language },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return { status: answer.status, html: await answer.text() };
}

function texts(language: string): Readonly<Record<string, string>> {
  const file = readFileSync(`content/texts/${language}.json`, 'utf8');
  return JSON.parse(file) as Readonly<Record<string, string>>;
}

describe('state of the login', () => {
  it('TOK-34 given no state when a token is posted then it is a 401 and nobody reads the token', async () => {
    const begun = await school.begin(aBrowser());
    const id_token = await school.token(begun);

    expect(await post({ id_token }, begun)).toBe('401 lti.state-invalid');
    expect(await post({ id_token, state: '' }, begun)).toBe('401 lti.state-invalid');
    expect(school.asked).toEqual([]);
  });

  it('TOK-35 given a state that is not ours when a token is posted then it is a 401', async () => {
    const begun = await school.begin(aBrowser());
    const id_token = await school.token(begun);
    const [content = '', signature = ''] = begun.state.split('.');
    const read = JSON.parse(Buffer.from(content, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...read, platformId: other.id }));

    for (const state of [
      'x',
      'a b',
      '.',
      `.${signature}`,
      `${content}.`,
      `${content}x.${signature}`,
    ])
      expect(await post({ id_token, state }, begun)).toBe('401 lti.state-invalid');
    const state = `${forged.toString('base64url')}.${signature}`;
    expect(await post({ id_token, state }, begun)).toBe('401 lti.state-invalid');
    expect(school.asked).toEqual([]);
  });

  it('TOK-36 given a login of ten minutes ago when its token is posted then the page says to begin again', async () => {
    const begun = await school.begin(aBrowser());
    ahead = 10 * MINUTE;
    const fields = { state: begun.state, id_token: await school.token(begun) };
    const { status, html } = await postIn('en', begun, fields);
    ahead = 0;

    expect(status).toBe(401);
    expect(html).toContain('The launch took too long. Open the activity again from your course.');
  });

  // A button for a new window is offered before the platform's hint is spent; at the launch it is.
  it('TOK-37 given the login of another browser when its token is posted then nothing opens and the page says what to do', async () => {
    const begun = await school.begin(aBrowser());
    const fields = { state: begun.state, id_token: await school.token(begun) };
    const stranger = await other.begin(aBrowser());

    expect(await post(fields, stranger)).toBe('401 lti.other-browser');
    expect(await post(fields)).toBe('401 lti.other-browser');
    const { html } = await postIn('en', stranger, fields);
    expect(html).toContain('Open the activity again from your course.');
  });

  it('TOK-38 given a login with one platform when another one answers it then it is a 401', async () => {
    const begun = await school.begin(aBrowser());
    const { state } = begun;

    const own = await other.token(begun);
    expect(await post({ state, id_token: own }, begun)).toBe('401 lti.token-invalid');
    const { issuer: iss, clientId: aud } = school;
    const inItsName = await other.token(begun, { claims: { iss, aud } });
    expect(await post({ state, id_token: inItsName }, begun)).toBe('401 lti.token-invalid');
  });

  it('TOK-39 given a token in the address when the launch is asked for then it is a 405 and stands in no log', async () => {
    const { browser, state, nonce } = await school.begin(aBrowser());
    const id_token = await school.token({ nonce });
    const query = new URLSearchParams({ state, id_token }).toString();

    const answer = await browser.get(`${launchUrl()}?${query}`);

    expect(answer.headers.get('allow')).toBe('POST');
    expect(await outcomeOf(answer)).toBe('405 http.method-not-allowed');
    expect(lines.join('\n')).not.toContain(id_token);
  });
});

describe('error that the platform posts', () => {
  // No row waits that could be marked as failed: the state is signed, and its nonce opens nothing
  // without a token of the platform's.
  it('TOK-40 given a login of ours when the platform answers that nobody is signed in then a page says so in the reader’s language', async () => {
    const begun = await school.begin(aBrowser());
    const fields = { state: begun.state, error: 'login_required' };

    for (const language of ['lv', 'fi']) {
      const { status, html } = await postIn(language, begun, fields);
      expect(status).toBe(401);
      expect(html).toContain(`<html lang="${language}"`);
      expect(html).toContain(texts(language)['error.lti.platform-error']);
    }
    expect(lines.join('\n')).toContain('platform answered login_required');
  });

  it('TOK-41 given a state that is not ours when an error is posted then it is a 401 that repeats nothing', async () => {
    const begun = await school.begin(aBrowser());
    const fields = { state: 'x', error: 'buy_now', error_description: 'Call this number' };
    const { status, html } = await postIn('en', begun, fields);

    expect(status).toBe(401);
    expect(html).toContain('lti.state-invalid');
    expect(html).not.toMatch(/buy_now|Call this number/);
  });

  // The row wants it escaped; it is not shown at all.
  it('TOK-42 given a description that holds markup when it is posted then none of it is on the page', async () => {
    const begun = await school.begin(aBrowser());
    const markup = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const fields = { state: begun.state, error: markup, error_description: markup };
    const { status, html } = await postIn('en', begun, fields);

    expect(status).toBe(401);
    expect(html).not.toMatch(/alert\(1\)|onerror/);
  });
});

describe('what a refused launch tells, and whom', () => {
  const PERSON = { name: 'Ilze Liepa', email: 'ilze@school.example', given_name: 'Ilze' };

  it.each<readonly [string, Attempt, string]>([
    ['a token of another key', { change: (token) => `${token}x` }, 'lti.token-invalid'],
    ['another nonce', { claims: { nonce: 'another' } }, 'lti.nonce-mismatch'],
    ['another deployment', { claims: { [claim('deployment_id')]: '9' } }, 'lti.deployment-pending'],
    ['no roles', { claims: { [claim('roles')]: undefined } }, 'lti.claims-invalid'],
    ['another target', { login: { target_link_uri: 'https://x.example/' } }, 'lti.target-mismatch'],
  ])(
    'TOK-46 given %s when a launch is refused then the page is in the reader’s language, with a number and nothing of the token',
    async (_name, attempt, code) => {
      const begun = await school.begin(aBrowser(), attempt.login);
      const claims = { ...PERSON, ...attempt.claims };
      const id_token = await school.token(begun, { ...attempt, claims });
      const { status, html } = await postIn('et', begun, { state: begun.state, id_token });

      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(html).toContain('<html lang="et"');
      expect(html).toContain(code);
      expect(html).toContain(texts('et')[`error.${code}`]);
      const number = /<code class="copyable">([A-Za-z0-9_-]{22})<\/code>/.exec(html)?.[1] ?? '?';
      expect(lines.join('\n')).toContain(`"instanceId":"${number}"`);
      for (const part of [...id_token.split('.'), ...Object.values(PERSON), begun.nonce, '    at '])
        expect(html).not.toContain(part);
    },
  );

  it('TOK-47 given launches that go well or not when the log is read then nothing in it opens a door or names a person', async () => {
    const hint = { login_hint: 'hint-of-ilze', lti_message_hint: 'message-of-ilze' };
    const secrets = [...Object.values(PERSON), ...Object.values(hint), 'learner-1'];
    for (const claims of [PERSON, { ...PERSON, exp: 1 }, { ...PERSON, nonce: 'wrong-nonce' }]) {
      const begun = await school.begin(aBrowser(), hint);
      const id_token = await school.token(begun, { claims });
      const answer = await begun.browser.post(launchUrl(), { state: begun.state, id_token });
      await begun.browser.get(new URL(answer.headers.get('location') ?? '/', launchUrl()).href);
      const key = begun.browser.cookies.get('tandem') ?? '?';
      secrets.push(id_token, begun.state, begun.nonce, key, ...id_token.split('.').slice(1));
    }

    const metrics = await (await fetch(`${pair.toolUrl}/metrics`)).text();
    expect(lines.join('\n')).toContain('/lti/launch');
    for (const secret of secrets) {
      expect(lines.join('\n')).not.toContain(secret);
      expect(metrics).not.toContain(secret);
    }
  });
});
