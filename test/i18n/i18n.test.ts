import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadI18n } from '../../src/i18n/i18n.js';
import { texts } from '../support/pages.js';

const i18n = texts();

describe('choice of language', () => {
  it.each([
    ['lv', 'lv'],
    ['lv-LV', 'lv'],
    ['lt_LT', 'lt'],
    ['ET', 'et'],
    ['ru, fi;q=0.8', 'fi'],
  ])('reads %s as %s', (candidate, locale) => {
    expect(i18n.choose(candidate)).toBe(locale);
  });

  it('asks the candidates in their order', () => {
    expect(i18n.choose(undefined, 'xx', 'nl', 'fi')).toBe('nl');
  });

  it('falls back to English', () => {
    expect(i18n.choose(undefined, '', 'ru')).toBe('en');
  });
});

describe('translator', () => {
  it('counts as Lithuanian does', () => {
    const t = i18n.translator('lt');
    const words = [1, 2, 10, 21].map((minutes) => t('duration.minutes', { minutes }));
    expect(words).toEqual(['1 minutė', '2 minutės', '10 minučių', '21 minutė']);
  });

  it('writes numbers as the language does', () => {
    expect(i18n.translator('nl')('duration.hours', { hours: 1.5 })).toBe('1,5 uur');
  });

  it('tells whether a key made at run time has a text', () => {
    expect(i18n.hasText('error.http.not-found')).toBe(true);
    expect(i18n.hasText('error.no-such-code')).toBe(false);
  });
});

describe('loading', () => {
  it('refuses a directory in which a language is missing', () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'texts-'));
    writeFileSync(path.join(directory, 'en.json'), '{}');
    expect(() => loadI18n(directory)).toThrow('et.json');
  });
});
