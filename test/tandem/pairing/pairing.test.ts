import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/launch.js';
import {
  aTown,
  COMPANY,
  idsByName,
  OTHER_COMPANY,
  OTHER_VET,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

describe('pairing by a trainer', () => {
  let town: Town;
  let trainer: Visit;
  beforeEach(async () => {
    town = await aTown();
    trainer = await town.come(TRAINER);
  });
  afterEach(() => town.stop());

  const seat = async (name: string, to: string, more = {}): Promise<number> => {
    const id = (await idsByName(trainer)).get(name) ?? '';
    return (await post(trainer, `/tandem/pairing/people/${id}`, { to, ...more })).status;
  };
  const idOf = async (name: string): Promise<string> => (await idsByName(trainer)).get(name) ?? '';

  it('puts nobody together by itself, whatever fits', async () => {
    const ilze = await town.tutor(VET, 'vet', { occupation: 'Cook' });
    await town.tutor(COMPANY, 'company', { occupation: 'Cook' });
    const page = await read(trainer, '/tandem/pairing');
    expect(page).toContain('same occupation');
    expect(page).toContain('2 people without a tandem, 0 tandems');
    expect(await read(ilze, '/tandem')).toContain('You have no partner yet');
  });

  it('puts two together at a press, and both see it', async () => {
    const ilze = await town.tutor(VET, 'vet');
    const janis = await town.tutor(COMPANY, 'company');
    const ids = await idsByName(trainer);
    const pair = { vet: ids.get('Tutor 3') ?? '', company: ids.get('Tutor 4') ?? '' };
    expect((await post(trainer, '/tandem/pairing/together', pair)).status).toBe(303);
    expect(await read(ilze, '/tandem')).toContain('Tutor 4');
    expect(await read(janis, '/tandem')).toContain('Tutor 3');
    expect(await read(trainer, '/tandem/pairing')).toContain('A trainer put Tutor 3 into tandem 1');
  });

  it('seats a second company tutor and no third, and one VET tutor only', async () => {
    await town.tutor(VET, 'vet');
    for (const user of [COMPANY, OTHER_COMPANY, OTHER_VET]) await town.tutor(user, 'company');
    await seat('Tutor 3', `partner:${await idOf('Tutor 4')}`);
    const tandem = `tandem:${await tandemId(trainer, 1)}`;
    expect(await seat('Tutor 6', tandem)).toBe(303);
    expect(await seat('Tutor 5', tandem)).toBe(409);
    expect(await seat('Tutor 5', `partner:${await idOf('Tutor 3')}`)).toBe(409);
    expect(await read(trainer, '/tandem/pairing')).toContain('1 person without a tandem, 1 tandem');
  });

  it('leaves no empty tandem behind when the two do not fit', async () => {
    await town.tutor(VET, 'vet');
    await town.tutor(OTHER_VET, 'vet');
    expect(await seat('Tutor 3', `partner:${await idOf('Tutor 5')}`)).toBe(409);
    expect(await read(trainer, '/tandem/pairing')).toContain(
      '2 people without a tandem, 0 tandems',
    );
  });

  it('moves and stands up, and writes down what was done', async () => {
    await town.tutor(VET, 'vet');
    await town.tutor(COMPANY, 'company');
    await seat('Tutor 3', `partner:${await idOf('Tutor 4')}`);
    expect(await seat('Tutor 4', 'new')).toBe(303);
    expect(await seat('Tutor 3', 'none')).toBe(303);
    const page = await read(trainer, '/tandem/pairing');
    expect(page).toContain('A trainer took Tutor 4 out of tandem 1');
    expect(page).toContain('A trainer put Tutor 4 into tandem 2');
    expect(page).toContain('A trainer took Tutor 3 out of tandem 1');
    expect(page).toContain('1 person without a tandem, 1 tandem.');
  });

  it('lets only the first two of three who are seated at the same instant sit', async () => {
    await town.tutor(VET, 'vet');
    await town.tutor(COMPANY, 'company');
    await town.tutor(OTHER_COMPANY, 'company');
    await town.tutor(OTHER_VET, 'company');
    await seat('Tutor 3', 'new');
    const to = `tandem:${await tandemId(trainer, 1)}`;
    const ids = await idsByName(trainer);
    const answers = await Promise.all(
      ['Tutor 4', 'Tutor 5', 'Tutor 6'].map((name) =>
        post(trainer, `/tandem/pairing/people/${ids.get(name) ?? ''}`, { to }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 409]);
    expect(await read(trainer, '/tandem/pairing')).toContain('1 person without a tandem, 1 tandem');
  });

  it('changes the side of somebody who sits nowhere, and of nobody else', async () => {
    await town.tutor(VET, 'vet');
    const id = await idOf('Tutor 3');
    const change = (side: string): Promise<Response> =>
      post(trainer, `/tandem/pairing/people/${id}/side`, { side });
    expect((await change('company')).status).toBe(303);
    await seat('Tutor 3', 'new');
    expect((await change('vet')).status).toBe(409);
    const profile = { displayName: 'Ilze', tutorRole: 'vet' };
    expect((await post(await town.come(VET), '/tandem/profile', profile)).status).toBe(400);
  });
});
