import type { InLanguage, SourceText } from '../in-language.js';
import { entryOf, isAwaitingCheck, textsIn } from '../reading/fields.js';
import type { Source } from '../source.js';
import type { Supplement, SupplementTextsFile } from './supplement.js';

/** Two hours on the rules of one country, in one language. Plain text. */
export interface SupplementText extends InLanguage {
  readonly id: string;
  /** ISO 3166-1. */
  readonly country: string;
  /** Whose page leads to it. */
  readonly moduleId: string;
  readonly minutes: number;
  readonly title: string;
  readonly purpose: string;
  readonly parts: readonly {
    readonly id: string;
    readonly minutes: number;
    readonly title: string;
    readonly about: string;
    readonly task: string;
    readonly sources: readonly SourceText[];
  }[];
  readonly facts: readonly {
    readonly id: string;
    readonly text: string;
    /** Day, month or year that it describes, as in ISO 8601. Undefined: its source bears no date. */
    readonly asOf?: string | undefined;
    readonly sources: readonly SourceText[];
  }[];
  /** What the sources leave open. */
  readonly questions: readonly string[];
}

/** A supplement, and its words by language; English is there. */
export interface SupplementContent {
  readonly structure: Supplement;
  readonly texts: ReadonlyMap<string, SupplementTextsFile>;
}

/** Joins structure and words. English where the language lacks the supplement. */
export function localiseSupplement(
  sources: ReadonlyMap<string, Source>,
  { structure, texts: all }: SupplementContent,
  language: string,
): SupplementText {
  const texts = textsIn(all, language);
  const named = (ids: readonly string[]): readonly SourceText[] =>
    ids.flatMap((id) => sources.get(id) ?? []);
  const { id, country, module: moduleId, minutes, parts, facts, questions } = structure;
  return {
    ...{ id, country, moduleId, minutes },
    title: texts.title,
    purpose: texts.purpose,
    parts: parts.map((part) => ({
      ...part,
      ...entryOf(texts.parts, part.id),
      sources: named(part.sources),
    })),
    facts: facts.map((fact) => ({
      ...fact,
      text: entryOf(texts.facts, fact.id),
      sources: named(fact.sources),
    })),
    questions: questions.map((question) => entryOf(texts.questions, question)),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
