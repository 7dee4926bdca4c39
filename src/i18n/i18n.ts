import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type english from '../../content/texts/en.json';

/** Languages of the interface, by their ISO 639-1 code. */
export const LOCALES = ['en', 'et', 'lv', 'lt', 'fi', 'nl'] as const;
export type Locale = (typeof LOCALES)[number];

/** A key of the English catalogue. A test holds the other five to the same keys. */
export type TextKey = keyof typeof english;

/** Gives the text of a key in one language, ICU MessageFormat filled in. Plain text, not HTML. */
export type Translate = (
  key: TextKey,
  values?: Readonly<Record<string, string | number>>,
) => string;

export interface I18n {
  translator(locale: Locale): Translate;
  /** True for keys made at run time, such as `error.<code>`. */
  hasText(key: string): key is TextKey;
  /**
   * The first candidate that we speak, else English. A candidate is a language tag in any of the
   * forms that platforms send (`lv`, `lv-LV`, `pt_br`) or an Accept-Language header.
   */
  choose(...candidates: readonly (string | undefined)[]): Locale;
}

/** Reads `<directory>/<locale>.json` of every language. @throws when one is missing or not JSON */
export function loadI18n(directory: string): I18n {
  const catalogues = new Map(
    LOCALES.map((locale) => [locale, translatorOf(locale, readCatalogue(directory, locale))]),
  );
  const keys = new Set(Object.keys(readCatalogue(directory, 'en')));
  return {
    translator: (locale) => catalogues.get(locale) ?? ((key) => key),
    hasText: (key): key is TextKey => keys.has(key),
    choose,
  };
}

type Catalogue = Readonly<Record<string, string>>;

function readCatalogue(directory: string, locale: Locale): Catalogue {
  return JSON.parse(readFileSync(path.join(directory, `${locale}.json`), 'utf8')) as Catalogue;
}

function translatorOf(locale: Locale, catalogue: Catalogue): Translate {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const text = catalogue[key];
    if (text === undefined) return key;
    // Most texts have no placeholder; parsing them would be the larger half of a page's cost.
    if (!text.includes('{')) return text;
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return message.format(values) as string;
  };
}

function choose(...candidates: readonly (string | undefined)[]): Locale {
  for (const candidate of candidates) {
    for (const tag of (candidate ?? '').split(',')) {
      const language = /^[a-z]{2}(?![a-z])/.exec(tag.trim().toLowerCase())?.[0];
      const known = LOCALES.find((locale) => locale === language);
      if (known) return known;
    }
  }
  return 'en';
}
