import type { Platform } from '../platforms/platform.js';
import { createGuardedFetch, type GuardedRequest } from './guarded-fetch.client.js';
import { callService, SERVICE_BYTES, SERVICE_TIME, type ServiceAnswer } from './service-http.js';

/** A request to a service, with its token among the headers. */
export interface ClaimedCall {
  readonly url: string;
  /** Default: GET. */
  readonly method?: GuardedRequest['method'] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Of the answer. Default: one mebibyte. */
  readonly maxBytes?: number | undefined;
}

/**
 * One request to an address that a signed message of the platform named. Hosts that its
 * registration names were looked at by whoever approved it; every other has to be public, by https
 * (decision 22). Follows no redirect, ends after ten seconds.
 * @throws {AddressRefused} @throws {ServiceUnreachable}
 */
export function callClaimedService(platform: Platform, call: ClaimedCall): Promise<ServiceAnswer> {
  const { url, method = 'GET', headers, body, maxBytes = SERVICE_BYTES } = call;
  const request = { method, headers, ...(body !== undefined && { body }) };
  if (isRegistered(platform, url)) return callService(url, request, maxBytes);
  const guardedFetch = createGuardedFetch({ allowLoopback: false });
  return guardedFetch(new URL(url), { ...request, maxBytes, milliseconds: SERVICE_TIME });
}

/** By host, since platforms behind a proxy write http for themselves. The issuer is a name, and may be anybody's. */
function isRegistered(platform: Platform, url: string): boolean {
  const { authUrl, tokenUrl, jwksUrl, otherOrigins = [] } = platform;
  const { host } = new URL(url);
  return [authUrl, tokenUrl, jwksUrl, ...otherOrigins].some(
    (known) => new URL(known).host === host,
  );
}
