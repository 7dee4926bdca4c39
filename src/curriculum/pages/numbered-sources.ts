import type { Translate } from '../../i18n/i18n.js';
import type { SourceText } from '../curriculum.js';
import type { SourceModel } from './page-models.js';

/** Each source once, in the order in which the text first names it. */
export function numberedSources(
  points: readonly { readonly sources: readonly SourceText[] }[],
  t: Translate,
): readonly SourceModel[] {
  const first = new Map<string, SourceText>();
  for (const source of points.flatMap((point) => point.sources)) {
    if (!first.has(source.id)) first.set(source.id, source);
  }
  return [...first.values()].map(({ id, title, url }, at) => ({
    id,
    number: at + 1,
    anchor: `source-${at + 1}`,
    name: t('curriculum.unit.source', { number: at + 1 }),
    title,
    // Authors also name leaflets and files here; only an address of the web becomes a link.
    hasLink: /^https?:/.test(url ?? ''),
    href: url ?? '',
  }));
}

/** The numbers that stand behind one sentence. */
export function marksOf(
  { sources }: { readonly sources: readonly SourceText[] },
  all: readonly SourceModel[],
): readonly SourceModel[] {
  return all.filter(({ id }) => sources.some((source) => source.id === id));
}
