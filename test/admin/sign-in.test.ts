import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HOUR, MINUTE } from '../../src/shared/clock.js';
import { digest } from '../../src/shared/ids.js';
import {
  anAdmin,
  anAdminPlatform,
  signedIn,
  type AdminUnderTest,
  type OperatorVisit,
} from '../support/admin.js';
import { aBrowser, formOf } from '../support/browser-client.js';

let now: number;
let admin: AdminUnderTest;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 9);
  admin = await anAdmin({ clock: () => now });
  admin.platforms.set('school-1', anAdminPlatform());
});

afterEach(() => admin.stop());

describe('sign-in link', () => {
  it('signs in with one press, and once', async () => {
    const link = await admin.link();
    const browser = aBrowser();
    const { action, fields } = formOf(await (await browser.get(link.href)).text());

    const pressed = await browser.post(`${admin.url}${action}`, fields);
    expect(pressed.status).toBe(303);
    expect(pressed.headers.get('location')).toBe('/admin/');
    expect((await browser.get(`${admin.url}/admin/`)).status).toBe(200);

    const again = await aBrowser().post(`${admin.url}${action}`, fields);
    expect(again.status).toBe(410);
    expect(await again.text()).toContain('admin.link-spent');
    expect((await aBrowser().get(link.href)).status).toBe(410);
  });

  it('is not spent by whoever only looks at it', async () => {
    const link = await admin.link();
    for (let look = 0; look < 3; look += 1) {
      expect((await aBrowser().get(link.href)).status).toBe(200);
      await fetch(link, { method: 'HEAD' });
    }

    const fields = { link: link.searchParams.get('link') ?? '' };
    expect((await aBrowser().post(`${admin.url}/admin/sign-in`, fields)).status).toBe(303);
  });

  it('lets one of two in who press at the same moment', async () => {
    const fields = { link: (await admin.link()).searchParams.get('link') ?? '' };

    const pressed = await Promise.all(
      [1, 2, 3, 4].map(() => aBrowser().post(`${admin.url}/admin/sign-in`, fields)),
    );

    expect(pressed.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
  });

  it('ends after fifteen minutes', async () => {
    const link = await admin.link();
    const fields = { link: link.searchParams.get('link') ?? '' };
    now += 15 * MINUTE - 1;
    expect((await aBrowser().get(link.href)).status).toBe(200);

    now += 1;
    expect((await aBrowser().get(link.href)).status).toBe(410);
    expect((await aBrowser().post(`${admin.url}/admin/sign-in`, fields)).status).toBe(410);
  });

  it.each([{ link: '' }, { link: 'x'.repeat(43) }, { link: 'x'.repeat(199) }, {}])(
    'made up (%j) is refused',
    async (fields: Record<string, string>) => {
      expect((await aBrowser().post(`${admin.url}/admin/sign-in`, fields)).status).toBe(410);
    },
  );

  it('is kept as a digest only, as the session is', async () => {
    const token = (await admin.link()).searchParams.get('link') ?? '';
    const { browser } = await signedIn(admin);
    const secret = browser.cookies.get('tandem-operator') ?? '';

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { links, sessions } = await stored();
    expect(links).toEqual([digest('operator-link', token)]);
    expect(sessions).toEqual([digest('operator-session', secret)]);
  });

  async function stored(): Promise<{ links: string[]; sessions: string[] }> {
    const idsIn = async (name: string): Promise<string[]> => {
      const schema = z.object({ id: z.string(), expiresAt: z.number() }).strict();
      const all = await admin.database.collection({ name, schema, expiry: 'expiresAt' });
      return (await all.find({})).documents.map(({ id }) => id);
    };
    return { links: await idsIn('operator_links'), sessions: await idsIn('operator_sessions') };
  }
});

describe("operator's session", () => {
  it('has a cookie that no script, frame or other site gets', async () => {
    const fields = { link: (await admin.link()).searchParams.get('link') ?? '' };
    const pressed = await aBrowser().post(`${admin.url}/admin/sign-in`, fields);

    const [cookie = ''] = pressed.headers.getSetCookie();
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=28800']) {
      expect(cookie).toContain(attribute);
    }
  });

  it('ends after eight hours, however busy', async () => {
    const visit = await signedIn(admin);
    for (let hour = 0; hour < 7; hour += 1) {
      now += HOUR;
      expect((await visit.get('/admin/')).status).toBe(200);
    }
    now += HOUR;

    expect((await visit.get('/admin/')).status).toBe(401);
  });

  it('ends at once by signing out, for whoever still has the cookie', async () => {
    const visit = await signedIn(admin);
    const kept = new Map(visit.browser.cookies);

    const out = await visit.post('/admin/sign-out');
    expect(out.status).toBe(303);
    for (const [name, value] of kept) visit.browser.cookies.set(name, value);

    expect((await visit.get('/admin/platforms')).status).toBe(401);
  });

  it('writes who came and went into the log', async () => {
    const visit = await signedIn(admin);
    now += MINUTE;
    await visit.post('/admin/sign-out');

    const { entries } = await admin.log.list({ limit: 10 });
    expect(entries.map(({ action, by }) => `${action} ${by.kind}`)).toEqual([
      'operator.signed-out operator',
      'operator.signed-in operator',
      'operator.link-made command-line',
    ]);
  });

  it('is swept with its links when over', async () => {
    await signedIn(admin);
    await admin.link();
    now += 9 * HOUR;

    expect(await admin.sweep()).toBe(1);
    expect(await admin.sweep()).toBe(0);
  });
});

/** A route behind the sign-in, with a body that would do something. */
interface Tried {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Record<string, string>;
  /** Highest status that says one was let in. Default: 303. */
  readonly most?: number;
}

/** Every one of them. */
const ROUTES: readonly Tried[] = [
  { method: 'GET', path: '/admin' },
  { method: 'GET', path: '/admin/' },
  { method: 'GET', path: '/admin/platforms' },
  { method: 'GET', path: '/admin/platforms/school-1' },
  { method: 'GET', path: '/admin/platforms/school-1/connection' },
  { method: 'GET', path: '/admin/platforms/school-1/approve' },
  { method: 'GET', path: '/admin/platforms/school-1/enable' },
  { method: 'GET', path: '/admin/platforms/school-1/disable' },
  { method: 'GET', path: '/admin/platforms/school-1/remove' },
  { method: 'GET', path: '/admin/invitations' },
  { method: 'GET', path: '/admin/libraries' },
  { method: 'GET', path: '/admin/libraries/Test.Chess-1.2/remove' },
  { method: 'GET', path: '/admin/keys' },
  { method: 'GET', path: '/admin/keys/rotate' },
  { method: 'GET', path: '/admin/log' },
  { method: 'GET', path: '/admin/log.csv' },
  { method: 'GET', path: '/admin/no-such-page' },
  { method: 'POST', path: '/admin/platforms/school-1/connection' },
  { method: 'POST', path: '/admin/platforms/school-1/approve' },
  { method: 'POST', path: '/admin/platforms/school-1/enable' },
  { method: 'POST', path: '/admin/platforms/school-1/disable' },
  { method: 'POST', path: '/admin/platforms/school-1/remove' },
  {
    method: 'POST',
    path: '/admin/platforms/school-1/deployments',
    body: { deployment: '1', status: 'blocked' },
  },
  { method: 'POST', path: '/admin/invitations', body: { name: 'x', hours: '1', approve: '1' } },
  { method: 'POST', path: '/admin/invitations/inv-1/revoke' },
  // Its form brings a file; without one it says so.
  { method: 'POST', path: '/admin/libraries', most: 400 },
  { method: 'POST', path: '/admin/libraries/Test.Chess-1.2/remove' },
  { method: 'POST', path: '/admin/keys/rotate' },
  { method: 'POST', path: '/admin/sign-out' },
];

describe('table of routes', () => {
  it('names every route that needs a session', () => {
    const tried = ROUTES.map(({ method, path }) => `${method} ${path}`);
    const asPattern = (route: string): RegExp =>
      new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
    const open = ['GET /admin/sign-in', 'POST /admin/sign-in'];

    const routes = admin.routes().filter((route) => !open.includes(route));
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((route) => !tried.some((one) => asPattern(route).test(one)))).toEqual([]);
  });
});

describe.each(ROUTES)('$method $path', ({ method, path, body = {}, most = 303 }) => {
  let before: string;

  beforeEach(() => {
    const createdAt = now;
    const expiresAt = now + HOUR;
    admin.invitations.set('inv-1', { id: 'inv-1', approveAtOnce: false, createdAt, expiresAt });
    before = state();
  });

  it('is refused without a session', async () => {
    expect(await statusFor({ cookie: undefined, token: '' })).toBe(401);
    expect(state()).toBe(before);
  });

  it('is refused with a made-up session, and with the page token of a real one', async () => {
    const { token } = await signedIn(admin);

    expect(await statusFor({ cookie: 'x'.repeat(43), token })).toBe(401);
    expect(state()).toBe(before);
  });

  it('is refused with a session that has expired', async () => {
    const visit = await signedIn(admin);
    now += 8 * HOUR;

    expect(await statusFor(visitOf(visit))).toBe(401);
    expect(state()).toBe(before);
  });

  it('is refused after signing out', async () => {
    const visit = await signedIn(admin);
    const credentials = visitOf(visit);
    await visit.post('/admin/sign-out');

    expect(await statusFor(credentials)).toBe(401);
    expect(state()).toBe(before);
  });

  it('is never framed nor kept', async () => {
    const visit = await signedIn(admin);
    for (const credentials of [{ cookie: undefined, token: '' }, visitOf(visit)]) {
      const { headers } = await request(credentials);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  if (method === 'POST') {
    it.each(['', 'wrong', 'x'.repeat(43)])('is refused with the page token "%s"', async (token) => {
      const { cookie } = visitOf(await signedIn(admin));

      expect(await statusFor({ cookie, token })).toBe(403);
      expect(state()).toBe(before);
    });

    it("is refused with another operator's page token", async () => {
      const { cookie } = visitOf(await signedIn(admin));
      const { token } = await signedIn(admin);

      expect(await statusFor({ cookie, token })).toBe(403);
      expect(state()).toBe(before);
    });

    it('is refused with the token in the address, where another site could put it', async () => {
      const { cookie, token } = visitOf(await signedIn(admin));

      const answer = await send(`${path}?token=${token}`, { cookie, token: '' });
      expect(answer.status).toBe(403);
      expect(state()).toBe(before);
    });

    it('is let in with its own', async () => {
      expect(await statusFor(visitOf(await signedIn(admin)))).toBeLessThanOrEqual(most);
    });
  }

  interface Credentials {
    readonly cookie: string | undefined;
    readonly token: string;
  }

  function visitOf({ browser, token }: OperatorVisit): Credentials {
    return { cookie: browser.cookies.get('tandem-operator'), token };
  }

  async function statusFor(credentials: Credentials): Promise<number> {
    return (await request(credentials)).status;
  }

  function request(credentials: Credentials): Promise<Response> {
    return send(path, credentials);
  }

  function send(to: string, { cookie, token }: Credentials): Promise<Response> {
    return fetch(new URL(to, admin.url), {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        ...(cookie !== undefined && { cookie: `tandem-operator=${cookie}` }),
      },
      ...(method === 'POST' && { body: new URLSearchParams({ ...body, token }) }),
    });
  }

  /** Everything that a route could have changed. */
  function state(): string {
    const { platforms, invitations, keyRing } = admin;
    const kids = keyRing.published().keys.map(({ kid }) => kid);
    return JSON.stringify([[...platforms], [...invitations], kids]);
  }
});
