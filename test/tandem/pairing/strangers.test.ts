import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/launch.js';
import {
  aCode,
  aTown,
  COMPANY,
  idsByName,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

/** What a stranger may try; `:person` and `:tandem` are somebody else's. */
const TRAINER_ROUTES: readonly (readonly ['GET' | 'POST', string, Record<string, string>?])[] = [
  ['GET', '/tandem/pairing'],
  ['GET', '/tandem/pairing/people/:person'],
  ['POST', '/tandem/pairing/people/:person', { to: 'none', known: '1' }],
  ['POST', '/tandem/pairing/people/:person', { to: 'tandem::tandem' }],
  ['POST', '/tandem/pairing/people/:person/side', { side: 'vet' }],
  ['POST', '/tandem/pairing/together', { vet: ':person', company: ':person' }],
  ['POST', '/tandem/pairing/groups'],
  ['GET', '/tandem/board'],
  ['GET', '/tandem/cohort'],
  ['POST', '/tandem/cohort/make'],
  ['POST', '/tandem/cohort/look', { code: 'BBBBBBBB' }],
  ['POST', '/tandem/cohort/take', { code: 'BBBBBBBB' }],
  ['POST', '/tandem/cohort/answer', { from: ':person', yes: '1' }],
];
const TUTOR_ROUTES: typeof TRAINER_ROUTES = [
  ['GET', '/tandem/profile'],
  ['POST', '/tandem/profile', { displayName: 'X', tutorRole: 'vet' }],
  ['GET', '/tandem/code'],
  ['POST', '/tandem/code/make'],
  ['POST', '/tandem/code/look', { code: 'BBBBBBBB' }],
  ['POST', '/tandem/code/take', { code: 'BBBBBBBB' }],
  ['POST', '/tandem/code/answer', { from: ':person', yes: '1' }],
];

describe('strangers to a tandem', () => {
  let town: Town;
  let trainer: Visit;
  let person: string;
  let tandem: string;

  beforeAll(async () => {
    town = await aTown();
    trainer = await town.come(TRAINER);
    const ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze of the first' });
    await pairByCode(ilze, await town.tutor(COMPANY, 'company'));
    person = (await idsByName(trainer)).get('Ilze of the first') ?? '';
    tandem = await tandemId(trainer, 1);
  });
  afterAll(() => town.stop());

  const fill = (text: string, known: { person: string; tandem: string }): string =>
    text.replace(':person', known.person).replace(':tandem', known.tandem);

  async function ask(
    who: Visit,
    [method, path, fields = {}]: (typeof TRAINER_ROUTES)[0],
    known = { person, tandem },
  ): Promise<{ status: number; text: string }> {
    const url = fill(path, known);
    const filled = Object.entries(fields).map(([key, value]) => [key, fill(value, known)] as const);
    const answer =
      method === 'GET'
        ? await who.browser.get(`${who.base}${url}`)
        : await post(who, url, Object.fromEntries(filled));
    // Of each failure the id differs, and nothing else.
    const text = (await answer.text()).replace(/(<code[^>]*>)[^<]*/gu, '$1');
    return { status: answer.status, text: bare(text, who) };
  }

  function bare(text: string, { base, token }: Visit): string {
    return text.replaceAll(new URL(base).pathname, '').replaceAll(token, '');
  }

  const strangers = [
    ['a learner without a tandem', () => town.tutor(OTHER_VET, 'vet')],
    ['a member of another tandem', () => memberOfAnother()],
    ['a learner of another platform', () => town.tutor(VET, 'vet', { from: 'second' })],
  ] as const;

  async function memberOfAnother(): Promise<Visit> {
    const company = await town.tutor(OTHER_COMPANY, 'company');
    await pairByCode(await town.tutor(OTHER_VET, 'vet'), company);
    return company;
  }

  it.each(strangers)('%s gets no page of trainers', async (_who, arrive) => {
    const stranger = await arrive();
    for (const route of TRAINER_ROUTES) {
      expect([route[1], (await ask(stranger, route)).status]).toEqual([route[1], 404]);
    }
  });

  it('a trainer gets no page of tutors', async () => {
    for (const route of TUTOR_ROUTES) {
      expect([route[1], (await ask(trainer, route)).status]).toEqual([route[1], 404]);
    }
  });

  it('a trainer of another course gets the same for somebody there as for nobody at all', async () => {
    const other = await town.come(TRAINER, 'second');
    const nobody = { person: 'nobody', tandem: 'none' };
    const own = await town.tutor('5', 'vet', { from: 'second' });
    expect((await own.browser.get(`${own.base}/tandem`)).status).toBe(200);
    for (const route of TRAINER_ROUTES.filter((each) => JSON.stringify(each).includes(':person'))) {
      const there = await ask(other, route);
      expect([route[1], there.status]).toEqual([route[1], 404]);
      expect(there.text).toBe((await ask(other, route, nobody)).text);
    }
    const mine = (await idsByName(other)).get('Tutor 5') ?? '';
    const seat = { to: `tandem:${tandem}` };
    expect((await post(other, `/tandem/pairing/people/${mine}`, seat)).status).toBe(404);
    for (const path of ['/tandem/pairing', '/tandem/board']) {
      const page = await (await other.browser.get(`${other.base}${path}`)).text();
      expect(page).not.toContain('Ilze of the first');
    }
  });

  it('a right code that is not for this person reads like a wrong one', async () => {
    const maker = await town.tutor(OTHER_COMPANY, 'company', { from: 'second' });
    const code = await aCode(maker);
    const own = await ask(maker, ['POST', '/tandem/code/look', { code }]);
    const wrong = await ask(maker, ['POST', '/tandem/code/look', { code: 'BBBBBBBB' }]);
    expect(own).toEqual(wrong);
    const asTrainer = await town.come(TRAINER, 'second');
    const forTwo = await ask(asTrainer, ['POST', '/tandem/cohort/look', { code }]);
    expect(forTwo.status).toBe(404);
  });
});
