import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openParticipantStore } from '../../../src/tandem/participant.store.js';
import { readLearnerMark } from '../../../src/tandem/people/learner-mark.js';
import { aTown, COMPANY, idsByName, post, read, TRAINER, VET, type Town } from './cast.js';

describe('mark of a learner whom two train', () => {
  let town: Town;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(() => town.stop());

  it('is the same with other capitals, spaces and points', () => {
    const marks = ['AK17', ' a.k. 17', 'A-K-17'].map(readLearnerMark);
    expect(new Set(marks)).toEqual(new Set(['ak17']));
  });

  it.each(['', 'AK', 'Anna Kalniņa', 'x'.repeat(13), '...'])('is not «%s»', (typed) => {
    expect(readLearnerMark(typed)).toBeUndefined();
  });

  it('becomes a reason for the trainer, and is kept and shown nowhere', async () => {
    const more = { languages: 'lv', learnerMark: 'AK17' };
    const ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze', ...more });
    await town.tutor(COMPANY, 'company', {
      displayName: 'Jānis',
      languages: 'fi',
      learnerMark: 'a.k.17',
    });
    const trainer = await town.come(TRAINER);
    const page = await read(trainer, '/tandem/pairing');
    expect(page).toContain('same learner');
    expect(page).not.toMatch(/ak17/iu);
    expect(await read(ilze, '/tandem/profile')).not.toMatch(/value="AK17"/u);
    const kept = await keptOf('Ilze');
    expect(kept).toMatch(/"learnerKey":"[\w-]{43}"/u);
    expect(kept).not.toMatch(/ak17/iu);
  });

  it('stays when the profile is saved without it, and goes when that is asked', async () => {
    const ilze = await town.come(VET);
    const told = { displayName: 'Ilze', tutorRole: 'vet' };
    await post(ilze, '/tandem/profile', told);
    expect(await keptOf('Ilze')).toContain('learnerKey');
    expect(await read(ilze, '/tandem/profile')).toContain('Delete the mark');
    await post(ilze, '/tandem/profile', { ...told, forgetMark: '1' });
    expect(await keptOf('Ilze')).not.toContain('learnerKey');
    expect(await read(await town.come(TRAINER), '/tandem/pairing')).not.toContain('same learner');
  });

  it('is refused beside the field when it looks like a name', async () => {
    const ilze = await town.come(VET);
    const typed = { displayName: 'Ilze', tutorRole: 'vet', learnerMark: 'Anna Kalniņa' };
    const answer = await post(ilze, '/tandem/profile', typed);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('id="learnerMark-fault"');
  });

  async function keptOf(name: string): Promise<string> {
    const id = (await idsByName(await town.come(TRAINER))).get(name) ?? '';
    return JSON.stringify(await (await openParticipantStore(town.pair.database)).get(id));
  }
});
