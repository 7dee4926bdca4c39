import type { Link, Page } from '../../http/page.js';
import { dayIn } from '../../i18n/moments.js';
import type { ModuleText } from '../curriculum.js';
import { marksOf, numberedSources } from '../pages/numbered-sources.js';
import type { SourceModel } from '../pages/page-models.js';
import type { Reader } from '../pages/reader.js';
import type { SupplementText } from './supplement-text.js';

export interface SupplementModel {
  readonly lang: string;
  readonly purpose: string;
  readonly meta: string;
  readonly awaitingCheck: boolean;
  readonly parts: readonly PartModel[];
  readonly facts: readonly FactModel[];
  readonly questions: readonly string[];
  readonly hasSources: boolean;
  readonly sources: readonly SourceModel[];
}

interface PartModel {
  readonly title: string;
  readonly minutes: string;
  readonly about: string;
  readonly task: string;
  readonly sources: readonly SourceModel[];
}

interface FactModel {
  readonly text: string;
  /** Of when it is, and that it wants to be checked. */
  readonly asOf: string;
  readonly sources: readonly SourceModel[];
}

export function supplementPage(
  supplement: SupplementText,
  module: ModuleText,
  { t, locale, base, teaches }: Reader,
): Page<SupplementModel> {
  const { parts, facts, minutes } = supplement;
  const sources = numberedSources([...facts, ...parts], t);
  return {
    view: 'curriculum/supplement',
    title: supplement.title,
    lang: supplement.language,
    back: {
      href: `${base}/modules/${module.id}`,
      label: t('curriculum.module.name', { number: module.number }),
    },
    model: {
      lang: supplement.language,
      purpose: supplement.purpose,
      meta: t('duration.minutes', { minutes }),
      awaitingCheck: supplement.awaitingCheck && teaches,
      parts: parts.map((part) => ({
        title: part.title,
        minutes: t('duration.minutes', { minutes: part.minutes }),
        about: part.about,
        task: part.task,
        sources: marksOf(part, sources),
      })),
      facts: facts.map((fact) => ({
        text: fact.text,
        asOf:
          fact.asOf === undefined
            ? t('curriculum.supplement.undated')
            : t('curriculum.supplement.as-of', { date: asWritten(fact.asOf, locale) }),
        sources: marksOf(fact, sources),
      })),
      questions: supplement.questions,
      hasSources: sources.length > 0,
      sources,
    },
  };
}

/** A day as the language writes it; a month or a year as it stands in the file. */
function asWritten(asOf: string, locale: string): string {
  const isDay = asOf.length === 'YYYY-MM-DD'.length;
  return isDay ? dayIn(Date.parse(asOf), locale, { timeZone: 'UTC' }) : asOf;
}

/** For the page of the module that they belong to. */
export function supplementLinks(
  supplements: readonly SupplementText[],
  { id }: ModuleText,
  { base }: Reader,
): readonly (Link & { readonly lang: string })[] {
  return supplements
    .filter(({ moduleId }) => moduleId === id)
    .map((supplement) => ({
      href: `${base}/supplements/${supplement.id}`,
      label: supplement.title,
      lang: supplement.language,
    }));
}
