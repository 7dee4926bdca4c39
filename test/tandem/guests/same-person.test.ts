import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../../src/shared/clock.js';
import type { Visit } from '../../support/launch.js';
import { aTown, COMPANY, OTHER_VET, pairByCode, post, read, TRAINER, VET } from '../people/cast.js';
import { actionIn, anInn, comeIn, invite, sessionOf, type Inn } from './inn.js';
import { aBrowser } from '../../support/browser-client.js';

const ANNA = 'anna@example.org';

describe('a guest who comes by a platform later', () => {
  let inn: Inn;
  let ahead = 0;
  let anna: Visit;
  beforeEach(async () => {
    ahead = 0;
    inn = await anInn({ clock: () => Date.now() + ahead });
    const ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
    await invite(ilze, ANNA);
    anna = await comeIn(inn, ANNA);
  });
  afterEach(() => inn.stop());

  async function madeCode(): Promise<string> {
    const made = await post(anna, '/tandem/guest/code');
    return /<strong class="copyable">([^<]+)</u.exec(await made.text())?.[1] ?? '';
  }

  it('takes seat and work along, once both sessions have said yes', async () => {
    const path =
      /href="[^"]*(\/tandem\/workspaces\/[^"]+)"/u.exec(await read(anna, '/tandem'))?.[1] ?? '';
    expect(
      (await post(anna, `${path}/remarks`, { field: 'learner', text: 'Said as a guest' })).status,
    ).toBe(303);
    const janis = await inn.tutor(COMPANY, 'company', {
      from: 'second',
      displayName: 'Anna of the firm',
    });
    const code = await madeCode();
    const looked = await post(janis, '/tandem/same-person/look', { code });
    expect(await looked.text()).toContain('Anna the guest');
    await post(janis, '/tandem/same-person/take', { code });
    expect(await read(janis, '/tandem')).not.toContain('Ilze');
    expect(await read(anna, '/tandem/guest')).toContain('Anna of the firm entered your code');
    expect((await post(anna, '/tandem/guest/answer', { yes: '1' })).status).toBe(303);

    expect((await anna.browser.get(`${anna.base}/tandem`)).status).toBe(401);
    const start = await read(janis, '/tandem');
    expect(start).toContain('Ilze');
    expect(start).not.toContain('by e-mail');
    expect((await read(janis, path)).includes('Said as a guest')).toBe(true);
    const again = await inn.come(COMPANY, 'second');
    expect(await read(again, '/tandem')).toContain('Ilze');
    const trainer = await inn.come(TRAINER, 'second');
    const board = await read(trainer, '/tandem/pairing');
    expect(board).toContain('Ilze');
    expect(board).not.toContain('Anna of the firm');
    expect(await read(await inn.come(VET), '/tandem/guests')).not.toContain(ANNA);
  });

  it('stays a guest after a no, and when the code has run out', async () => {
    const janis = await inn.tutor(COMPANY, 'company');
    await post(janis, '/tandem/same-person/take', { code: await madeCode() });
    await post(anna, '/tandem/guest/answer', { yes: '0' });
    expect((await post(anna, '/tandem/guest/answer', { yes: '1' })).status).toBe(404);
    const code = await madeCode();
    ahead = 30 * MINUTE + 1000;
    expect((await post(janis, '/tandem/same-person/look', { code })).status).toBe(404);
    expect(await read(anna, '/tandem')).toContain('Ilze');
  });

  it('cannot be guessed, nor taken by two, nor by somebody who sits in a tandem', async () => {
    const janis = await inn.tutor(COMPANY, 'company');
    const kati = await inn.tutor('6', 'company');
    const code = await madeCode();
    await post(janis, '/tandem/same-person/take', { code });
    expect((await post(kati, '/tandem/same-person/take', { code })).status).toBe(404);
    await pairByCode(await inn.tutor(OTHER_VET, 'vet'), kati);
    expect((await post(kati, '/tandem/same-person/look', { code })).status).toBe(409);
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1) {
      statuses.push((await post(janis, '/tandem/same-person/look', { code: 'BBBBBBBB' })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a tool that sends no mail', () => {
  it('has a trainer hand a link over, and no tutor', async () => {
    const town = await aTown();
    try {
      const ilze = await town.tutor(VET, 'vet');
      const janis = await town.tutor(COMPANY, 'company');
      await pairByCode(ilze, janis);
      expect(await read(ilze, '/tandem/guests')).toContain('Ask your trainer for a link');
      const trainer = await town.come(TRAINER);
      const page = await read(trainer, '/tandem/guests');
      expect(page).toContain('This tool sends no mail');
      const place = /<option value="([^"]*:company)"/u.exec(page)?.[1] ?? '';
      const wish = { place, locale: 'en' };
      expect((await post(ilze, '/tandem/guests/hand', wish)).status).toBe(404);
      const asMail = { ...wish, address: ANNA };
      expect((await post(trainer, '/tandem/guests/invite', asMail)).status).toBe(409);
      const made = await (await post(trainer, '/tandem/guests/hand', wish)).text();
      const link = /value="(http[^"]+\/guest\/links\/[^"]+)"/u.exec(made)?.[1] ?? '';
      const browser = aBrowser();
      await browser.get(link);
      await browser.post(link, {});
      const entered = await browser.post(`${link}/enter`, { name: 'Handed over' });
      const guest = await sessionOf(town, browser, entered);
      expect(await read(guest, '/tandem')).toContain('Tutor 3');
      expect((await browser.get(link)).status).toBe(410);
      expect((await browser.post(`${town.pair.toolUrl}/guest`, { address: ANNA })).status).toBe(
        400,
      );
      const list = await read(trainer, '/tandem/guests');
      const again = actionIn(list, /again/u);
      const fresh = await trainer.browser.post(new URL(again, trainer.base).href, {});
      const second =
        /value="(http[^"]+\/guest\/links\/[^"]+)"/u.exec(await fresh.text())?.[1] ?? '';
      await browser.get(second);
      const back = await sessionOf(town, browser, await browser.post(second, {}));
      expect(await read(back, '/tandem')).toContain('Handed over');
    } finally {
      await town.stop();
    }
  });
});
