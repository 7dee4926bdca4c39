import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from '../../../src/shared/clock.js';
import type { ReceivedMail } from '../../../src/sandbox/index.js';
import { aBrowser } from '../../support/browser-client.js';
import { until, type Visit } from '../../support/launch.js';
import {
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
} from '../people/cast.js';
import { actionIn, anInn, comeIn, invite, type Inn } from './inn.js';

const ANNA = 'anna@example.org';
const logged: unknown[] = [];
const note = (fields: object, message: string): void => void logged.push({ ...fields, message });

describe('around a guest', () => {
  let inn: Inn;
  let ahead = 0;
  let ilze: Visit;
  let anna: Visit;
  let guestId: string;

  beforeAll(async () => {
    inn = await anInn({
      clock: () => Date.now() + ahead,
      logger: { info: note, warn: note, error: note },
      refusal: (to) => (to.startsWith('gone@') ? `550 <${to}> no such user` : undefined),
    });
    ilze = await inn.tutor(VET, 'vet');
    await invite(ilze, ANNA);
    anna = await comeIn(inn, ANNA);
    const page = await read(ilze, '/tandem/guests');
    guestId = /\/tandem\/guests\/([^/]+)\/remove/u.exec(page)?.[1] ?? '';
  });
  afterAll(() => inn.stop());

  it('a guest gets no other tandem, no page of trainers, and none of those who invite', async () => {
    const company = await inn.tutor(OTHER_COMPANY, 'company');
    await pairByCode(await inn.tutor(OTHER_VET, 'vet'), company);
    const trainer = await inn.come(TRAINER);
    const other = await tandemId(trainer, 2);
    const own = await tandemId(trainer, 1);
    const activity = /\/tandem\/workspaces\/[^/]+\/([^"]+)"/u.exec(
      await read(anna, '/tandem'),
    )?.[1];
    const place = `${own}:company`;
    const closed: readonly (readonly ['GET' | 'POST', string, Record<string, string>?])[] = [
      ['GET', `/tandem/workspaces/${other}/${activity ?? ''}`],
      ['GET', `/tandem/workspaces/${other}/${activity ?? ''}/changes`],
      ['GET', `/tandem/workspaces/${other}/${activity ?? ''}/events`],
      ['POST', `/tandem/workspaces/${other}/${activity ?? ''}/remarks`, { field: 'a', text: 'b' }],
      ['GET', '/tandem/pairing'],
      ['GET', '/tandem/board'],
      ['GET', '/tandem/cohort'],
      ['GET', '/tandem/guests'],
      ['POST', '/tandem/guests/invite', { address: 'eve@example.org', place, locale: 'en' }],
      ['POST', '/tandem/guests/hand', { place, locale: 'en' }],
      ['POST', `/tandem/guests/${guestId}/again`],
      ['POST', `/tandem/guests/${guestId}/remove`],
      ['GET', '/tandem/same-person'],
      ['POST', '/tandem/same-person/look', { code: 'BBBBBBBB' }],
      ['POST', '/tandem/same-person/take', { code: 'BBBBBBBB' }],
      ['GET', '/modules/M2'],
      ['GET', '/units/M2-U1'],
      ['GET', '/exercises/M2-01'],
    ];
    for (const [method, path, fields] of closed) {
      const { status } =
        method === 'GET'
          ? await anna.browser.get(`${anna.base}${path}`)
          : await post(anna, path, fields);
      expect([path, status]).toEqual([path, 404]);
    }
    expect(
      (await anna.browser.get(`${anna.base}/tandem/workspaces/${own}/${activity ?? ''}`)).status,
    ).toBe(200);
  });

  it('nobody else can remove a guest, or send them anything', async () => {
    const strangers = [
      await inn.tutor(COMPANY, 'company'),
      await inn.tutor(VET, 'vet', { from: 'second' }),
      await inn.come(TRAINER, 'second'),
    ];
    for (const stranger of strangers) {
      for (const what of ['again', 'remove']) {
        const there = await post(stranger, `/tandem/guests/${guestId}/${what}`);
        const nobody = await post(stranger, `/tandem/guests/nobody/${what}`);
        expect([there.status, nobody.status]).toEqual([404, 404]);
      }
    }
    const own = await tandemId(await inn.come(TRAINER), 1);
    const asOther = { address: 'eve@example.org', place: `${own}:company`, locale: 'en' };
    const trainer = await inn.come(TRAINER, 'second');
    expect((await post(trainer, '/tandem/guests/invite', asOther)).status).toBe(404);
    expect(inn.mailbox.all().some(({ to }) => to.includes('eve@example.org'))).toBe(false);
  });

  it('a form of another site is not taken', async () => {
    const from = {
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answer = await fetch(`${inn.pair.toolUrl}/guest`, {
      method: 'POST',
      headers: { ...from, accept: 'text/html' },
      body: 'address=anna%40example.org',
    });
    expect(answer.status).toBe(403);
  });

  it('an address that is none is said beside the field, and nothing is sent', async () => {
    const before = inn.mailbox.all().length;
    for (const address of [
      '',
      'a@b',
      'ann@example.org\r\nBcc: eve@example.org',
      'a@x.org,b@x.org',
    ]) {
      const answer = await invite(ilze, address);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('This is no e-mail address');
    }
    expect(inn.mailbox.all()).toHaveLength(before);
  });

  it('whoever invites hears, in their language, that the mail server knows no such mailbox', async () => {
    const kati = await inn.tutor('5', 'vet', { from: 'second' });
    await invite(kati, 'gone@example.org');
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await read(kati, '/tandem/guests')).includes('ei võta sellele aadressile')) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await read(kati, '/tandem/guests')).toContain('ei võta sellele aadressile');
  });

  it('one tandem invites ten times a day, one address gets five mails an hour', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await invite(ilze, 'pia@example.org')).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
    // The one that was refused counts for the tandem too.
    for (let at = 0; at < 3; at += 1) await invite(ilze, `p${at}@example.org`);
    const over = await invite(ilze, 'last@example.org');
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
    ahead += DAY + HOUR;
    const later = await inn.come(VET);
    expect((await invite(later, 'last@example.org')).status).toBe(303);
  });

  it('mails in the language that the inviter chose, to an address in any script', async () => {
    await invite(await inn.come(VET), 'jānis@uzņēmums.lv', { locale: 'lv' });
    const letters = (): readonly ReceivedMail[] =>
      inn.mailbox.all().filter(({ to }) => to[0]?.startsWith('jānis@'));
    await until(() => letters().length === 1);
    const [found] = letters();
    expect(found?.subject).toBe('Jūsu uzaicinājums uz tandēmu');
    expect(found?.html).toContain('<html lang="lv">');
  });

  it('leaves no address in the log, in the audit log, or in an expired invitation', async () => {
    expect(JSON.stringify(logged)).not.toMatch(/example\.org|uzņēmums|guest\/links\/[\w-]{20}/u);
    const anything = { parse: (value: unknown) => value } as never;
    const kept = async (name: string): Promise<string> => {
      const all = await inn.pair.database.collection<{ id: string }>({
        name,
        schema: anything,
        expiry: 'expiresAt' as never,
      });
      return JSON.stringify((await all.find({}, { limit: 1000 })).documents);
    };
    const audit = await kept('audit_log');
    expect(audit).not.toContain('example.org');
    for (const action of ['invited', 'code-sent', 'joined'])
      expect(audit).toContain(`guest.${action}`);
    expect(await kept('guest_links')).not.toContain('example.org');
    expect(await kept('guests')).toContain(ANNA);
    ahead += 33 * DAY;
    expect(await kept('guests')).not.toContain('pia@example.org');
    expect(await kept('guests')).toContain(ANNA);
    ahead += 365 * DAY;
    expect(await kept('guests')).not.toContain(ANNA);
  });

  it('has its own page to leave by', async () => {
    ahead = 0;
    const page = await read(anna, '/tandem/guest');
    expect(page).toContain(ANNA);
    const leave = actionIn(page, /guest\/leave/u);
    expect((await anna.browser.post(new URL(leave, anna.base).href, {})).status).toBe(303);
    expect((await anna.browser.get(`${anna.base}/tandem`)).status).toBe(401);
  });

  it('one IP address sends sixty forms a minute, and opens as many pages as it likes', async () => {
    const link = `${inn.pair.toolUrl}/guest/links/${'x'.repeat(43)}`;
    const statuses: number[] = [];
    for (let at = 0; at < 61; at += 1) statuses.push((await aBrowser().post(link, {})).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await aBrowser().get(link)).status).toBe(410);
  });
});
