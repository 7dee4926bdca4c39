/** Careful looks at what a browser sent. */

/** A field of a plain object; undefined when there is none, whatever the value is. */
export function fieldOf(raw: unknown, name: string): unknown {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, name)) return undefined;
  return (raw as Readonly<Record<string, unknown>>)[name];
}

/** @returns undefined unless it is a list of 1 to all of these ids, none of them twice */
export function someOf(raw: unknown, ids: readonly string[]): readonly string[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > ids.length) return undefined;
  const known = new Set(ids);
  const chosen = raw.filter((id): id is string => typeof id === 'string' && known.has(id));
  return chosen.length === raw.length && new Set(chosen).size === raw.length ? chosen : undefined;
}

/**
 * @param allows what may stand under an id
 * @returns undefined unless it is an object with at least one of these ids and nothing else
 */
export function textsById(
  raw: unknown,
  ids: readonly string[],
  allows: (text: string) => boolean,
): Readonly<Record<string, string>> | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const entries = Object.entries(raw);
  if (entries.length === 0 || entries.length > ids.length) return undefined;
  const known = new Set(ids);
  const allowed = entries.filter(
    (entry): entry is [string, string] =>
      known.has(entry[0]) && typeof entry[1] === 'string' && allows(entry[1]),
  );
  return allowed.length === entries.length ? Object.fromEntries(allowed) : undefined;
}
