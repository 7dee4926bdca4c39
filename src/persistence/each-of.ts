import type { Document, FoundPage, Stored } from './database.js';

/** Every document that a search finds, a page at a time. @param find the search, from a cursor on */
export async function* eachOf<T extends Document>(
  find: (cursor: string | undefined) => Promise<FoundPage<T>>,
): AsyncGenerator<Stored<T>> {
  let cursor: string | undefined;
  do {
    const page = await find(cursor);
    yield* page.documents;
    cursor = page.next;
  } while (cursor !== undefined);
}
