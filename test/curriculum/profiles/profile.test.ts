import { describe, expect, it } from '@jest/globals';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';

const ours = await loadCurriculum({ directories: ['content'] });

describe('the competence profiles', () => {
  it('are one for both tutors and one for the Learning Ambassador', () => {
    expect(sizeOf('tutor')).toEqual({ areas: 5, competences: 22, levels: 4, target: 3 });
    expect(sizeOf('ambassador')).toEqual({ areas: 3, competences: 9, levels: 3, target: 2 });
  });

  it.each(['tutor', 'ambassador'] as const)('tell every level of the %s apart', (id) => {
    for (const language of ['en', 'et', 'lv', 'lt']) {
      const { levels, ...profile } = ours.profile(id, language);
      const competences = profile.areas.flatMap((area) => area.competences);
      const texts = competences.flatMap((competence) => competence.levels);

      expect(profile.language).toBe(language);
      expect(texts).toHaveLength(competences.length * levels.length);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('say who of the two tutors does what, and whence it comes', () => {
    const { areas } = ours.profile('tutor', 'en');

    expect(areas[0]).toMatchObject({ id: 'A', name: 'Prepare and plan' });
    expect(areas[0]?.competences[1]).toMatchObject({
      id: 'A2',
      name: 'Judge whether the workplace is suitable',
      roles: { vet: 'L', company: 'S' },
    });
    expect(areas[0]?.competences[1]?.levels[0]).toMatch(/^Fills in a checklist/);
    expect(areas[0]?.competences[1]?.sources.map(({ id }) => id)).toEqual([
      'F1',
      'F3',
      'EE2',
      'E8',
    ]);
    const [first] = ours.profile('ambassador', 'en').areas;
    expect(first?.competences[0]?.roles).toBeUndefined();
  });

  it('wait for a native speaker, and come in English where a language lacks them', () => {
    expect(ours.profile('tutor', 'lt')).toMatchObject({ language: 'lt', awaitingCheck: true });
    expect(ours.profile('tutor', 'fi')).toMatchObject({ language: 'en', awaitingCheck: false });
  });

  function sizeOf(id: 'tutor' | 'ambassador'): object {
    const { areas, levels, target } = ours.profile(id, 'en');
    const competences = areas.flatMap((area) => area.competences).length;
    return { areas: areas.length, competences, levels: levels.length, target };
  }
});
