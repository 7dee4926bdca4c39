import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/launch.js';
import {
  aCode,
  askedBy,
  aTown,
  COMPANY,
  idsByName,
  OTHER_VET,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

describe('courses that go together', () => {
  let town: Town;
  let first: Visit;
  let second: Visit;
  beforeEach(async () => {
    town = await aTown();
    first = await town.come(TRAINER);
    second = await town.come(TRAINER, 'second');
  });
  afterEach(() => town.stop());

  const join = async (): Promise<void> => {
    await post(second, '/tandem/cohort/take', { code: await aCode(first, 'cohort') });
    const from = await askedBy(first, 'cohort');
    await post(first, '/tandem/cohort/answer', { from, yes: '1' });
  };

  it('share their people once both trainers agreed, and not before', async () => {
    await town.tutor(VET, 'vet');
    await town.tutor(COMPANY, 'company', { from: 'second' });
    const code = await aCode(first, 'cohort');
    const looked = await post(second, '/tandem/cohort/look', { code });
    expect(await looked.text()).toContain('Sandbox');
    expect((await post(second, '/tandem/cohort/take', { code })).status).toBe(303);
    expect(await read(second, '/tandem/pairing')).not.toContain('Tutor 3');
    expect([...(await idsByName(first)).keys()]).toEqual(['Tutor 3']);

    const from = await askedBy(first, 'cohort');
    const answer = { from, yes: '1' };
    expect((await post(first, '/tandem/cohort/answer', answer)).status).toBe(303);
    expect([...(await idsByName(second)).keys()].sort()).toEqual(['Tutor 3', 'Tutor 4']);
    expect([...(await idsByName(first)).keys()].sort()).toEqual(['Tutor 3', 'Tutor 4']);
  });

  it('bring their tandems, which get numbers of the cohort', async () => {
    const ilze = await town.tutor(VET, 'vet');
    await pairByCode(ilze, await town.tutor(COMPANY, 'company'));
    const mart = await town.tutor(OTHER_VET, 'vet', { from: 'second' });
    await pairByCode(mart, await town.tutor('6', 'company', { from: 'second' }));
    await join();
    expect(await read(mart, '/tandem')).toContain('Tandem 2');
    const tandems = [await tandemId(first, 1), await tandemId(first, 2)];
    expect([await tandemId(second, 1), await tandemId(second, 2)]).toEqual(tandems);
    const late = await town.tutor(COMPANY, 'company', { from: 'second', displayName: 'Late' });
    expect(await read(late, '/tandem')).toContain('Late');
    expect((await idsByName(first)).has('Late')).toBe(true);
  });

  it('go together once: the course that came cannot go to one more', async () => {
    await join();
    const code = await aCode(first, 'cohort');
    expect((await post(second, '/tandem/cohort/take', { code })).status).toBe(409);
    expect(await read(second, '/tandem/cohort')).toContain('Sandbox');
  });

  it('stay apart when the first trainer says no', async () => {
    await town.tutor(VET, 'vet');
    await post(second, '/tandem/cohort/take', { code: await aCode(first, 'cohort') });
    const from = await askedBy(first, 'cohort');
    await post(first, '/tandem/cohort/answer', { from, yes: '0' });
    expect((await idsByName(second)).size).toBe(0);
  });
});
