/**
 * Whether a host is made of what hosts are made of. A URL may hold ";" and "'" in its host, which
 * mean something in the header that says who may frame us.
 * @param hostname of a URL; an IPv6 literal in its brackets
 */
export function isPlainHost(hostname: string): boolean {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(hostname);
}
