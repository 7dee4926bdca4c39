/** Where files of libraries are fetched from. */
export const LIBRARY_FILES = '/h5p/libraries';

/**
 * A stylesheet whose files are named from the top of the tool: joined with others it lies elsewhere
 * than where it was written.
 * @param folder of the library, such as `H5P.Question-1.5` @param file path inside it
 */
export function withAddresses(
  css: string,
  { folder, file }: { readonly folder: string; readonly file: string },
): string {
  const at = new URL(`${LIBRARY_FILES}/${encodeURIComponent(folder)}/${file}`, 'http://here');
  return css.replaceAll(
    /url\(\s*(["']?)([^"')]+)\1\s*\)/g,
    (whole: string, _quote: string, address: string) => {
      // With a scheme, from the top, or a part of this document: it means the same everywhere.
      if (/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(address)) return whole;
      const { pathname, search, hash } = new URL(address, at);
      return pathname.startsWith(`${LIBRARY_FILES}/`)
        ? `url("${pathname}${search}${hash}")`
        : whole;
    },
  );
}
