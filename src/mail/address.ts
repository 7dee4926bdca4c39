import { domainToASCII } from 'node:url';

const LONGEST = 254;
const LONGEST_LOCAL = 64;
/** No spaces, quotes, brackets or lists, no control characters: one plain mailbox, in any script. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}$/;

/**
 * A mail address as somebody typed it. One mailbox only, so that nothing of it can become a second
 * recipient or a header.
 * @returns with its domain in ASCII and small letters; undefined for what is no address
 */
export function readMailAddress(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  const domain = domainToASCII(address.slice(at + 1));
  const isDotted = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  if (!LOCAL.test(local) || isDotted || !DOMAIN.test(domain)) return undefined;
  if (Buffer.byteLength(local) > LONGEST_LOCAL || local.length + domain.length >= LONGEST) {
    return undefined;
  }
  return `${local}@${domain}`;
}
