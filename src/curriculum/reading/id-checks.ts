import type { FieldPath, Problem } from './content-fault.js';

/** An id, and where in its file it stands. */
export interface IdPlace {
  readonly id: string;
  readonly at: FieldPath;
}

/** Ids that stand a second time. */
export function twice(places: readonly IdPlace[]): readonly Problem[] {
  const seen = new Set<string>();
  return places.flatMap(({ id, at }) => {
    const isThere = seen.has(id);
    seen.add(id);
    return isThere ? [{ at, expected: `the id ${id} stands twice` }] : [];
  });
}

/**
 * Ids that lead nowhere.
 * @param known undefined when the file that has them could not be read: then nothing is wrong here
 * @param kind what the ids name, as in `source in sources.yaml`
 */
export function unknownIds(
  places: readonly IdPlace[],
  known: ReadonlySet<string> | undefined,
  kind: string,
): readonly Problem[] {
  return places.flatMap(({ id, at }) =>
    !known || known.has(id) ? [] : [{ at, expected: `no ${kind} has the id ${id}` }],
  );
}

/** An id that is not the name of its folder. */
export function folderProblems(
  { id }: { readonly id: string },
  folder: string,
): readonly Problem[] {
  return id === folder
    ? []
    : [{ at: ['id'], expected: `expected ${folder}, as its folder is named` }];
}

/** Each id of a list with its place in it. */
export function placesIn(ids: readonly string[], at: FieldPath): readonly IdPlace[] {
  return ids.map((id, index) => ({ id, at: [...at, index] }));
}

/** The id of each thing in a list, with its place. */
export function idsAt(
  things: readonly { readonly id: string }[],
  at: FieldPath,
): readonly IdPlace[] {
  return things.map(({ id }, index) => ({ id, at: [...at, index, 'id'] }));
}
