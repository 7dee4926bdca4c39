import { textId } from './grading.js';

/** Ids for texts of one list: a text that comes twice gets a number behind its id. */
export function textIds(texts: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const id = textId(text);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}

/**
 * The same things in an order that depends on their texts alone: not on their place in the list,
 * so it tells nothing about it, and is the same after a reload.
 * @param salt another one gives another order
 */
export function scrambled<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  salt = '',
): readonly Item[] {
  return items
    .map((item) => ({ item, key: textId(`${salt}${textOf(item)}`) }))
    .sort((one, other) => compare(one.key, other.key))
    .map(({ item }) => item);
}

/** Each text once, in the order of its characters: the same on every machine. */
export function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compare);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
