import type { Collection, Document, Query, Stored } from '../persistence/database.js';

const PAGE = 1000;
/** No cohort is larger; a longer list is cut. */
const MOST = 50_000;

/** All documents that match, page by page. */
export async function everything<T extends Document>(
  collection: Collection<T>,
  query: Query<T>,
): Promise<readonly Stored<T>[]> {
  const found: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await collection.find(query, { limit: PAGE, cursor });
    found.push(...page.documents);
    cursor = page.next;
  } while (cursor !== undefined && found.length < MOST);
  return found;
}

/** A query takes so many ids at a time. */
export function inParts(ids: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += PAGE) parts.push(ids.slice(at, at + PAGE));
  return parts;
}
