/**
 * The address of the next page in a Link header (RFC 8288).
 * @param header as fetch gives it: bytes of UTF-8 appear as single characters
 * @param base the address that was asked, against which a relative one is read
 * @returns undefined when there is no next page
 */
export function nextPage(header: string | null, base: string): string | undefined {
  // Moodle's grade services write curly quotes around relations and &amp; between parameters.
  const text = Buffer.from(header ?? '', 'latin1').toString('utf8');
  for (const [, target = '', parameters = ''] of text.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (!relationsIn(parameters).includes('next')) continue;
    const address = target.trim().replaceAll('&amp;', '&');
    return URL.canParse(address, base) ? new URL(address, base).href : undefined;
  }
  return undefined;
}

/** Relation types in lower case; one parameter may name several. */
function relationsIn(parameters: string): readonly string[] {
  const value = /;\s*rel\s*=\s*["“”']?([^"“”';,]*)/i.exec(parameters)?.[1] ?? '';
  return value.trim().toLowerCase().split(/\s+/);
}
