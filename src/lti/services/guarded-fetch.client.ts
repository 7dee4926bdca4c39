import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { SECOND } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import { ServiceUnreachable, type ServiceAnswer } from './service-http.js';
import {
  isAddress,
  requirePublicAddresses,
  requirePublicUrl,
  type Reach,
} from './public-address.js';

/** From the first byte out to the last one in. */
const TIME = 5 * SECOND;
const MAX_BYTES = 256 * 1024;

export interface GuardedRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: five seconds. */
  readonly milliseconds?: number;
  /** Of the answer. Default: 256 KiB. */
  readonly maxBytes?: number;
}

/**
 * A request to an address that somebody else gave us: only to public addresses, which are checked
 * after the name was resolved and used as they were checked; no redirect is followed. Connections
 * stay open for the next request for some seconds, and cost no look-up then.
 * @throws {AddressRefused} @throws {ServiceUnreachable}
 */
export type GuardedFetch = (url: URL, request?: GuardedRequest) => Promise<ServiceAnswer>;

/**
 * Whether a later request there would be let through, as far as can be known today.
 * @throws {AddressRefused} @throws {ServiceUnreachable} the name is not known
 */
export type AddressCheck = (url: URL) => Promise<void>;

export interface GuardedFetchDeps extends Reach {
  /** Default: the system's name server. */
  readonly resolveName?: ResolveName;
}

type ResolveName = (
  name: string,
  done: (fault: Error | null, addresses: LookupAddress[]) => void,
) => void;

const askSystem: ResolveName = (name, done) => {
  resolve(name, { all: true }, done);
};

export function createAddressCheck({
  resolveName = askSystem,
  ...reach
}: GuardedFetchDeps): AddressCheck {
  return async (url) => {
    requirePublicUrl(url, reach);
    if (isAddress(url)) return;
    const addresses = await new Promise<LookupAddress[]>((found, failed) => {
      resolveName(url.hostname, (fault, all) => {
        if (fault) failed(new ServiceUnreachable('name not found', { cause: fault }));
        else found(all);
      });
    });
    requirePublicAddresses(addresses, reach);
  };
}

export function createGuardedFetch({
  resolveName = askSystem,
  ...reach
}: GuardedFetchDeps): GuardedFetch {
  // The connection is made to what this gives, so nothing is resolved a second time.
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, (fault, addresses) => {
      try {
        if (fault) throw new ServiceUnreachable('name not found', { cause: fault });
        requirePublicAddresses(addresses, reach);
      } catch (refusal) {
        callback(refusal as Error, '', 0);
        return;
      }
      const [{ address, family } = { address: '', family: 0 }] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, address, family);
    });
  };
  return async (url, request = {}) => {
    const { method = 'GET', headers = {}, body, milliseconds = TIME } = request;
    requirePublicUrl(url, reach);
    const signal = AbortSignal.timeout(milliseconds);
    try {
      const options = { method, headers: { accept: 'application/json', ...headers }, signal };
      const response = await send(url, { ...options, lookup }, body);
      const { statusCode: status = 0 } = response;
      if (status >= 300 && status < 400) {
        response.destroy();
        throw new ServiceUnreachable('redirect not followed');
      }
      return {
        status,
        headers: headersOf(response),
        text: await readBounded(response, request.maxBytes ?? MAX_BYTES),
      };
    } catch (fault) {
      if (fault instanceof AppError) throw fault;
      throw new ServiceUnreachable(fault instanceof Error ? fault.message : 'failed', {
        cause: fault,
      });
    }
  };
}

function send(url: URL, options: RequestOptions, body?: string): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered, failed) => {
    request(url, options, answered).on('error', failed).end(body);
  });
}

async function readBounded(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) throw new ServiceUnreachable('answer longer than allowed');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Headers(pairs);
}
