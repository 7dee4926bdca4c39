import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { AppError } from '../../shared/errors.js';
import { isPlainHost } from '../platforms/host.js';

/** An address that somebody gave us leads where we must not be sent: into our own network, or by http. */
export class AddressRefused extends AppError {
  readonly code = 'lti.address-refused';
  readonly status = 400;
}

/** Networks that are nobody's public address (IANA special-purpose registries). */
const NOT_PUBLIC: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const LOOPBACK: readonly (readonly [network: string, prefix: number])[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];

export interface Reach {
  /** For a trial on one machine: the loopback network, also by http, is as good as public. */
  readonly allowLoopback: boolean;
}

const notPublic = blockListOf(NOT_PUBLIC);
const loopback = blockListOf(LOOPBACK);

/**
 * Checks what can be seen without a name server.
 * @throws {AddressRefused} not https (http where loopback is allowed), or with a user's name in it
 */
export function requirePublicUrl(url: URL, { allowLoopback }: Reach): void {
  const isWeb = url.protocol === 'https:' || (allowLoopback && url.protocol === 'http:');
  if (!isWeb) throw new AddressRefused('not https');
  if (url.username !== '' || url.password !== '') throw new AddressRefused('holds a name');
  if (!isPlainHost(url.hostname)) throw new AddressRefused('odd host');
  const host = withoutBrackets(url.hostname);
  if (isIP(host) !== 0) requirePublicAddress(host, { allowLoopback });
  if (url.protocol === 'http:' && host !== 'localhost' && !isLoopback(host)) {
    throw new AddressRefused('http beyond this machine');
  }
}

/** @throws {AddressRefused} */
export function requirePublicAddress(address: string, { allowLoopback }: Reach): void {
  if (allowLoopback && isLoopback(address)) return;
  if (isIn(notPublic, address)) throw new AddressRefused('not a public address');
}

/** Every address of a name has to be public: which one is used is not ours to choose. */
export function requirePublicAddresses(addresses: readonly LookupAddress[], reach: Reach): void {
  if (addresses.length === 0) throw new AddressRefused('no address');
  for (const { address } of addresses) requirePublicAddress(address, reach);
}

/** Whether the URL holds an address where others hold a name. */
export function isAddress({ hostname }: URL): boolean {
  return isIP(withoutBrackets(hostname)) !== 0;
}

/** @param host name, address, or IPv6 literal in brackets; a name is never a loopback address */
export function isLoopback(host: string): boolean {
  const address = withoutBrackets(host);
  return isIP(address) !== 0 && isIn(loopback, address);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function blockListOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return list;
}
