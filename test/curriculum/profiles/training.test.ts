import { describe, expect, it } from '@jest/globals';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import { trainingOf } from '../../../src/curriculum/profiles/training.js';

const ours = await loadCurriculum({ directories: ['content'] });

describe('where a competence is trained', () => {
  it('is in units and exercises that name it, units first', () => {
    const training = trainingOf(ours, 'B2', 'en');

    expect(training[0]).toEqual({
      kind: 'units',
      id: 'U2.2',
      title: 'Show, explain, let try',
      language: 'en',
      moduleNumber: 2,
    });
    const kinds = training.map(({ kind }) => kind);
    expect(kinds).toEqual(kinds.toSorted().reverse());
    for (const { kind, id } of training.filter((each) => each.kind === 'exercises')) {
      expect([kind, ours.exercise(id, 'en')?.competence]).toEqual(['exercises', 'B2']);
    }
  });

  it('is somewhere for each of the joint profile, in at least one exercise', () => {
    const { areas } = ours.profile('tutor', 'en');
    const untrained = areas
      .flatMap((area) => area.competences)
      .filter(({ id }) => !trainingOf(ours, id, 'en').some(({ kind }) => kind === 'exercises'));

    expect(untrained.map(({ id }) => id)).toEqual([]);
  });

  it('has titles in the language that is asked for', () => {
    expect(trainingOf(ours, 'A2', 'lv')[0]).toMatchObject({ id: 'U1.2', language: 'lv' });
  });
});
