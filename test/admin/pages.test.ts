import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../src/i18n/i18n.js';
import { DAY, HOUR, SECOND } from '../../src/shared/clock.js';
import {
  anAdmin,
  anAdminPlatform,
  signedIn,
  type AdminUnderTest,
  type OperatorVisit,
} from '../support/admin.js';
import { formOf } from '../support/browser-client.js';

let now: number;
let admin: AdminUnderTest;
let visit: OperatorVisit;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 9);
  admin = await anAdmin({ clock: () => now });
  visit = await signedIn(admin);
});

afterEach(() => admin.stop());

async function page(path: string): Promise<string> {
  const answer = await visit.get(path);
  expect(answer.status).toBe(200);
  return answer.text();
}

describe('overview', () => {
  it('names what waits for the operator, and leads there', async () => {
    admin.platforms.set('a', anAdminPlatform({ id: 'a', name: 'Waits', status: 'pending' }));
    const pending = [1, 2].map((id) => ({ id: String(id), status: 'pending' }) as const);
    admin.platforms.set('b', anAdminPlatform({ id: 'b', name: 'Active', deployments: pending }));

    const html = await page('/admin/');
    expect(html).toContain('<a class="card-link" href="/admin/platforms/a">Waits wants to be');
    expect(html).toContain('Active: 2 deployments wait to be allowed');
  });

  it('says so when nothing waits', async () => {
    const off = anAdminPlatform({
      status: 'disabled',
      deployments: [{ id: '1', status: 'pending' }],
    });
    admin.platforms.set('a', off);

    expect(await page('/admin/')).toContain('Nothing waits for you.');
  });

  it('shows version, database, scores that wait, clock and age of the key', async () => {
    const html = await page('/admin/');

    for (const words of ['0.1.0', 'SQLite', '3 wait to be sent', 'Has signed for 22 days']) {
      expect(html).toContain(words);
    }
    expect(html).toContain(`datetime="${new Date(now).toISOString()}"`);
    expect(html).not.toContain('Have a look');
  });

  it('points at a key that its job has not renewed', async () => {
    now = Date.UTC(2026, 10, 1) + 33 * DAY;
    visit = await signedIn(admin);

    expect(await page('/admin/')).toContain('Have a look');
  });
});

describe('pages of platforms', () => {
  beforeEach(() => {
    admin.platforms.set('p 1', anAdminPlatform({ id: 'p 1', name: '<b>School</b>' }));
  });

  it('print names as text', async () => {
    for (const path of [
      '/admin/platforms',
      '/admin/platforms/p%201',
      '/admin/platforms/p%201/remove',
    ]) {
      const html = await page(path);
      expect(html).toContain('&lt;b&gt;School&lt;/b&gt;');
      expect(html).not.toContain('<b>');
    }
  });

  it('list those first that wait', async () => {
    admin.platforms.set('z', anAdminPlatform({ id: 'z', name: 'Zzz', status: 'pending' }));

    const html = await page('/admin/platforms');
    expect(html.indexOf('Zzz')).toBeLessThan(html.indexOf('School'));
  });

  it.each([
    ['pending', 'approve', 'active'],
    ['active', 'disable', 'disabled'],
    ['disabled', 'enable', 'active'],
  ] as const)('ask before they change: %s, %s', async (from, change, to) => {
    admin.platforms.set('p 1', anAdminPlatform({ id: 'p 1', status: from }));
    expect(await page('/admin/platforms/p%201')).toContain(
      `href="/admin/platforms/p%201/${change}"`,
    );
    const confirm = await page(`/admin/platforms/p%201/${change}`);
    expect(admin.platforms.get('p 1')?.status).toBe(from);
    expect(confirm).toContain(`action="/admin/platforms/p%201/${change}"`);

    const done = await visit.post(`/admin/platforms/p%201/${change}`);
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe('/admin/platforms/p%201');
    expect(admin.platforms.get('p 1')?.status).toBe(to);
  });

  it('remove after a page that says what is lost', async () => {
    expect(await page('/admin/platforms/p%201/remove')).toContain('does not find it again');

    const done = await visit.post('/admin/platforms/p%201/remove');
    expect(done.headers.get('location')).toBe('/admin/platforms');
    expect(admin.platforms.size).toBe(0);
    expect((await visit.get('/admin/platforms/p%201')).status).toBe(404);
  });

  it.each(['allowed', 'blocked'] as const)('make a deployment that waits %s', async (status) => {
    const id = '7:8865aa05b4b79b64a91a86042e43af5ea8ae79eb "&<';
    admin.platforms.set(
      'p 1',
      anAdminPlatform({ id: 'p 1', deployments: [{ id, status: 'pending' }] }),
    );
    expect(await page('/admin/platforms/p%201')).toContain(
      '7:8865aa05b4b79b64a91a86042e43af5ea8ae79eb',
    );

    const done = await visit.post('/admin/platforms/p%201/deployments', { deployment: id, status });
    expect(done.status).toBe(303);
    expect(admin.platforms.get('p 1')?.deployments).toEqual([{ id, status }]);
  });

  it.each([{ status: 'pending' }, { status: '' }, {}])(
    'refuse a deployment made %j',
    async (fields: Record<string, string>) => {
      const answer = await visit.post('/admin/platforms/p%201/deployments', {
        deployment: '1',
        ...fields,
      });
      expect(answer.status).toBe(400);
    },
  );

  it.each([
    '/admin/platforms/none',
    '/admin/platforms/none/approve',
    '/admin/platforms/p%201/explode',
  ])('answer %s with a page of ours, no fault of the server', async (path) => {
    const answer = await visit.get(path);
    expect([400, 404]).toContain(answer.status);
  });
});

describe('invitations', () => {
  it('are made with name, end and approval, and shown once', async () => {
    const made = await visit.post('/admin/invitations', {
      name: ' School ',
      hours: '24',
      approve: '1',
    });
    const html = await made.text();
    const { url = '' } = { url: /id="url"[^>]*value="([^"]+)"/.exec(html)?.[1] };

    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(url).toMatch(/\/lti\/register\?invitation=[\w-]{43}$/);
    expect([...admin.invitations.values()]).toEqual([
      expect.objectContaining({ name: 'School', approveAtOnce: true, expiresAt: now + 24 * HOUR }),
    ]);
    const list = await page('/admin/invitations');
    expect(list).toContain('<strong>School</strong>');
    expect(list).not.toContain(url);
  });

  it('need no name, and wait for approval unless it is ticked', async () => {
    await visit.post('/admin/invitations', { name: '  ', hours: '48' });

    const [invitation] = admin.invitations.values();
    expect(invitation).toMatchObject({ name: undefined, approveAtOnce: false });
    expect(await page('/admin/invitations')).toContain('Without a name');
  });

  it.each(['0', '721', '1.5', '-1', '1e2', 'abc', ''])(
    'keep what was typed when the hours are %j',
    async (hours) => {
      const answer = await visit.post('/admin/invitations', {
        name: 'A "school"',
        hours,
        approve: '1',
      });
      const html = await answer.text();

      expect(answer.status).toBe(400);
      expect(html).toContain('Write a whole number from 1 to 720.');
      expect(formOf(html.slice(html.indexOf('invitation-form') - 20)).fields).toMatchObject({
        name: 'A "school"',
        hours,
      });
      expect(html).toContain(' checked');
      expect(admin.invitations.size).toBe(0);
    },
  );

  it('are revoked', async () => {
    await visit.post('/admin/invitations', { name: 'School', hours: '48' });
    const [id = ''] = admin.invitations.keys();

    expect((await visit.post(`/admin/invitations/${id}/revoke`)).status).toBe(303);
    expect(admin.invitations.size).toBe(0);
    expect((await visit.post(`/admin/invitations/${id}/revoke`)).status).toBe(404);
  });
});

describe('keys', () => {
  it('are rotated after a page that says what happens, and not twice', async () => {
    expect(await page('/admin/keys/rotate')).toContain('after two hours');
    expect(await page('/admin/keys')).toContain('href="/admin/keys/rotate"');

    expect((await visit.post('/admin/keys/rotate')).status).toBe(303);
    const html = await page('/admin/keys');
    expect(html).toContain('will soon begin to sign');
    expect(html).not.toContain('href="/admin/keys/rotate"');

    const again = await visit.post('/admin/keys/rotate');
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('lti.key-waiting');
    expect(admin.keyRing.published().keys).toHaveLength(2);
  });
});

describe('log of changes', () => {
  it('tells each change of the pages, newest first, in words', async () => {
    admin.platforms.set('p', anAdminPlatform({ id: 'p', name: 'School' }));
    now += SECOND;
    await visit.post('/admin/keys/rotate');
    now += SECOND;
    await visit.post('/admin/platforms/p/disable');

    const html = await page('/admin/log');
    const order = ['School', 'New key made', 'Signed in', 'Sign-in link made'];
    const places = order.map((words) => html.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('is paged and filtered, and keeps the filter from page to page', async () => {
    for (let at = 0; at < 120; at += 1) {
      const action = at % 2 === 0 ? 'platform.added' : 'invitation.used';
      await admin.log.audit({ action, by: { kind: 'tool' }, subject: `s${at}` });
    }

    const first = await page('/admin/log?thing=platform&subject=');
    expect(first).toContain('<option value="platform" selected>');
    expect(subjectsIn(first)).toHaveLength(50);
    const older = /href="(\/admin\/log\?[^"]*after=[^"]*)"/.exec(first)?.[1] ?? '';
    const second = await page(older.replaceAll('&amp;', '&'));
    expect(subjectsIn(second)).toHaveLength(10);
    const numbers = [...subjectsIn(first), ...subjectsIn(second)].map(Number);
    expect(numbers).toEqual([...Array(60).keys()].map((at) => 118 - 2 * at));
  });

  it('is downloaded whole as CSV, filtered as it is shown', async () => {
    for (let at = 0; at < 1201; at += 1) {
      await admin.log.audit({ action: 'platform.added', by: { kind: 'tool' }, subject: `=s${at}` });
    }

    const answer = await visit.get('/admin/log.csv?thing=platform');
    const bytes = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    const lines = bytes.split('\r\n');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('tandem-log.csv');
    expect(lines[0]).toBe('\uFEFF"time","action","by","byPlatform","byUser","subject","detail"');
    expect(lines).toHaveLength(1203);
    expect(lines[1]).toContain('"\'=s1200"');
    expect(lines[1201]).toContain('"\'=s0"');
  });

  it('answers a made-up page with a refusal', async () => {
    expect((await visit.get('/admin/log?after=nonsense')).status).toBe(400);
  });

  function subjectsIn(html: string): string[] {
    return [...html.matchAll(/<span class="meta">s(\d+)<\/span>/g)].map(
      ([, number = '']) => number,
    );
  }
});

describe.each(LOCALES)('admin pages in %s', (locale) => {
  it.each([
    '/admin/',
    '/admin/platforms',
    '/admin/platforms/p',
    '/admin/platforms/p/remove',
    '/admin/invitations',
    '/admin/keys',
    '/admin/keys/rotate',
    '/admin/log',
  ])('have a text for everything: %s', async (path) => {
    admin.platforms.set('p', anAdminPlatform({ id: 'p', status: 'pending' }));
    const answer = await visit.browser.get(new URL(path, admin.url).href, {
      'accept-language': locale,
    });
    const html = await answer.text();

    expect(html).toContain(`<html lang="${locale}"`);
    expect(html.match(/>\s*(admin|duration|error)\.[a-z.-]+\s*</g)).toBeNull();
  });
});
