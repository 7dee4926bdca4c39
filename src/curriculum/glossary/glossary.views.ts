import type { Link, Page } from '../../http/page.js';
import type { GlossaryText } from './glossary-text.js';
import { lookUpLinks } from '../profiles/profile.views.js';
import type { Reader } from '../pages/reader.js';

export interface GlossaryModel {
  readonly lead: string;
  readonly awaitingCheck: boolean;
  /** Which language stands beside English. */
  readonly languages: readonly (Link & { readonly lang: string; readonly isCurrent: boolean })[];
  readonly letters: readonly Link[];
  /** Of the language by which the words are sorted, and the other one. */
  readonly first: string;
  readonly second: string;
  readonly sections: readonly {
    readonly anchor: string;
    readonly letter: string;
    readonly terms: readonly TermModel[];
  }[];
  readonly hasDoubtful: boolean;
  readonly lookUp: readonly Link[];
}

interface TermModel {
  /** In the first language. */
  readonly term: string;
  /** In the second one. */
  readonly other: string;
  readonly isDoubtful: boolean;
}

/**
 * The words of the trade, sorted as the reader looks for them: readers of English by the English
 * word, all others by the other one.
 * @param languages all that the glossary has, English among them
 */
export function glossaryPage(
  glossary: GlossaryText,
  languages: readonly string[],
  reader: Pick<Reader, 't' | 'locale' | 'base' | 'teaches'>,
): Page<GlossaryModel> {
  const { t, base, locale } = reader;
  const byEnglish = locale === 'en';
  const [first, second] = byEnglish ? ['en', glossary.language] : [glossary.language, 'en'];
  const terms = glossary.terms.map(({ term, english, isDoubtful }) => ({
    term: byEnglish ? english : term,
    other: byEnglish ? term : english,
    isDoubtful,
  }));
  const sections = byLetter(terms, first);
  return {
    view: 'curriculum/glossary',
    title: t('curriculum.glossary.title'),
    back: { href: `${base}/`, label: t('page.back') },
    model: {
      lead: t('curriculum.glossary.lead', { count: terms.length }),
      awaitingCheck: glossary.awaitingCheck && reader.teaches,
      languages: languages
        .filter((language) => language !== 'en')
        .map((language) => ({
          href: `${base}/glossary?beside=${language}`,
          label: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
          lang: language,
          isCurrent: language === glossary.language,
        })),
      letters: sections.map(({ anchor, letter }) => ({ href: `#${anchor}`, label: letter })),
      ...{ first, second, sections },
      hasDoubtful: terms.some(({ isDoubtful }) => isDoubtful),
      lookUp: lookUpLinks(reader).filter(({ href }) => !href.endsWith('/glossary')),
    },
  };
}

function byLetter(terms: readonly TermModel[], language: string): GlossaryModel['sections'] {
  const { compare } = new Intl.Collator(language);
  const letters = new Map<string, TermModel[]>();
  for (const term of terms.toSorted((a, b) => compare(a.term, b.term))) {
    const letter = term.term.charAt(0).toLocaleUpperCase(language);
    letters.set(letter, [...(letters.get(letter) ?? []), term]);
  }
  return [...letters]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([letter, inside], at) => ({ anchor: `letter-${at + 1}`, letter, terms: inside }));
}
