import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closeHandle, openHandle } from '../../src/persistence/sqlite/driver.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, authenticated, ILZE } from '../support/launch.js';
import { sendRaw } from '../support/raw-request.js';
import { routesOf } from '../support/routes.js';
import { aPair, type Pair } from '../support/tool.js';

/** Cases of each property: bounded, and another choice in each run; a failure prints its seed. */
const RUNS = 250;

const ROUTES = [
  '/',
  '/lti/login',
  '/lti/launch',
  '/lti/keys',
  '/lti/register',
  '/lti/register/manual',
  '/lti/notices',
  '/admin',
  '/admin/sign-in',
  '/guest',
  `/guest/links/${'a'.repeat(43)}`,
  `/guest/links/${'a'.repeat(43)}/enter`,
  `/guest/reminders/${'a'.repeat(22)}/${'a'.repeat(43)}`,
  '/assets/x.js',
  '/h5p/libraries/H5P.MultiChoice-1.16/js/x.js',
  '/icon.svg',
  '/healthz',
  '/readyz',
  '/metrics',
  `/s/${'a'.repeat(22)}/`,
  `/s/${'a'.repeat(22)}/exercises/M1-01/attempts`,
];

/** Names that routes look at, so that the fuzz gets past the first check now and then. */
const NAMES = [
  ...['iss', 'login_hint', 'target_link_uri', 'lti_message_hint', 'lti_deployment_id', 'client_id'],
  ...['cookie_check', 'lti_storage_target', 'state', 'id_token', 'error', 'error_description'],
  ...['invitation', 'openid_configuration', 'registration_token', 'token', '__proto__', 'iss[$ne]'],
  ...['platform', 'issuer', 'clientId', 'link', 'address', 'key', 'code', 'name', 'notices', 'jwt'],
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'https://127.0.0.1/',
    'http://unix:/tmp/x:/',
    'eyJhbGciOiJub25lIn0.e30.',
    '\u0000',
    '$where',
    '../../etc/passwd',
    '9'.repeat(400),
  ),
);

const fields = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), text), text), {
  maxLength: 12,
});

const encoded = fields.map((pairs) => new URLSearchParams(pairs).toString());

const body = fc.oneof(
  encoded.map((form) => ({ type: 'application/x-www-form-urlencoded', body: Buffer.from(form) })),
  fc.json().map((json) => ({ type: 'application/json', body: Buffer.from(json) })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
    type: 'application/x-www-form-urlencoded',
    body: Buffer.from(bytes),
  })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
    type: 'multipart/form-data; boundary=x',
    body: Buffer.from(bytes),
  })),
);

/** What a header may hold on the wire. */
const headerValue = fc
  .string({ maxLength: 100 })
  .map((value) => value.replace(/[^\x20-\x7e]/g, ''));

describe('any bytes', () => {
  let directory: string;
  let file: string;
  let pair: Pair;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'tandem-fuzz-'));
    file = path.join(directory, 'fuzz.sqlite');
    pair = await aPair({ database: openSqlite({ file, clock: Date.now }), jobs: false });
  });

  afterAll(async () => {
    await pair.stop();
    await rm(directory, { recursive: true });
  });

  /** Rows of all tables together. */
  function storedRows(): number {
    const handle = openHandle(file);
    const tables = handle.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const counts = (tables as { name: string }[]).map(
      ({ name }) =>
        handle.prepare(`SELECT count(*) AS found FROM "${name}"`).get() as { found: number },
    );
    closeHandle(handle);
    return counts.reduce((sum, { found }) => sum + found, 0);
  }

  function expectPlainRefusal(answer: { readonly status: number; readonly text: string }): void {
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toMatch(/<script>alert|<img src=x/);
    expect(answer.text).not.toMatch(/\bat .*\.[jt]s:\d+/);
  }

  it('are tried on every route that is open to all', () => {
    // Those behind a session have tables of their own: fuzz-pages and test/admin/sign-in.
    const untried = routesOf(pair.tool.express).filter(
      (route) =>
        !route.isBelow('/s/x') &&
        !route.isBelow('/admin') &&
        !ROUTES.some((path) => route.isReachedBy(path)),
    );

    expect(untried.map(({ methods, pattern }) => [...methods, pattern].join(' '))).toEqual([]);
  });

  it('in path, query, headers and body of any public route are answered below 500, echoed nowhere and stored nowhere', async () => {
    const before = storedRows();

    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD'),
          route: fc.constantFrom(...ROUTES),
          query: encoded,
          sent: body,
          cookie: headerValue,
          accept: fc.constantFrom('text/html', 'application/json', '*/*'),
          language: headerValue,
        }),
        async ({ method, route, query, sent, cookie, accept, language }) => {
          const headers = {
            'content-type': sent.type,
            'content-length': String(sent.body.length),
            cookie,
            accept,
            'accept-language': language,
          };
          expectPlainRefusal(
            await sendRaw(pair.toolUrl, {
              method,
              path: `${route}?${query}`,
              headers,
              body: sent.body,
            }),
          );
        },
      ),
      { numRuns: RUNS },
    );

    expect(storedRows()).toBe(before);
  });

  it('that replace a part of a true launch open no session', async () => {
    const link = addLink(pair, 'M1');
    const browser = aBrowser();
    const { action, fields: launch } = await authenticated(pair, browser, {
      userId: ILZE,
      linkId: link.id,
    });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const before = storedRows();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('state', 'id_token'),
        fc.nat(2000),
        fc.oneof(text, fc.string({ minLength: 1, maxLength: 3 })),
        async (name, at, put) => {
          const true_ = launch[name] ?? '';
          const cut = at % true_.length;
          const changed = true_.slice(0, cut) + put + true_.slice(cut + put.length);
          fc.pre(changed !== true_ && !isSameToken(changed, true_));
          const form = new URLSearchParams({ ...launch, [name]: changed }).toString();
          const answer = await sendRaw(pair.toolUrl, {
            method: 'POST',
            path: new URL(action).pathname,
            headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
            body: form,
          });
          expectPlainRefusal(answer);
          expect(answer.status).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: RUNS },
    );

    expect(storedRows()).toBe(before);
    const untouched = await browser.post(action, launch);
    expect(untouched.status).toBe(303);
  });
});

/** Base64 has more than one spelling of the last bytes; a decoder reads them alike. */
function isSameToken(one: string, other: string): boolean {
  const bytes = (token: string): string[] =>
    token.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return bytes(one).join('.') === bytes(other).join('.');
}
