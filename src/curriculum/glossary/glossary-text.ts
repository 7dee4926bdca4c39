import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';
import type { Glossary, GlossaryTextsFile } from './glossary.js';
import type { InLanguage } from '../in-language.js';

/** The words of the trade in one language, beside the English ones. Plain text. */
export interface GlossaryText extends InLanguage {
  readonly terms: readonly {
    readonly id: string;
    readonly term: string;
    readonly english: string;
    /** True where nobody is sure that this is the word in use. */
    readonly isDoubtful: boolean;
  }[];
}

/** The glossary, and its terms by language; English is there. */
export interface GlossaryContent {
  readonly structure: Glossary;
  readonly texts: ReadonlyMap<string, GlossaryTextsFile>;
}

/** Joins structure and terms. English where the language lacks the glossary. */
export function localiseGlossary(
  { structure, texts: all }: GlossaryContent,
  language: string,
): GlossaryText {
  const texts = textsIn(all, language);
  const english = textsIn(all, 'en');
  return {
    terms: structure.terms.map(({ id, doubtful = [] }) => ({
      id,
      term: entryOf(texts.terms, id),
      english: entryOf(english.terms, id),
      isDoubtful: doubtful.includes(texts.language),
    })),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
