import { describe, expect, it } from '@jest/globals';
import { loadCurriculum } from '../../src/curriculum/curriculum.service.js';
import { contentCopy, writeContent } from './content-copy.js';

const ours = await loadCurriculum({ directories: ['content'] });

describe('the content of this repository', () => {
  it('holds module 1 whole, without a fault', () => {
    const module = ours.module('M1', 'en');

    expect(module?.title).toBe('Before: prepare together');
    expect(module?.units.map(({ id }) => id)).toEqual(['U1.1', 'U1.2', 'U1.3', 'U1.4']);
    expect(module?.exerciseIds).toHaveLength(18);
    expect(module?.exerciseIds.at(0)).toBe('M1-01');
    expect(module?.exerciseIds.at(-1)).toBe('CASE1');
    expect(module?.outcomes).toHaveLength(5);
    expect(module?.competences).toContainEqual({ id: 'E1', name: 'Work as a tandem' });
  });

  it('holds module 2 whole, without a fault', () => {
    const module = ours.module('M2', 'en');

    expect(module?.title).toBe('During: guide together');
    expect(module?.hours).toBe(12);
    expect(module?.units.map(({ id }) => id)).toEqual(['U2.1', 'U2.2', 'U2.3', 'U2.4', 'U2.5']);
    expect(module?.exerciseIds).toHaveLength(20);
    expect(module?.exerciseIds.at(-1)).toBe('CASE2');
    expect(module?.together.map(({ title }) => title)).toEqual([
      'Always on the phone',
      'Feedback conversation protocol',
    ]);
  });

  it('holds module 3 whole, without a fault', () => {
    const module = ours.module('M3', 'en');

    expect(module?.title).toBe('After: assess and improve together');
    expect(module?.units.map(({ id }) => id)).toEqual(['U3.1', 'U3.2', 'U3.3', 'U3.4']);
    expect(module?.exerciseIds).toHaveLength(15);
    expect(module?.exerciseIds.at(-1)).toBe('CASE3');
    expect(module?.together.map(({ title }) => title)).toEqual([
      'Just sign the form',
      'Joint assessment plan and rubric',
    ]);
  });

  it('has every module in the languages of the tutors', () => {
    for (const { id } of ours.modules('en')) {
      const languages = ['en', 'et', 'lv', 'lt'].map((locale) => ours.module(id, locale)?.language);
      expect([id, ...languages]).toEqual([id, 'en', 'et', 'lv', 'lt']);
    }
  });

  it('adds up to the hours of the module', () => {
    const module = ours.module('M1', 'en');
    const units = module?.units.reduce((sum, { hours }) => sum + hours, 0);

    expect(module?.hours).toBe(10);
    // Three hours for the tandem activity, half an hour for opening and survey.
    expect(units).toBe(10 - 3 - 0.5);
  });

  it('writes out every point in 40 to 90 words', () => {
    for (const locale of ours.languages) {
      const units = ours.modules(locale).flatMap(({ units: inside }) => inside);
      const points = units.flatMap((unit) => unit.points);
      const lengths = points.map(({ text }) => text.split(/\s+/).length);

      expect(points.length).toBeGreaterThanOrEqual(21 + 26 + 21);
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(40);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(90);
    }
  });

  it('tells the source of every point', () => {
    const points = ours.module('M1', 'en')!.units.flatMap((unit) => unit.points);

    expect(points.every(({ sources }) => sources.length > 0)).toBe(true);
    expect(points[2]?.sources.map(({ id }) => id)).toEqual(['E1']);
    expect(points[2]?.sources[0]?.title).toContain('Council Recommendation of 15 March 2018');
    expect(points[2]?.sources[0]?.url).toMatch(/^https:\/\/eur-lex\.europa\.eu\//);
  });

  it('dates what the law says and asks to check the current national text', () => {
    for (const id of ['joint-check', 'each-learner', 'protection', 'accredited', 'under-18']) {
      expect(`${id}: ${pointOf('U1.2', id)}`).toMatch(/current\s+national text/);
    }
  });

  it('asks for the current national text in every language where module 2 touches the law', () => {
    const asks = {
      en: /check the current\s+national text/,
      et: /kontrollige riigis kehtivat\s+õigusakti/,
      lv: /pārbaudiet spēkā esošo valsts tekstu/,
      lt: /pasitikrinkite galiojantį nacionalinį\s+teisės\s+aktą/,
    };
    for (const [locale, words] of Object.entries(asks)) {
      const texts = [
        ours.unit('U2.2', locale)?.points[3]?.text,
        ours.unit('U2.5', locale)?.points[1]?.text,
        ours.unit('U2.5', locale)?.points[4]?.text,
      ];
      for (const text of texts) expect(text).toMatch(words);
    }
  });

  it('joins a unit with its neighbours', () => {
    expect(ours.unit('U1.1', 'en')?.previous).toBeUndefined();
    expect(ours.unit('U1.2', 'en')).toMatchObject({
      moduleId: 'M1',
      hours: 2,
      minutes: 120,
      previous: { id: 'U1.1', title: 'Who does what: the triangle' },
      next: { id: 'U1.3' },
    });
    expect(ours.unit('U1.4', 'en')?.next).toBeUndefined();
  });

  it('names the case and the activity as what the pair does together', () => {
    expect(ours.module('M1', 'en')?.together).toMatchObject([
      { kind: 'case', title: 'Monday is too early', exerciseId: 'CASE1' },
      { kind: 'activity', title: 'Individual training plan and workplace check' },
    ]);
  });

  function pointOf(unitId: string, id: string): string | undefined {
    const order = ['joint-check', 'each-learner', 'protection', 'accredited', 'under-18'];
    return ours.unit(unitId, 'en')?.points[order.indexOf(id)]?.text;
  }
});

describe('asking the curriculum', () => {
  it('knows what lies within what', () => {
    expect(ours.contains('M1', 'M1')).toBe(true);
    expect(ours.contains('M1', 'U1.2')).toBe(true);
    expect(ours.contains('M1', 'M1-05')).toBe(true);
    expect(ours.contains('M1', 'CASE1')).toBe(true);
    expect(ours.contains('U1.2', 'M1-05')).toBe(true);
    expect(ours.contains('M1-05', 'M1-05')).toBe(true);

    expect(ours.contains('U1.1', 'M1-05')).toBe(false);
    expect(ours.contains('U1.2', 'M1')).toBe(false);
    expect(ours.contains('M1-05', 'M1-06')).toBe(false);
    expect(ours.contains('M9', 'M9')).toBe(false);
  });

  it('has modules, units and exercises, and nothing else', () => {
    expect(['M1', 'U1.1', 'M1-01', 'CASE1'].map((id) => ours.has(id))).toEqual(Array(4).fill(true));
    expect(['A1', 'TA1', 'm1', '__proto__', ''].map((id) => ours.has(id))).toEqual(
      Array(5).fill(false),
    );
  });

  it('lists exercises in the order in which one meets them', () => {
    expect(ours.exercisesOf('U1.1').map(({ id, graded }) => [id, graded])).toEqual([
      ['M1-01', true],
      ['M1-02', true],
      ['M1-03', true],
      ['M1-04', false],
    ]);
    expect(ours.exercisesOf('M1').filter(({ graded }) => graded)).toHaveLength(14);
    expect(ours.exercisesOf('CASE1').map(({ id }) => id)).toEqual(['CASE1']);
    expect(ours.exercisesOf('M9')).toEqual([]);
  });

  it('answers in Latvian, and says that the translation waits for a native speaker', () => {
    expect(ours.languages).toEqual(expect.arrayContaining(['en', 'lv']));
    expect(ours.unit('U1.2', 'lv')).toMatchObject({
      title: 'Piemērota un droša: pārbaudiet, pirms parakstāt',
      language: 'lv',
      awaitingCheck: true,
    });
    expect(ours.unit('U1.2', 'en')?.awaitingCheck).toBe(false);
  });

  it('says of an exercise where it stands', () => {
    expect(ours.exercise('M1-03', 'en')).toMatchObject({
      moduleId: 'M1',
      unitId: 'U1.1',
      kind: 'single',
      competence: 'E1',
      title: 'Just tell me how many hours',
      library: 'Tandem.SingleChoice',
      language: 'en',
    });
    expect(ours.exercise('CASE1', 'en')?.unitId).toBeUndefined();
    expect(ours.exercise('U1.1', 'en')).toBeUndefined();
  });
});

describe('languages', () => {
  it('fall back to English by the module, and say so', async () => {
    const curriculum = await loadedWithLatvian();

    expect(curriculum.module('M1', 'fi')).toMatchObject({ language: 'en', awaitingCheck: false });
    expect(curriculum.module('M1', 'lv')).toMatchObject({ language: 'lv', title: 'Pirms' });
  });

  it('say which translation still waits for a native speaker', async () => {
    const curriculum = await loadedWithLatvian();

    expect(curriculum.module('M1', 'lv')?.awaitingCheck).toBe(true);
    expect(curriculum.unit('U1.1', 'lv')?.awaitingCheck).toBe(true);
    expect(curriculum.exercise('M1-01', 'lv')?.awaitingCheck).toBe(true);
    const { present } = curriculum.coverage('en');
    expect(curriculum.coverage('lv')).toEqual({ present, missing: 0, awaitingCheck: present });
  });

  it('no longer wait once it has been checked', async () => {
    const curriculum = await loadedWithLatvian('human\ncheckedByNative: true');

    expect(curriculum.module('M1', 'lv')?.awaitingCheck).toBe(false);
  });

  it('are counted, not refused, when they are missing', () => {
    const english = ours.coverage('en');

    expect(english).toMatchObject({ missing: 0, awaitingCheck: 0 });
    expect(ours.coverage('xx')).toEqual({
      present: 0,
      missing: english.present,
      awaitingCheck: 0,
    });
  });

  /** Our content with its English words as a Latvian translation under another title. */
  async function loadedWithLatvian(translation = 'machine') {
    const directory = await contentCopy();
    const modules = ours.modules('en').map(({ id }) => `modules/${id}`);
    const surveys = ours.surveys('en').map(({ id }) => `surveys/${id}`);
    const others = ['badges', 'competences', 'competences/ambassador', 'glossary', ...surveys];
    for (const folder of [...modules, ...others, 'tracks/ambassador']) {
      await writeContent(directory, `${folder}/lv.yaml`, {
        from: `${folder}/en.yaml`,
        change: (text) =>
          text
            .replace('language: en', 'language: lv')
            .replace('translation: original', `translation: ${translation}`)
            .replace('title: "Before: prepare together"', 'title: "Pirms"'),
      });
    }
    return loadCurriculum({ directories: [directory] });
  }
});

describe('a second directory', () => {
  it('takes the place of single files and leaves the others', async () => {
    const overlay = await contentCopy({ empty: true });
    await writeContent(overlay, 'modules/M1/en.yaml', {
      change: (text) => text.replace('subtitle: "Roles', 'subtitle: "Our roles'),
    });

    const curriculum = await loadCurriculum({ directories: ['content', overlay] });

    expect(curriculum.module('M1', 'en')?.subtitle).toMatch(/^Our roles/);
    expect(curriculum.unit('U1.1', 'en')?.title).toBe('Who does what: the triangle');
    expect(curriculum.fileCount).toBe(ours.fileCount);
  });

  it('makes another version', async () => {
    const overlay = await contentCopy({ empty: true });
    await writeContent(overlay, 'sources.yaml', { change: (text) => `${text}# ours\n` });

    const curriculum = await loadCurriculum({ directories: ['content', overlay] });

    expect(curriculum.version).not.toBe(ours.version);
    expect((await loadCurriculum({ directories: ['content'] })).version).toBe(ours.version);
  });

  it('may hold other things, which are not read', async () => {
    const overlay = await contentCopy({ empty: true });
    await writeContent(overlay, 'README.md', { change: () => '# Our content' });
    await writeContent(overlay, 'texts/en.yaml', { change: () => 'app: Ours' });

    const curriculum = await loadCurriculum({ directories: ['content', overlay] });

    expect(curriculum.version).toBe(ours.version);
  });
});
