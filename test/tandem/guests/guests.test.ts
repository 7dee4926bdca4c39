import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../../src/shared/clock.js';
import { aBrowser } from '../../support/browser-client.js';
import { idsByName, post, read, tandemId, TRAINER, VET } from '../people/cast.js';
import {
  anInn,
  codeIn,
  comeIn,
  invite,
  knock,
  linkIn,
  otherThan,
  pressFor,
  sessionOf,
  type Inn,
} from './inn.js';

const ANNA = 'anna@example.org';

describe('a partner without an account', () => {
  let inn: Inn;
  let ahead = 0;
  beforeEach(async () => {
    ahead = 0;
    inn = await anInn({ clock: () => Date.now() + ahead });
  });
  afterEach(() => inn.stop());

  it('comes from a mail into the tandem, works there, and opens its module', async () => {
    const ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
    expect((await invite(ilze, ANNA)).status).toBe(303);
    const letter = await inn.mailTo(ANNA);
    expect(letter.subject).toBe('Your invitation to a tandem');
    expect(letter.text).toContain('Ilze would like to work with you');
    expect(letter.html).not.toMatch(/<img|src=/u);
    const anna = await comeIn(inn, ANNA);
    const start = await read(anna, '/tandem');
    expect(start).toContain('Ilze');
    expect(start).toContain('Anna the guest');
    expect(await read(ilze, '/tandem')).toContain('by e-mail');
    const workspace = /href="[^"]*(\/tandem\/workspaces\/[^"]+)"/u.exec(start)?.[1] ?? '';
    expect(await read(anna, workspace)).toContain('<form');
    expect(await read(anna, '/')).toContain('<h1');
    expect((await anna.browser.get(`${anna.base}/modules/M2`)).status).toBe(404);
    expect((await anna.browser.get(`${anna.base}/exercises/M2-01`)).status).toBe(404);
    const exercise = await anna.browser.get(`${anna.base}/exercises/M1-01`);
    expect(exercise.status).toBe(200);
  });

  it('spends nothing of a link by opening it, as programs do that look into mails', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    for (let times = 0; times < 5; times += 1) {
      const page = await aBrowser().get(link);
      expect(page.status).toBe(200);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect(inn.mailbox.all()).toHaveLength(1);
    await comeIn(inn, ANNA);
  });

  it('is let in once by a link, and in the browser only that pressed its button', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    const browser = aBrowser();
    await knock(link, browser);
    expect((await aBrowser().get(link)).status).toBe(410);
    const code = codeIn(await inn.mailTo(ANNA, 2));
    const thief = await aBrowser().post(`${link}/enter`, { code, name: 'Eve' });
    expect(thief.status).toBe(410);
    const both = await Promise.all(
      [1, 2].map(() => browser.post(`${link}/enter`, { code, name: 'Anna' })),
    );
    expect(both.filter(({ status }) => status === 303)).toHaveLength(1);
    for (const each of [() => browser.get(link), () => browser.post(link, {})]) {
      expect((await each()).status).toBe(410);
    }
  });

  it('is told of a link that ran out as of one that never was', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    ahead = 48 * HOUR + MINUTE;
    const late = await aBrowser().get(link);
    const never = await aBrowser().get(`${inn.pair.toolUrl}/guest/links/${'x'.repeat(43)}`);
    expect([late.status, never.status]).toEqual([410, 410]);
    expect(await late.text()).toBe(await never.text());
  });

  it('is asked for a name before the code is looked at', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    const browser = aBrowser();
    await knock(link, browser);
    const code = codeIn(await inn.mailTo(ANNA, 2));
    for (const name of ['', '   ', 'x'.repeat(81)]) {
      const answer = await browser.post(`${link}/enter`, { code, name });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('What is kept, and for how long');
    }
    const name = '<b>Ännа\r\nSet-Cookie: x=1</b>';
    const anna = await sessionOf(inn, browser, await browser.post(`${link}/enter`, { code, name }));
    expect(await read(anna, '/tandem')).toContain('&lt;b&gt;Änn');
    expect(browser.cookies.has('x')).toBe(false);
  });

  it('is locked out for a quarter of an hour after five wrong codes, however many come at once', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    const browser = aBrowser();
    await knock(link, browser);
    const code = codeIn(await inn.mailTo(ANNA, 2));
    const enter = (typed: string): Promise<Response> =>
      browser.post(`${link}/enter`, { code: typed, name: 'Anna' });
    const wrong = await Promise.all(Array.from({ length: 9 }, () => enter(otherThan(code))));
    expect(wrong.filter(({ status }) => status === 400)).toHaveLength(4);
    const locked = await enter(code);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
    expect((await browser.post(link, {})).status).toBe(429);
    ahead = 15 * MINUTE + 1000;
    // The old code died with the lock.
    expect((await enter(code)).status).toBe(400);
    await comeIn(inn, ANNA, { browser, link });
  });

  it('gets no further with a code older than ten minutes', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    const browser = aBrowser();
    await knock(link, browser);
    const code = codeIn(await inn.mailTo(ANNA, 2));
    ahead = 10 * MINUTE + 1000;
    expect((await browser.post(`${link}/enter`, { code, name: 'Anna' })).status).toBe(400);
  });

  it('comes in where the browser keeps no cookie, by the path as any launch', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const link = linkIn(await inn.mailTo(ANNA));
    const browser = aBrowser(false);
    const page = await (await knock(link, browser)).text();
    const key = /name="key" value="([^"]+)"/u.exec(page)?.[1] ?? '';
    const code = codeIn(await inn.mailTo(ANNA, 2));
    const entered = await browser.post(`${link}/enter`, { code, key, name: 'Anna' });
    expect(entered.headers.get('location')).toMatch(/^\/s\/[\w-]{22}\.[\w-]{43}\/tandem$/u);
    expect(await read(await sessionOf(inn, browser, entered), '/tandem')).toContain('Anna');
  });

  it('comes again by a fresh link: without a code in a known browser, with one in another', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const anna = await comeIn(inn, ANNA);
    ahead = 2 * DAY;
    const front = `${inn.pair.toolUrl}/guest`;
    await anna.browser.post(front, { address: ' ANNA@Example.org ' });
    const link = linkIn(await inn.mailTo(ANNA, 3));
    await anna.browser.get(link);
    const pressed = await anna.browser.post(link, {});
    expect(await read(await sessionOf(inn, anna.browser, pressed), '/tandem')).toContain('Tutor 3');
    expect((await anna.browser.post(link, {})).status).toBe(410);

    await aBrowser().post(front, { address: ANNA });
    const other = linkIn(await inn.mailTo(ANNA, 4));
    const again = await comeIn(inn, ANNA, { link: other });
    expect(await read(again, '/tandem')).toContain('Anna the guest');
    ahead += HOUR;
    await anna.browser.post(front, { address: ANNA });
    const late = linkIn(await inn.mailTo(ANNA, 6));
    ahead += 15 * MINUTE + 1000;
    expect((await anna.browser.post(late, {})).status).toBe(410);
  });

  it('cannot be found out by typing addresses', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    await comeIn(inn, ANNA);
    ahead = 2 * HOUR;
    const ask = (address: string): Promise<Response> =>
      aBrowser().post(`${inn.pair.toolUrl}/guest`, { address });
    const bare = async (answer: Response): Promise<unknown> => [
      answer.status,
      answer.headers.get('retry-after'),
      (await answer.text()).replace(/(<code[^>]*>)[^<]*/gu, '$1'),
    ];
    for (let times = 0; times < 7; times += 1) {
      const [known, unknown] = [await ask(ANNA), await ask('nobody@example.org')];
      expect(known.status).toBe(times < 5 ? 202 : 429);
      expect(await bare(known)).toEqual(await bare(unknown));
    }
    await inn.mailTo(ANNA, 7);
    expect(inn.mailbox.all().some(({ to }) => to.includes('nobody@example.org'))).toBe(false);
  });

  it.each(['partner', 'trainer'] as const)('is out at once when the %s says so', async (who) => {
    const ilze = await inn.tutor(VET, 'vet');
    const host = who === 'partner' ? ilze : await inn.come(TRAINER);
    await invite(ilze, ANNA);
    const anna = await comeIn(inn, ANNA);
    const path = await workspaceOf(anna);
    const stream = await anna.browser.get(`${anna.base}${path}/events`);
    expect(stream.status).toBe(200);
    expect((await pressFor(host, 'remove')).status).toBe(303);
    await expect(stream.text()).rejects.toThrow();
    for (const open of ['/', '/tandem', path, `${path}/changes`, '/exercises/M1-01']) {
      expect([open, (await anna.browser.get(`${anna.base}${open}`)).status]).toEqual([open, 401]);
    }
    expect((await post(anna, '/tandem/profile', { displayName: 'X' })).status).toBe(401);
    const page = await read(ilze, '/tandem');
    expect(page).not.toContain('Anna the guest');
    expect(await read(await inn.come(TRAINER), '/tandem/pairing')).not.toContain('Anna the guest');
    expect(await read(ilze, '/tandem/guests')).not.toContain(ANNA);
  });

  it('is not let in by a link of an invitation that was taken back, or was replaced', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const first = linkIn(await inn.mailTo(ANNA));
    await pressFor(ilze, 'again');
    const second = linkIn(await inn.mailTo(ANNA, 2));
    expect((await aBrowser().get(first)).status).toBe(410);
    const browser = aBrowser();
    await knock(second, browser);
    const code = codeIn(await inn.mailTo(ANNA, 3));
    await pressFor(ilze, 'remove');
    expect((await browser.post(`${second}/enter`, { code, name: 'Anna' })).status).toBe(410);
  });

  it('has no session any more when a trainer takes them out of their tandem', async () => {
    const ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    const anna = await comeIn(inn, ANNA);
    const trainer = await inn.come(TRAINER);
    const id = (await idsByName(trainer)).get('Anna the guest') ?? '';
    await post(trainer, `/tandem/pairing/people/${id}`, { to: 'none', known: '1' });
    expect((await anna.browser.get(`${anna.base}/tandem`)).status).toBe(401);
    await post(trainer, `/tandem/pairing/people/${id}`, {
      to: `tandem:${await tandemId(trainer, 1)}`,
    });
    expect((await anna.browser.get(`${anna.base}/tandem`)).status).toBe(200);
  });

  async function workspaceOf(anna: Awaited<ReturnType<typeof comeIn>>): Promise<string> {
    const page = await read(anna, '/tandem');
    return /href="[^"]*(\/tandem\/workspaces\/[^"]+)"/u.exec(page)?.[1] ?? '';
  }
});
