import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, MINUTE } from '../../../src/shared/clock.js';
import {
  aCode,
  askedBy,
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  read,
  VET,
  type Town,
} from '../people/cast.js';

describe('a code that two people share', () => {
  let town: Town;
  let ahead = 0;
  beforeEach(async () => {
    ahead = 0;
    town = await aTown({ clock: () => Date.now() + ahead });
  });
  afterEach(() => town.stop());

  it('makes a tandem of people from two platforms, once both have agreed', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const other = await town.tutor(COMPANY, 'company', {
      from: 'second',
      displayName: 'Kati from the second school',
    });
    const code = await aCode(ilze);
    expect(code).toMatch(/^[B-DF-HJKMNP-TV-XZ2-9]{4}-[B-DF-HJKMNP-TV-XZ2-9]{4}$/u);

    const looked = await post(other, '/tandem/code/look', { code: ` ${code.toLowerCase()} ` });
    expect(await looked.text()).toContain('Tutor 3');
    expect((await post(other, '/tandem/code/take', { code })).status).toBe(303);
    expect(await read(other, '/tandem')).not.toContain('Tutor 3');
    expect(await read(ilze, '/tandem')).toContain('Kati from the second school');

    const answer = { from: await askedBy(ilze), yes: '1' };
    expect((await post(ilze, '/tandem/code/answer', answer)).status).toBe(303);
    expect(await read(ilze, '/tandem')).toContain('Tandem 1');
    expect(await read(other, '/tandem')).toContain('Tutor 3');
  });

  it('makes none when the first says no', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const janis = await town.tutor(COMPANY, 'company');
    const code = await aCode(ilze);
    await post(janis, '/tandem/code/take', { code });
    const answer = { from: await askedBy(ilze), yes: '0' };
    await post(ilze, '/tandem/code/answer', answer);
    expect(await read(janis, '/tandem')).toContain('You have no partner yet');
    expect((await post(ilze, '/tandem/code/answer', { ...answer, yes: '1' })).status).toBe(404);
  });

  it('takes a second company tutor to a VET tutor, and nobody of a side that is full', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const janis = await town.tutor(COMPANY, 'company');
    const second = await town.tutor(OTHER_COMPANY, 'company');
    await pairByCode(ilze, janis);
    await pairByCode(second, ilze);
    expect(await read(second, '/tandem')).toContain('Tutor 4');
    const vet = await town.tutor(OTHER_VET, 'vet');
    expect((await post(vet, '/tandem/code/take', { code: await aCode(janis) })).status).toBe(409);
  });

  it('is used once, is not its maker’s own, and is replaced by a newer one', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const janis = await town.tutor(COMPANY, 'company');
    const kati = await town.tutor(OTHER_COMPANY, 'company');
    const old = await aCode(ilze);
    const code = await aCode(ilze);
    const look = async (who: typeof ilze, typed: string): Promise<number> =>
      (await post(who, '/tandem/code/look', { code: typed })).status;
    expect(await look(janis, old)).toBe(404);
    expect(await look(ilze, code)).toBe(404);
    await post(janis, '/tandem/code/take', { code });
    expect(await look(kati, code)).toBe(404);
    expect(await look(kati, 'nonsense!')).toBe(404);
  });

  it('holds for seven days', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const code = await aCode(ilze);
    ahead = 7 * DAY + MINUTE;
    const janis = await town.tutor(COMPANY, 'company');
    expect((await post(janis, '/tandem/code/look', { code })).status).toBe(404);
  });

  it('locks whoever guesses out after ten, right codes too, for a quarter of an hour', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const janis = await town.tutor(COMPANY, 'company');
    const code = await aCode(ilze);
    const look = (typed: string): Promise<Response> =>
      post(janis, '/tandem/code/look', { code: typed });
    // Right ones in between give no new tries; many at once count as many.
    expect((await look(code)).status).toBe(200);
    const wrong = await Promise.all(Array.from({ length: 14 }, () => look('BBBBBBBB')));
    expect(wrong.filter(({ status }) => status === 404)).toHaveLength(10);
    const locked = await look(code);
    expect(locked.status).toBe(429);
    const seconds = Number(locked.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect((await post(ilze, '/tandem/code/look', { code: 'BBBBBBBB' })).status).toBe(404);
    ahead = 15 * MINUTE + 1000;
    expect((await look(code)).status).toBe(200);
  });
});
