import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { formOf } from './services.js';
import { NOW, startFakeTool, startSandbox, type FakeTool, type RunningSandbox } from './support.js';

const SCORE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const now = NOW / 1000;

let running: RunningSandbox;
let fake: FakeTool;
let clientId: string;

beforeAll(async () => {
  [running, fake] = await Promise.all([startSandbox(), startFakeTool()]);
});
beforeEach(() => {
  ({ clientId } = running.sandbox.registerTool({
    name: 'Tandem',
    loginUrl: `${fake.url}/login`,
    launchUrl: `${fake.url}/launch`,
    jwksUrl: fake.jwksUrl,
  }));
});
afterAll(() => Promise.all([running.close(), fake.close()]));

function claims(changes: object = {}): object {
  return { iss: clientId, sub: clientId, iat: now - 5, exp: now + 60, ...changes };
}

async function ask(changes: object = {}, form: Record<string, string> = {}): Promise<Response> {
  return request(running.sandbox.handler)
    .post('/token')
    .type('form')
    .send({ ...formOf(await fake.sign(claims(changes)), SCORE), ...form });
}

describe('token endpoint', () => {
  it('gives a bearer token for an hour, as JSON under the name of HTML', async () => {
    const answer = await ask();

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(JSON.parse(answer.text)).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: SCORE,
    });
  });

  it('leaves out scopes it does not know', async () => {
    const answer = await ask({}, { scope: `${SCORE} https://example.invalid/x` });

    expect(JSON.parse(answer.text)).toHaveProperty('scope', SCORE);
  });

  it.each([
    ['an unknown scope only', { scope: 'https://example.invalid/x' }, 'invalid_scope'],
    ['openid', { scope: 'openid' }, 'invalid_scope'],
    ['no scope', { scope: '' }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_case, form, error) => {
    const answer = await ask({}, form);

    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error }]);
  });

  it('refuses a JSON body', async () => {
    const answer = await request(running.sandbox.handler)
      .post('/token')
      .send({ grant_type: 'client_credentials' });

    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error: 'invalid_request' }]);
  });

  it.each([
    ['that has ended', { exp: now - 1 }, 'Expired token'],
    ['that ends now', { exp: now }, 'Expired token'],
    [
      'that is 5 seconds ahead',
      { iat: now + 5 },
      'Cannot handle token with iat prior to 2026-11-23T09:00:05+0000',
    ],
    ['of somebody unknown', { iss: 'nope', sub: 'nope' }, 'invalid_client'],
    ['of two minds', { iss: 'tool' }, 'invalid_client'],
    ['without an end', { exp: undefined }, 'invalid_client'],
  ])('refuses an assertion %s', async (_case, changes, error) => {
    const answer = await ask(changes);

    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error }]);
  });

  it('refuses a wrong signature', async () => {
    const jwt = await fake.sign(claims());
    const [head, , tail] = jwt.split('.');
    const forged = Buffer.from(JSON.stringify(claims({ exp: now + 999 }))).toString('base64url');
    const answer = await ask({}, { client_assertion: `${head}.${forged}.${tail}` });

    expect(JSON.parse(answer.text)).toEqual({ error: 'Signature verification failed' });
  });

  it('answers invalid JSON to an unknown key id', async () => {
    const jwt = await fake.sign(claims(), { kid: 'other' });
    const answer = await ask({}, { client_assertion: jwt });

    expect(answer.status).toBe(400);
    expect(answer.text).toBe('{\n  "error" : ""kid" invalid, unable to lookup correct key"\n}');
  });

  it('asks for a key id', async () => {
    const jwt = await fake.sign(claims(), { kid: undefined });
    const answer = await ask({}, { client_assertion: jwt });

    expect(JSON.parse(answer.text)).toEqual({
      error: 'error/Error: kid must be provided in JWT header.',
    });
  });

  it("keeps the tool's keys, and fetches them again for a new key id", async () => {
    await ask();
    const before = fake.fetches();
    await ask();
    expect(fake.fetches()).toBe(before);

    await fake.rotate();
    expect((await ask()).status).toBe(200);
    expect(fake.fetches()).toBe(before + 1);
  });

  it("answers a page when the tool's keys cannot be had", async () => {
    const broken = await startFakeTool();
    broken.breakKeys();
    running.sandbox.registerTool({
      name: 'Broken',
      clientId: 'broken',
      loginUrl: broken.url,
      launchUrl: broken.url,
      jwksUrl: broken.jwksUrl,
    });
    const jwt = await broken.sign({ ...claims(), iss: 'broken', sub: 'broken' });
    const answer = await ask({}, { client_assertion: jwt });
    await broken.close();

    expect(answer.status).toBe(404);
    expect(answer.text).toContain('<title>Error | Sandbox</title>');
  });
});
