import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/launch.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

const NOW = Date.parse('2027-03-01T09:00:00Z');
const PROPOSAL = { zone: 'Europe/Riga', minutes: '60', place: '', link: '' };

describe('meetings of a tandem', () => {
  let town: Town;
  let ilze: Visit;
  let janis: Visit;
  let trainer: Visit;
  let tandem: string;
  let path: string;

  beforeAll(async () => {
    town = await aTown({ clock: () => NOW });
    ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
    janis = await town.tutor(COMPANY, 'company', { displayName: 'Jānis' });
    await pairByCode(ilze, janis);
    trainer = await town.come(TRAINER);
    tandem = await tandemId(trainer, 1);
    path = `/tandem/meetings/${tandem}`;
  });
  afterAll(() => town.stop());

  const propose = (
    who: Visit,
    times: readonly string[],
    more: Readonly<Record<string, string>> = {},
    where = path,
  ): Promise<Response> => {
    const fields = new URLSearchParams({ ...PROPOSAL, ...more });
    for (const time of times) fields.append('time', time);
    const url = `${who.base}${where}?token=${encodeURIComponent(who.token)}`;
    return who.browser.postForm(url, fields);
  };
  const ids = async (): Promise<readonly string[]> => {
    const page = await read(ilze, path);
    return [...page.matchAll(/id="meeting-([^"]+)"/gu)].map(([, id = '']) => id);
  };
  const at = (iso: string): string => String(Date.parse(iso));
  const calendar = async (who: Visit, id: string): Promise<Response> =>
    who.browser.get(`${who.base}${path}/${id}/meeting.ics`);

  it('is fixed at the first time that suits the other', async () => {
    const times = ['2027-03-28T10:00', '2027-03-10T10:00', '2027-03-27T10:00', '', ''];
    const link = 'https://meet.example/röom';
    expect((await propose(ilze, times, { link, place: 'Hall; 2' })).status).toBe(303);
    const [id = ''] = await ids();
    expect(await read(janis, path)).toContain('Your answer is awaited');
    expect((await calendar(janis, id)).status).toBe(404);
    expect((await post(ilze, `${path}/${id}/answer`, {})).status).toBe(403);

    const answer = new URLSearchParams();
    answer.append('time', at('2027-03-27T08:00:00Z'));
    answer.append('time', at('2027-03-28T07:00:00Z'));
    await janis.browser.postForm(`${janis.base}${path}/${id}/answer?token=${janis.token}`, answer);

    const file = await calendar(ilze, id);
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await file.text();
    // Winter time on the 27th, and the time of the 28th would have been three hours ahead.
    expect(text).toContain('DTSTART:20270327T080000Z\r\n');
    expect(text).toContain(String.raw`LOCATION:Hall\; 2 · https://meet.example/r%C3%B6om`);
    const work = await read(janis, `/tandem/workspaces/${tandem}/TA1`);
    expect(work).toContain('You meet next:');
    expect(work).toMatch(/datetime="2027-03-27T08:00:00.000Z"/u);
    expect(await read(trainer, '/tandem/board')).toContain('next meeting Saturday');
  });

  it('is shown in the reader’s own zone once that is known', async () => {
    expect(await read(trainer, path)).toMatch(/data-zone-known="no"/u);
    expect((await post(trainer, '/tandem/zone', { zone: 'Asia/Tokyo' })).status).toBe(303);
    const page = await read(trainer, path);
    expect(page).toContain('data-zone="Asia/Tokyo" data-zone-known="yes"');
    expect(page).toMatch(/Saturday,? 27 March 2027.{0,5}17:00 GMT\+9/u);
    expect((await post(trainer, '/tandem/zone', { zone: 'Mars/Olympus' })).status).toBe(400);
  });

  it('counts on and is open again when it is changed, and ends when it is called off', async () => {
    const [id = ''] = await ids();
    const moved = ['2027-03-28T10:00'];
    expect((await propose(janis, moved, {}, `${path}/${id}/change`)).status).toBe(303);
    expect((await calendar(ilze, id)).status).toBe(404);
    await post(ilze, `${path}/${id}/answer`, { time: at('2027-03-28T07:00:00Z') });
    const text = await (await calendar(ilze, id)).text();
    expect(text).toContain('SEQUENCE:1\r\n');
    expect(text).toContain('DTSTART:20270328T070000Z\r\n');
    expect((await post(ilze, `${path}/${id}/cancel`)).status).toBe(303);
    const off = await (await calendar(janis, id)).text();
    expect(off).toContain('SEQUENCE:2\r\n');
    expect(off).toContain('STATUS:CANCELLED\r\n');
    expect((await post(ilze, `${path}/${id}/cancel`)).status).toBe(409);
    expect(await read(trainer, '/tandem/board')).not.toContain('next meeting');
  });

  it.each([
    ['no time', [], {}, 'Enter at least one time'],
    [
      'a time that summer time skips',
      ['2027-03-28T03:30'],
      {},
      'One of these times does not exist',
    ],
    ['the past', ['2027-02-01T10:00'], {}, 'A time must be in the future'],
    ['an unknown zone', ['2027-03-20T10:00'], { zone: 'X/Y' }, 'Choose a time zone'],
    ['a script for a link', ['2027-03-20T10:00'], { link: 'javascript:alert(1)' }, 'The link must'],
    ['a link in the clear', ['2027-03-20T10:00'], { link: 'http://meet.example' }, 'The link must'],
  ])('refuses %s, and keeps what was typed', async (_what, times, more, words) => {
    const before = await ids();
    const answer = await propose(ilze, times, { place: 'Typed "place"', ...more });
    const page = await answer.text();
    expect(answer.status).toBe(400);
    expect(page).toContain(words);
    expect(page).toContain('value="Typed &#34;place&#34;"');
    expect(await ids()).toEqual(before);
  });

  it('says no when nothing suits', async () => {
    await propose(janis, ['2027-04-01T10:00']);
    const id = (await ids()).at(-1) ?? '';
    await post(ilze, `${path}/${id}/answer`, {});
    expect(await read(janis, path)).toContain('Nothing suits');
    await post(janis, `${path}/${id}/cancel`);
  });

  it('is known to members and their trainers alone; trainers look on', async () => {
    await propose(janis, ['2027-04-02T10:00']);
    const id = (await ids()).at(-1) ?? '';
    const vet = await town.tutor(OTHER_VET, 'vet');
    const company = await town.tutor(OTHER_COMPANY, 'company');
    await pairByCode(vet, company);
    const own = await tandemId(trainer, 2);
    const strangers = [vet, company];
    for (const who of strangers) {
      expect((await who.browser.get(`${who.base}${path}`)).status).toBe(404);
      expect((await calendar(who, id)).status).toBe(404);
      expect((await propose(who, ['2027-04-02T10:00'])).status).toBe(404);
      expect((await propose(who, [])).status).toBe(404);
      for (const what of ['answer', 'cancel']) {
        expect((await post(who, `${path}/${id}/${what}`)).status).toBe(404);
      }
    }
    // Another tandem's meeting is not there below one's own.
    const theirs = `/tandem/meetings/${own}/${id}`;
    expect((await post(vet, `${theirs}/cancel`)).status).toBe(404);
    expect((await propose(vet, ['2027-04-02T10:00'], {}, `${theirs}/change`)).status).toBe(404);
    expect((await trainer.browser.get(`${trainer.base}${path}`)).status).toBe(200);
    expect((await propose(trainer, ['2027-04-02T10:00'])).status).toBe(403);
    expect((await post(trainer, `${path}/${id}/cancel`)).status).toBe(403);
  });
});
