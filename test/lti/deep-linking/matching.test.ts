import { describe, expect, it } from '@jest/globals';
import { matches } from '../../../src/lti/deep-linking/matching.js';
import { comparable } from '../../../src/shared/comparable.js';
import type { CatalogueEntry } from '../../../src/shared/catalogue-entry.js';

const entry: CatalogueEntry = {
  contentId: 'M1-03',
  kind: 'exercise',
  moduleTitle: 'Pirms mācībām',
  title: 'Cik stundu?',
  type: 'single',
  languages: ['lv', 'en'],
  graded: true,
  maxScore: 1,
  minutes: 3,
  path: '/exercises/M1-03',
};
const WORDS = 'M1-03 Cik stundu? Pirms mācībām';
const everything = { search: '', type: '', language: '' };

describe('search for content', () => {
  it.each([
    ['no words', {}, true],
    ['a word without its marks, in capitals', { search: 'MACIBAM' }, true],
    ['two words in any order', { search: '  stundu  cik ' }, true],
    ['one word of two that is not there', { search: 'cik minūšu' }, false],
    ['its id', { search: 'm1-03' }, true],
    ['its type', { type: 'single' }, true],
    ['another type', { type: 'module' }, false],
    ['one of its languages', { language: 'en' }, true],
    ['another language', { language: 'fi' }, false],
    ['a fitting word in another language', { search: 'cik', language: 'fi' }, false],
  ])('given %s', (_what, sought, expected) => {
    expect(matches(entry, WORDS, { ...everything, ...sought })).toBe(expected);
  });

  it('compares without marks and capitals', () => {
    expect(comparable(' Ģimenē Õppija ')).toBe('gimene oppija');
  });
});
