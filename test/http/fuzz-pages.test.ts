import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aBrowser } from '../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit, type Visit } from '../support/launch.js';
import { sendRaw } from '../support/raw-request.js';
import { routesOf, type MountedRoute } from '../support/routes.js';
import { aPair, type Pair } from '../support/tool.js';

/** Cases for each route: bounded, and another choice in each run; a failure prints its seed. */
const RUNS = 4;

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    ...['', '0', '-1', '1e9', 'M1', 'M1-03', 'en', 'et', 'tags', '\u0000', '../../etc/passwd'],
    ...['<script>alert(1)</script>', '__proto__', '$ne', '9'.repeat(300), '%', 'a'.repeat(22)],
  ),
);

/** Names that pages look at. */
const name = fc.oneof(
  fc.constantFrom(
    ...['name', 'title', 'code', 'text', 'response', 'params', 'draft', 'version', 'language'],
    ...['role', 'points', 'choice', 'search', 'type', 'content', 'learner', 'date', 'zone'],
    ...['revision', 'library', 'sum', 'person', 'tandem', 'step', 'action', 'decision', 'state'],
  ),
  word,
);

const sent = fc.oneof(
  fc.array(fc.tuple(name, word), { maxLength: 10 }).map((pairs) => ({
    type: 'application/x-www-form-urlencoded',
    body: Buffer.from(new URLSearchParams(pairs).toString()),
  })),
  fc.json().map((json) => ({ type: 'application/json', body: Buffer.from(json) })),
  fc.dictionary(name, fc.oneof(word, fc.jsonValue()), { maxKeys: 8 }).map((value) => ({
    type: 'application/json',
    body: Buffer.from(JSON.stringify(value)),
  })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
    type: 'application/octet-stream',
    body: Buffer.from(bytes),
  })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
    type: 'multipart/form-data; boundary=x',
    body: Buffer.from(bytes),
  })),
);

/** It stays open and sends nothing, as it should. */
const isStream = ({ pattern }: MountedRoute): boolean => pattern.endsWith('/events');

describe('any bytes behind a session', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
  });

  afterAll(() => pair.stop());

  it.each([
    ['learner', ILZE],
    ['trainer', TRAINER],
  ])(
    'of a %s are answered below 500 by every page, and echoed nowhere as markup',
    async (_role, userId) => {
      const link = addLink(pair, 'M1');
      const visitor = await visit(pair, aBrowser(), { userId, linkId: link.id });
      const routes = routesOf(pair.tool.express).filter(
        (route) => route.isBelow('/s/x') && !isStream(route),
      );
      expect(routes.length).toBeGreaterThan(80);

      for (const route of routes) {
        await fc.assert(
          fc.asyncProperty(
            fc.array(word, { minLength: 6, maxLength: 6 }),
            fc.array(fc.tuple(name, word), { maxLength: 4 }),
            sent,
            async (words, query, { type, body: form }) => {
              for (const method of route.methods) {
                const body = method === 'GET' ? Buffer.alloc(0) : form;
                const { status, text } = await sendRaw(pair.toolUrl, {
                  method,
                  path: addressOf(route, visitor, { words, query }),
                  headers: headersOf(visitor, type, body),
                  body,
                });
                expect(`${route.pattern} ${status >= 500 ? 'fails' : 'answers'}`).toBe(
                  `${route.pattern} answers`,
                );
                expect(text).not.toContain('<script>alert');
                expect(text).not.toMatch(/\bat .*\.[jt]s:\d+/);
              }
            },
          ),
          { numRuns: RUNS },
        );
      }
    },
    120_000,
  );
});

function addressOf(
  { pattern }: MountedRoute,
  { base, token }: Visit,
  { words, query }: { readonly words: string[]; readonly query: [string, string][] },
): string {
  const [first = ''] = pattern.split(' or ');
  let at = 0;
  const path = first.replaceAll(/:\w+/g, () =>
    encodeURIComponent(words[at++ % words.length] ?? ''),
  );
  return `${new URL(base).pathname}${path}?${new URLSearchParams([...query, ['token', token]]).toString()}`;
}

function headersOf(
  { browser, token }: Visit,
  type: string,
  body: Buffer,
): Readonly<Record<string, string>> {
  const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  return {
    cookie,
    accept: 'text/html',
    'x-tandem-token': token,
    'content-type': type,
    'content-length': String(body.length),
  };
}
