import { comparable } from '../../shared/comparable.js';
import type { CatalogueEntry } from '../../shared/catalogue-entry.js';
import type { Selection } from './deep-linking.js';

/**
 * Whether an entry is what somebody looks for: every word of the search is in its words, and type
 * and language fit where they are chosen. `src/browser/choose.ts` does the same while one types.
 */
export function matches(
  entry: CatalogueEntry,
  words: string,
  { search, type, language }: Pick<Selection, 'search' | 'type' | 'language'>,
): boolean {
  if (type !== '' && entry.type !== type) return false;
  if (language !== '' && !entry.languages.includes(language)) return false;
  const text = comparable(words);
  return comparable(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
