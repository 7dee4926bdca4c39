import { checkedDepth, checkedId, indexValueOf, type Layout } from '../definition.js';
import { toBody } from './body.js';
import type { Row } from './driver.js';

/** @throws {InvalidInput} @throws {Error} as `indexValueOf` */
export function rowOf(
  document: { readonly id: string; readonly revision?: number },
  layout: Layout,
): Row {
  const { id, revision = 1, ...fields } = document;
  checkedId(id);
  // A value that cannot be found again is refused, as in the other adapter.
  for (const field of [...layout.indexes, ...(layout.expiry ? [layout.expiry] : [])]) {
    indexValueOf(document, field);
  }
  return {
    _id: id,
    revision,
    unique: uniqueOf(document, layout),
    body: toBody(checkedDepth(fields)),
  };
}

/** The name of a unique key among a row's `unique`. */
export function uniqueNameOf(key: readonly string[]): string {
  return key.join('+');
}

/** One text per unique key, since MongoDB's own index over several fields also holds documents to it that lack one. */
export function uniqueOf(
  document: { readonly id: string },
  { uniqueKeys }: Layout,
): Record<string, string> {
  return Object.fromEntries(
    uniqueKeys.map((key) => {
      const values = key.map((field) => indexValueOf(document, field));
      const complete = values.every((value) => value !== undefined);
      // A JSON array never begins like the filler, and no other document has this id.
      return [uniqueNameOf(key), complete ? JSON.stringify(values) : `lacking ${document.id}`];
    }),
  );
}
