import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser } from '../support/browser-client.js';
import { addLink, ILZE, visit, type Visit } from '../support/launch.js';
import { sendRaw, type RawAnswer } from '../support/raw-request.js';
import { aPair, type Pair } from '../support/tool.js';

/** Bytes that no well-meaning browser sends, on every route there is. */
const PATHS = [
  '/',
  '/lti/login',
  '/lti/launch',
  '/lti/keys',
  '/lti/anything',
  '/healthz',
  '/assets/x',
  '/assets/..%2f..%2fpackage.json',
  '/s/x/',
  `/s/${'a'.repeat(22)}/`,
  '/s/%00/',
  '/%',
  '/%ff',
  '//evil.example/x',
];

const BODIES: readonly (readonly [name: string, type: string, body: string | Buffer])[] = [
  ['nothing', 'application/x-www-form-urlencoded', ''],
  ['a state that ended ltijs', 'application/x-www-form-urlencoded', 'state=a%20b'],
  ['two states', 'application/x-www-form-urlencoded', 'state=x&state=y&id_token=z'],
  ['an object as state', 'application/json', '{"state":{"$ne":null}}'],
  ['operators in the query', 'application/x-www-form-urlencoded', 'iss[$ne]=x&login_hint[$ne]=y'],
  ['many fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(5000)],
  ['a large body', 'application/x-www-form-urlencoded', `id_token=${'x'.repeat(2_000_000)}`],
  ['bytes', 'application/octet-stream', Buffer.from([0, 255, 254, 10, 13, 0])],
  ['half a JSON', 'application/json', '{"a":'],
  ['a broken escape', 'application/x-www-form-urlencoded', 'state=%ff%fe&id_token=%'],
  ['a foreign encoding', 'application/x-www-form-urlencoded; charset=utf-32', 'a=b'],
  ['a NUL', 'application/x-www-form-urlencoded', 'state=%00&id_token=%00&iss=%00'],
  ['markup', 'application/x-www-form-urlencoded', 'state=<script>alert(1)</script>&error=<script>'],
];

describe('hostile input', () => {
  let pair: Pair;
  let session: Visit;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    const link = addLink(pair, 'M1');
    session = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
  });

  afterAll(() => pair.stop());

  const send = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body: string | Buffer = '',
  ): Promise<RawAnswer> => sendRaw(pair.toolUrl, { method, path, headers, body });

  describe.each(BODIES)('%s', (_name, type, body) => {
    it.each(PATHS)('posted to %s is answered below 500, and not echoed', async (path) => {
      // A server that refuses a large body may close before it has read it all.
      const answer = await send('POST', path, { 'content-type': type }, body).catch(
        (fault: unknown) => ({ status: 413, text: String(fault) }),
      );

      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain('<script>alert');
      expect(answer.text).not.toMatch(/\bat .*\.(js|ts):\d+/);
    });
  });

  it.each(PATHS)('GET %s with strange queries is answered below 500', async (path) => {
    for (const query of [
      '?iss[$ne]=x',
      '?__proto__[a]=b',
      `?${'a=b&'.repeat(2000)}`,
      '?%ff',
      '?iss=<script>',
    ]) {
      const { status, text } = await send('GET', `${path}${query}`);
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('<script>');
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])(
    '%s is answered below 500 everywhere',
    async (method) => {
      for (const path of PATHS) expect((await send(method, path)).status).toBeLessThan(500);
    },
  );

  it.each([
    ['cookie', 'tandem=; tandem=x; =;;;'],
    ['cookie', `tandem=${'x'.repeat(8000)}`],
    ['accept-language', 'x-'.repeat(2000)],
    ['accept', '*/*;q=broken'],
    ['accept-encoding', '\u00ff'],
    ['content-length', '0'],
    ['x-tandem-token', '<script>'],
  ])('a strange %s header is answered below 500', async (name, value) => {
    const path = new URL(session.base).pathname;
    expect((await send('GET', `${path}/`, { [name]: value })).status).toBeLessThan(500);
  });

  it.each([
    ['an exercise that is not there', '/exercises/M9-99'],
    ['a path as exercise', '/exercises/..%2f..%2fetc%2fpasswd'],
    ['a unit that is not there', '/units/nothing'],
    ['a module that is not there', '/modules/%00'],
  ])('%s is not found', async (_name, path) => {
    const answer = await session.browser.get(`${session.base}${path}`);

    expect([400, 404]).toContain(answer.status);
  });

  it('answers a program with a problem document', async () => {
    const answer = await fetch(`${pair.toolUrl}/nowhere`, {
      headers: { accept: 'application/json' },
    });

    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'http.not-found' });
  });

  it('lives on', async () => {
    expect((await fetch(`${pair.toolUrl}/healthz`)).status).toBe(200);
  });
});
