import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { LOCALES, type Locale } from '../../src/i18n/i18n.js';

const english = catalogue('en');

describe.each(LOCALES)('texts in %s', (locale) => {
  const texts = catalogue(locale);

  it('have the keys of the English ones', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
  });

  it('say something under each key', () => {
    expect(Object.keys(texts).filter((key) => texts[key]!.trim() === '')).toEqual([]);
  });

  it('are MessageFormat with the placeholders of the English ones', () => {
    for (const key of Object.keys(texts)) {
      const here = { key, placeholders: placeholders(message(texts[key]!, locale)) };
      expect(here).toEqual({ key, placeholders: placeholders(message(english[key] ?? '', 'en')) });
    }
  });

  it('have each plural form of the language', () => {
    const forms = [...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].sort();
    for (const [key, text] of Object.entries(texts)) {
      for (const plural of elements(message(text, locale)).filter(isPlural)) {
        const given = Object.keys(plural.options).filter((form) => !form.startsWith('='));
        expect({ key, forms: given.sort() }).toEqual({ key, forms });
      }
    }
  });

  it('are not left in English', () => {
    if (locale === 'en') return;
    const same = Object.keys(texts).filter((key) => texts[key] === english[key]);
    // A name, a mark or a word that the languages share.
    expect(same.filter((key) => english[key]!.split(' ').length > 2)).toEqual([]);
  });
});

function catalogue(locale: Locale): Readonly<Record<string, string>> {
  const file = `content/texts/${locale}.json`;
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

/** As much of the parsed message as is looked at here. */
interface Element {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
}

type Plural = Required<Element>;

const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;

function message(text: string, locale: Locale): readonly Element[] {
  const format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return format.getAst();
}

function elements(ast: readonly Element[]): readonly Element[] {
  return ast.flatMap((element) => [
    element,
    ...Object.values(element.options ?? {}).flatMap(({ value }) => elements(value)),
  ]);
}

function isPlural(element: Element): element is Plural {
  return element.type === PLURAL;
}

function placeholders(ast: readonly Element[]): readonly string[] {
  const named = elements(ast).filter(({ type }) => type !== LITERAL && type !== POUND);
  return [...new Set(named.map(({ value }) => String(value)))].sort();
}
