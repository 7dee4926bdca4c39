import type { BadgeFamily, BadgeTextsFile } from './badge.js';
import { entryOf, isAwaitingCheck, textsIn, type ProfileId } from '../reading/fields.js';
import type { InLanguage, SourceText } from '../in-language.js';
import type { Source } from '../source.js';

/** A badge in one language. Plain text. */
export interface BadgeText {
  readonly id: string;
  readonly profile: ProfileId;
  readonly name: string;
  /** What one must have reached, in a sentence. */
  readonly need: string;
  /** Who looks at the evidence. */
  readonly assessor: string;
  readonly evidence: readonly string[];
  /** Ids of the competences that it asks for. */
  readonly competences: readonly string[];
  /** Which each of them reaches at least. */
  readonly level: number;
  /** Ids of the badges that one must hold already; often none. */
  readonly requires: readonly string[];
}

/** All badges in one language, in the order in which one earns them. */
export interface BadgeFamilyText extends InLanguage {
  readonly name: string;
  readonly about: string;
  /** From applying to renewing. */
  readonly steps: readonly string[];
  /** Working days in which an application is answered. */
  readonly answerWithinDays: number;
  readonly validYears: number;
  readonly badges: readonly BadgeText[];
  readonly sources: readonly SourceText[];
}

/** The family, and its words by language; English is there. */
export interface BadgeContent {
  readonly structure: BadgeFamily;
  readonly texts: ReadonlyMap<string, BadgeTextsFile>;
}

/** Joins structure and words. English where the language lacks them. */
export function localiseBadges(
  sources: ReadonlyMap<string, Source>,
  { structure, texts: all }: BadgeContent,
  language: string,
): BadgeFamilyText {
  const texts = textsIn(all, language);
  const { steps, badges, answerWithinDays, validYears } = structure;
  return {
    ...{ name: texts.name, about: texts.about, answerWithinDays, validYears },
    steps: steps.map((step) => entryOf(texts.steps, step)),
    badges: badges.map(({ id, profile, competences, level, requires = [], evidence }) => {
      const words = entryOf(texts.badges, id);
      return {
        ...{ id, profile, competences, level, requires },
        ...{ name: words.name, need: words.need, assessor: words.assessor },
        evidence: evidence.map((item) => entryOf(words.evidence, item)),
      };
    }),
    sources: structure.sources.flatMap((id) => sources.get(id) ?? []),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
