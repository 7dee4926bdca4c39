/**
 * Reads `$Context.id.history` or `$ResourceLink.id.history` (LTI Core 1.3, appendix B): ids of what
 * something was copied from, the most recent first.
 * @param value comma-separated, each id percent-encoded; undefined where the platform has no such variable
 */
export function readHistory(value: string | undefined): readonly string[] {
  const ids = (value ?? '').split(',').map((id) => decoded(id.trim()));
  // Canvas ends a list that it has cut with this word.
  return ids.filter((id) => id !== '' && id !== 'truncated').slice(0, LONGEST);
}

/** A look-up for each; nobody copies the copy of a copy more often. */
const LONGEST = 20;

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // A percent sign that encodes nothing is the platform's own.
    return id;
  }
}
