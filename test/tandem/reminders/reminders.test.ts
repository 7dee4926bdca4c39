import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/launch.js';
import { formOf } from '../../support/browser-client.js';
import {
  aTown,
  COMPANY,
  idsByName,
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

describe('reminders', () => {
  let town: Town;
  let ilze: Visit;
  let janis: Visit;
  let trainer: Visit;
  let tandem: string;
  let people: ReadonlyMap<string, string>;

  beforeAll(async () => {
    town = await aTown();
    ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
    janis = await town.tutor(COMPANY, 'company', { displayName: 'Jānis' });
    await pairByCode(ilze, janis);
    const vet = await town.tutor(OTHER_VET, 'vet', { displayName: 'Maija' });
    await pairByCode(vet, await town.tutor(OTHER_COMPANY, 'company', { displayName: 'Toomas' }));
    trainer = await town.come(TRAINER);
    tandem = await tandemId(trainer, 1);
    people = await idsByName(trainer);
  });
  afterAll(() => town.stop());

  async function remind(query: string, text = ''): Promise<Response> {
    const { fields } = formOf(await read(trainer, `/tandem/remind?${query}`));
    return post(trainer, '/tandem/remind', { ...fields, text });
  }
  const status = async (who: Visit, path: string): Promise<number> =>
    (await who.browser.get(`${who.base}${path}`)).status;

  it('reach one person, in the trainer’s words, on the first page and in the workspace', async () => {
    const before = await read(trainer, '/tandem/board');
    expect(before).not.toContain('reminded this hour');
    const answer = await remind(`person=${people.get('Jānis') ?? ''}`, 'Write <b>soon</b>');
    expect(answer.headers.get('location')).toContain('done=1');
    for (const path of ['/tandem', `/tandem/workspaces/${tandem}/TA1`]) {
      expect(await read(janis, path)).toContain('Write &lt;b&gt;soon&lt;/b&gt;');
      expect(await read(ilze, path)).not.toContain('Your trainer asks');
    }
    expect((await read(trainer, '/tandem/board')).match(/reminded this hour/gu)).toHaveLength(1);
  });

  it('reach nobody twice within a day', async () => {
    const page = await read(trainer, `/tandem/remind?tandem=${tandem}`);
    expect(page).toContain('1 person will be reminded');
    expect(page).toMatch(/Left out.*Jānis/u);
    expect((await remind(`tandem=${tandem}`)).headers.get('location')).toContain('done=1');
    expect(await read(ilze, '/tandem')).toContain('Please open your work together');
    expect((await read(janis, '/tandem')).match(/Your trainer asks/gu)).toHaveLength(1);
  });

  it('go away once they were seen, for whoever has seen them', async () => {
    const page = await read(janis, `/tandem/workspaces/${tandem}/TA1`);
    const action = /action="[^"]*(\/tandem\/reminders\/[^?"]+)\?([^"]+)"/u.exec(page) ?? [];
    const path = action[1] ?? '';
    expect((await post(ilze, path)).status).toBe(404);
    const url = `${janis.base}${path}?${(action[2] ?? '').replaceAll('&amp;', '&').replaceAll('&#38;', '&')}`;
    const answer = await janis.browser.post(url, {});
    expect(answer.headers.get('location')).toContain(`/tandem/workspaces/${tandem}/TA1`);
    expect(await read(janis, '/tandem')).not.toContain('Your trainer asks');
    expect(await read(ilze, '/tandem')).toContain('Your trainer asks');
  });

  it('reach all whom the board has found, once the trainer has seen who they are', async () => {
    const preview = await read(trainer, '/tandem/remind?show=all&search=Maija');
    expect(preview).toContain('2 people will be reminded');
    expect(preview).toMatch(/Maija[\s\S]*Toomas/u);
    const { fields } = formOf(preview);
    const other = await post(trainer, '/tandem/remind', { ...fields, search: 'Ilze' });
    expect(other.status).toBe(409);
    expect((await remind('show=all')).headers.get('location')).toContain('done=2');
    expect(await read(trainer, '/tandem/remind?show=all')).toContain('Nobody can be reminded now');
    expect(await read(trainer, '/tandem/remind?show=missed')).toContain('Nobody can be reminded');
  });

  it('reach each person once, of two trainers’ presses at once', async () => {
    const lone = await town.tutor(VET, 'vet', { from: 'second', displayName: 'Anna' });
    const there = await town.come(TRAINER, 'second');
    const id = (await idsByName(there)).get('Anna') ?? '';
    const { fields } = formOf(await read(there, `/tandem/remind?person=${id}`));
    const answers = await Promise.all([1, 2, 3].map(() => post(there, '/tandem/remind', fields)));
    const done = answers.map((one) => one.headers.get('location')?.includes('done=1') ?? false);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(answers.every((one) => [303, 409].includes(one.status))).toBe(true);
    expect((await read(lone, '/tandem')).match(/class="notice reminder"/gu)).toHaveLength(1);
  });

  it('are for trainers of the cohort to send', async () => {
    const elsewhere = await town.come(TRAINER, 'second');
    const targets = [`tandem=${tandem}`, `person=${people.get('Ilze') ?? ''}`];
    for (const target of targets) {
      expect([target, await status(elsewhere, `/tandem/remind?${target}`)]).toEqual([target, 404]);
      const fields = Object.fromEntries(new URLSearchParams(`${target}&fingerprint=x`));
      expect((await post(elsewhere, '/tandem/remind', fields)).status).toBe(404);
      expect((await post(ilze, '/tandem/remind', fields)).status).toBe(404);
    }
    for (const target of [...targets, 'show=all', 'tandem=none', 'person=nobody']) {
      expect([target, await status(ilze, `/tandem/remind?${target}`)]).toEqual([target, 404]);
    }
    expect(await status(trainer, '/tandem/remind?person=nobody')).toBe(404);
  });
});
