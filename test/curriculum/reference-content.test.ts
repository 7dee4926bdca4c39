import { rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ContentFault } from '../../src/curriculum/reading/content-fault.js';
import { loadCurriculum } from '../../src/curriculum/curriculum.service.js';
import { contentCopy, writeContent } from './content-copy.js';
import { BESIDE_MODULES } from './planted-beside-modules.js';

const ours = await loadCurriculum({ directories: ['content'] });
const OTHERS = ['et', 'lv', 'lt'] as const;

describe('badges', () => {
  it('are five areas, their sum, two more, and four of the Learning Ambassador', () => {
    const { badges } = ours.badges('en');

    expect(badges.filter(({ profile }) => profile === 'tutor')).toHaveLength(8);
    expect(badges.filter(({ profile }) => profile === 'ambassador')).toHaveLength(4);
    const sum = badges.find(({ id }) => id === 'WBL-TUTOR');
    expect(sum?.requires).toEqual(['B-A', 'B-B', 'B-C', 'B-D', 'B-E']);
    expect(sum?.competences).toHaveLength(22);
  });

  it.each(['tutor', 'ambassador'] as const)('ask once for each competence of the %s', (id) => {
    const { areas, target } = ours.profile(id, 'en');
    const all = areas.flatMap((area) => area.competences.map((competence) => competence.id));
    const { badges } = ours.badges('en');
    const sums = badges.filter(({ profile, requires }) => profile === id && requires.length > 2);
    const parts = badges.filter((badge) => sums[0]?.requires.includes(badge.id));

    expect(parts.flatMap(({ competences }) => competences)).toEqual(all);
    expect(parts.every(({ level }) => level === target)).toBe(true);
  });

  it('say what one shows, who looks at it, and where the rules come from', () => {
    const { badges, sources, answerWithinDays, validYears } = ours.badges('en');

    expect(badges[0]).toMatchObject({ id: 'B-A', name: 'Prepare Together' });
    expect(badges[0]?.evidence).toHaveLength(4);
    expect(badges.filter(({ assessor, need }) => assessor === '' || need === '')).toEqual([]);
    expect([answerWithinDays, validYears]).toEqual([10, 5]);
    expect(sources.map(({ id }) => id)).toEqual(['N2', 'E15', 'OWN']);
  });
});

describe('surveys', () => {
  const surveys = new Map(ours.surveys('en').map((survey) => [survey.id, survey]));

  it('are asked before the course, after each module, and six months later', () => {
    expect([...surveys.values()].map(({ id, when }) => [id, when])).toEqual([
      ['module-feedback', 'after-each-module'],
      ['needs', 'before-the-course'],
      ['six-months', 'six-months-later'],
    ]);
  });

  it('ask for a rating of the same competences before, afterwards and in looking back', () => {
    const ratings = ['needs', 'six-months'].flatMap((id) =>
      surveys.get(id)!.questions.flatMap(({ structure }) => {
        return structure.kind === 'rating' ? [[structure.profile, structure.asOf]] : [];
      }),
    );
    expect(ratings).toEqual([
      ['tutor', 'now'],
      ['tutor', 'now'],
      ['tutor', 'before-the-course'],
    ]);
  });

  it('ask the same seven after each module, and more of some people after one of them', () => {
    const { questions } = surveys.get('module-feedback')!;
    const ofEverybody = questions.filter(({ structure }) => !structure.for && !structure.modules);
    const ofCompanies = questions.filter(({ structure }) => {
      return structure.for?.includes('company-tutor') === true;
    });

    expect(ofEverybody.map(({ structure }) => structure.id)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => `F0${number}`),
    );
    expect(ofCompanies.map(({ structure }) => structure.modules)).toEqual(
      ['M1', 'M1', 'M2', 'M2', 'M3', 'M3'].map((id) => [id]),
    );
  });

  it('have words for each option, and for the ends of the scales they use', () => {
    const { questions, agree, recommend } = surveys.get('needs')!;
    const size = questions.find(({ structure }) => structure.id === 'N06');

    expect(size?.options.at(-1)).toEqual({ id: 'school', label: 'I belong to a school' });
    expect(agree?.highest).toBe('I fully agree');
    expect(recommend).toBeUndefined();
    expect(surveys.get('module-feedback')?.recommend?.lowest).toBe('Surely not');
  });
});

describe('the glossary', () => {
  it('has 76 terms in six languages', () => {
    expect([...ours.glossaryLanguages].sort()).toEqual(['en', 'et', 'fi', 'lt', 'lv', 'nl']);
    for (const language of ours.glossaryLanguages) {
      expect(ours.glossary(language)).toMatchObject({ language });
      expect(ours.glossary(language).terms).toHaveLength(76);
    }
    expect(ours.glossary('sv').language).toBe('en');
  });

  it('puts the English word beside, and says where nobody is sure', () => {
    const find = (language: string, id: string): object | undefined =>
      ours.glossary(language).terms.find((term) => term.id === id);

    expect(find('fi', 'company-tutor')).toEqual({
      id: 'company-tutor',
      term: 'työpaikkaohjaaja',
      english: 'company tutor',
      isDoubtful: false,
    });
    expect(find('nl', 'learning-ambassador')).toMatchObject({ isDoubtful: true });
    expect(find('en', 'learning-ambassador')).toMatchObject({ isDoubtful: false });
  });
});

describe('the Learning Ambassador track', () => {
  it('takes six hours, two for each area of the profile', () => {
    const [track] = ours.tracks('en');

    expect(track).toMatchObject({ id: 'ambassador', after: 'M3', minutes: 360 });
    expect(track?.parts.map(({ minutes }) => minutes)).toEqual([120, 120, 120]);
    expect(track?.parts.map(({ competences }) => competences)).toEqual(
      ours
        .profile('ambassador', 'en')
        .areas.map(({ competences }) => competences.map(({ id }) => id)),
    );
    expect(track?.parts.map(({ badge }) => badge)).toEqual(['LA-1', 'LA-2', 'LA-3']);
  });
});

describe('what stands beside the modules', () => {
  it.each(OTHERS)(
    'is there in %s, in its own words, and waits for a native speaker',
    (language) => {
      const own = wordsIn(language);
      const english = wordsIn('en');

      expect(own).toHaveLength(english.length);
      const same = own.filter((text) => english.includes(text) && /[a-z]{4}/i.test(text));
      expect(same).toEqual([]);
      for (const part of [
        ours.badges(language),
        ...ours.surveys(language),
        ...ours.tracks(language),
      ])
        expect(part).toMatchObject({ language, awaitingCheck: true });
    },
  );

  it('comes in English where a language lacks it, and is counted as missing', () => {
    expect(ours.badges('fi').language).toBe('en');
    expect(ours.surveys('nl').every(({ language }) => language === 'en')).toBe(true);
    const { present, missing } = ours.coverage('fi');
    expect(present).toBe(76);
    expect(missing).toBe(ours.coverage('en').present - 76);
    expect(ours.coverage('lt').missing).toBe(0);
  });

  it.each(BESIDE_MODULES)('names file, line and field of $mistake', async (planted) => {
    const directory = await contentCopy();
    let written = '';
    await writeContent(directory, planted.file, {
      change: (text) => {
        expect(text).toContain(planted.from);
        written = text.replace(planted.from, planted.to);
        return written;
      },
    });

    const fault = (await faultsOf(directory)).find(({ field }) => field === planted.field);

    expect(fault).toMatchObject({ file: `${directory}/${planted.file}` });
    expect(fault?.expected).toContain(planted.expected);
    expect(written.split('\n')[(fault?.line ?? 0) - 1]).toContain(planted.line);
  });

  it.each(['badges/badges.yaml', 'glossary/en.yaml', 'surveys/needs/survey.yaml'])(
    'names %s when it is missing',
    async (name) => {
      const directory = await contentCopy();
      await rm(`${directory}/${name}`);

      const missing = { file: name, line: 1, field: '', expected: 'this file is missing' };
      expect(await faultsOf(directory)).toContainEqual(missing);
    },
  );

  it('is changed by a second directory, a language or a survey at a time', async () => {
    const overlay = await contentCopy({ empty: true });
    await writeContent(overlay, 'glossary/fi.yaml', {
      change: (text) => text.replace('"työpaikka"', '"työmaa"'),
    });
    for (const name of ['survey', 'en']) {
      await writeContent(overlay, `surveys/ours/${name}.yaml`, {
        from: `surveys/six-months/${name}.yaml`,
        change: (text) => text.replace('id: six-months', 'id: ours'),
      });
    }

    const curriculum = await loadCurriculum({ directories: ['content', overlay] });

    const workplace = curriculum.glossary('fi').terms.find(({ id }) => id === 'workplace');
    expect(workplace?.term).toBe('työmaa');
    expect(curriculum.surveys('lv').map(({ id, language }) => [id, language])).toContainEqual([
      'ours',
      'en',
    ]);
    expect(curriculum.surveys('lv')).toHaveLength(4);
  });
});

function wordsIn(language: string): readonly string[] {
  const { name, about, steps, badges } = ours.badges(language);
  return [
    ...[name, about, ...steps],
    ...badges.flatMap(({ need, assessor, evidence }) => [need, assessor, ...evidence]),
    ...ours
      .surveys(language)
      .flatMap(({ title, purpose, privacy, questions }) => [
        ...[title, purpose, privacy],
        ...questions.flatMap(({ ask, options }) => [ask, ...options.map(({ label }) => label)]),
      ]),
    ...ours
      .tracks(language)
      .flatMap(({ title, purpose, handover, parts }) => [
        ...[title, purpose, handover],
        ...parts.flatMap((part) => [
          part.story,
          part.result,
          ...part.steps.map(({ text }) => text),
        ]),
      ]),
  ];
}

async function faultsOf(directory: string): Promise<ContentFault['faults']> {
  const error: unknown = await loadCurriculum({ directories: [directory] }).catch(
    (fault: unknown) => fault,
  );
  if (!(error instanceof ContentFault)) throw new Error('loaded without a fault');
  return error.faults;
}
