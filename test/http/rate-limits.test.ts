import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser } from '../support/browser-client.js';
import { aPair, type Pair } from '../support/tool.js';

const LIMIT = 5;
/** Of `/guest`, which has a figure of its own. */
const GUEST_LIMIT = 60;

/** Doors that anybody can knock at. Logins and codes have tests beside them: OIDC-24, pairing/codes. */
const DOORS: readonly (readonly [name: string, knock: Knock, limit: number])[] = [
  ['an invitation that is looked at', { path: '/lti/register?invitation=x' }, LIMIT],
  ['a registration', { path: '/lti/register', form: { invitation: 'x' } }, LIMIT],
  ['a form for registering by hand', { path: '/lti/register/manual', form: {} }, LIMIT],
  ["the operator's sign-in", { path: '/admin/sign-in', form: { link: 'x' } }, LIMIT],
  ["a guest's way in", { path: '/guest', form: { address: 'x' } }, GUEST_LIMIT],
  ["a guest's code", { path: '/guest/links/x/enter', form: { code: 'x' } }, GUEST_LIMIT],
];

interface Knock {
  readonly path: string;
  /** Undefined: a GET. */
  readonly form?: Readonly<Record<string, string>>;
}

describe('rate limit', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair({ jobs: false, config: { loginsPerMinute: LIMIT } });
  });

  afterAll(() => pair.stop());

  /** From an address of its own for each door: some doors share a count. */
  function knockFrom(address: string, { path, form }: Knock): Promise<Response> {
    return fetch(pair.toolUrl + path, {
      method: form ? 'POST' : 'GET',
      headers: { 'x-forwarded-for': address, accept: 'text/html' },
      body: form ? new URLSearchParams(form) : null,
      redirect: 'manual',
    });
  }

  it.each(DOORS)('of %s: one address has to wait, another has not', async (name, knock, limit) => {
    const at = DOORS.findIndex(([other]) => other === name);
    const answers: Response[] = [];
    for (let count = 0; count < limit + 3; count += 1) {
      answers.push(await knockFrom(`203.0.113.${String(at)}`, knock));
    }

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(await answer.text()).toContain('http.too-many-requests');
    }
    expect((await knockFrom(`198.51.100.${String(at)}`, knock)).status).not.toBe(429);
  });

  it('counts what comes through one IPv6 network as one', async () => {
    const knock = { path: '/lti/register?invitation=x' };
    const statuses: number[] = [];
    for (let count = 0; count < LIMIT + 1; count += 1) {
      statuses.push((await knockFrom(`2001:db8:1:2::${String(count)}`, knock)).status);
    }

    expect(statuses.at(-1)).toBe(429);
  });

  it('leaves pages and the key set alone', async () => {
    for (let count = 0; count < 3 * LIMIT; count += 1) {
      for (const path of ['/lti/keys', '/healthz', '/']) {
        expect((await aBrowser().get(pair.toolUrl + path)).status).toBe(200);
      }
    }
  });
});
