import { describe, expect, it } from '@jest/globals';
import { modulePage, unitPage } from '../../../src/curriculum/pages/curriculum.views.js';
import type { BestTries, Reader } from '../../../src/curriculum/pages/reader.js';
import type { Locale } from '../../../src/i18n/i18n.js';
import { texts } from '../../support/pages.js';
import { aModule, anExercise, aUnit } from '../content.js';

const triangle = aUnit({
  id: 'U1.1',
  exercises: [anExercise({ id: 'M1-01' }), anExercise({ id: 'M1-02' })],
});
const check = aUnit({
  id: 'U1.2',
  exercises: [anExercise({ id: 'M1-03' }), anExercise({ id: 'M1-04', graded: false })],
});
const module = aModule({ units: [triangle, check] });

describe('progress of a module', () => {
  it('counts graded exercises only', () => {
    const page = modulePage(module, aReader({ answered: ['M1-01', 'M1-04'] }));
    expect(page.model.progress).toEqual({ percent: 33, words: '1 of 3 graded exercises done' });
  });

  it('says it in the form that the language wants', () => {
    const one = aModule({ units: [aUnit({ id: 'U1', exercises: [anExercise({ id: 'E1' })] })] });
    const words = (locale: Locale): string =>
      modulePage(one, aReader({ locale })).model.progress.words;
    expect(words('en')).toBe('0 of 1 graded exercise done');
    expect(words('lt')).toBe('Atlikta 0 iš 1 vertinamos užduoties');
  });

  it('is 100 per cent only when all is done', () => {
    const exercises = Array.from({ length: 300 }, (_, at) => anExercise({ id: String(at) }));
    const long = aModule({ units: [aUnit({ id: 'U1', exercises })] });
    const answered = exercises.slice(1).map(({ id }) => id);
    expect(modulePage(long, aReader({ answered })).model.progress.percent).toBe(99);
  });
});

describe('next step', () => {
  it.each([
    ['begins with the first unit', [], '/s/x/units/U1.1', 'Begin here'],
    ['goes on within a unit', ['M1-01'], '/s/x/exercises/M1-02', 'Go on here'],
    ['enters a new unit by its page', ['M1-01', 'M1-02'], '/s/x/units/U1.2', 'Go on here'],
    [
      'looks back when all is done',
      ['M1-01', 'M1-02', 'M1-03'],
      '/s/x/units/U1.1',
      'Look at it again',
    ],
  ])('%s', (_, answered, href, label) => {
    expect(modulePage(module, aReader({ answered })).model.next).toMatchObject({ href, label });
  });
});

describe('unit', () => {
  it('numbers each source once, in the order of the text', () => {
    const law = { id: 'L', title: 'Law', url: 'https://law.example/' };
    const book = { id: 'B', title: 'Book' };
    const unit = aUnit({
      id: 'U1.1',
      points: [
        { text: 'First.', sources: [book] },
        { text: 'Second.', sources: [law, book] },
      ],
    });
    const { model } = unitPage(unit, module, aReader());
    expect(model.sources.map(({ title, number, hasLink }) => ({ title, number, hasLink }))).toEqual(
      [
        { title: 'Book', number: 1, hasLink: false },
        { title: 'Law', number: 2, hasLink: true },
      ],
    );
    expect(model.points.map((point) => point.sources.map(({ number }) => number))).toEqual([
      [1],
      [1, 2],
    ]);
  });

  it('tells the state of each exercise', () => {
    const { model } = unitPage(check, module, aReader({ answered: ['M1-03'] }));
    expect(model.exercises.map(({ state }) => state)).toEqual(['2 of 3 points', 'Practice']);
  });

  it('leads to the units around it', () => {
    const { model } = unitPage(check, module, aReader());
    expect(model.neighbours).toEqual([
      { href: '/s/x/units/U1.1', label: 'Previous', title: 'Unit U1.1' },
    ]);
  });
});

describe('state of a translation', () => {
  const unchecked = aModule({ awaitingCheck: true });

  it('is told to those who teach', () => {
    expect(modulePage(unchecked, aReader({ teaches: true })).model.awaitingCheck).toBe(true);
  });

  it('is not told to learners', () => {
    expect(modulePage(unchecked, aReader()).model.awaitingCheck).toBe(false);
  });
});

function aReader({
  answered = [],
  locale = 'en',
  teaches = false,
}: {
  readonly answered?: readonly string[];
  readonly locale?: Locale;
  readonly teaches?: boolean;
} = {}): Reader {
  const tries: BestTries = new Map(
    answered.map((id) => [id, { scoreGiven: 2, scoreMaximum: 3 }] as const),
  );
  return {
    t: texts().translator(locale),
    locale,
    base: '/s/x',
    tries,
    teaches,
    hasChosenContent: true,
  };
}
