import { MINUTE, type Clock } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import type { AccessTokens } from './access-tokens.client.js';
import { nextPage } from './link-header.js';
import type { Platform } from '../platforms/platform.js';
import type { ServiceAnswer } from './service-http.js';
import { ServiceRefused, type Service } from './service-refused.js';
import { callWithToken } from './token-call.js';

/** Asked for; platforms may send fewer. Moodle sends everything in one page to whoever names no limit. */
const PAGE_SIZE = 500;
const MOST_PAGES = 1000;
const LONGEST_TIME = 5 * MINUTE;
/** A platform that knows no pages sends a whole course at once. */
const PAGE_BYTES = 16 * 1024 * 1024;

/** What is asked of a service. */
export interface ServiceCall {
  readonly service: Service;
  readonly scope: string;
  /** Exactly the service's own; platforms refuse a general one (Moodle: 400). */
  readonly mediaType: string;
  /** No page size is asked for: a platform that pages all the same is followed. Default: false. */
  readonly asWhole?: boolean;
}

/** The list has no end, leads elsewhere, or is no list. What was read so far is not the whole. */
export class ListNotReadable extends AppError {
  readonly code = 'lti.list-not-readable';
  readonly status = 502;
}

/** Reads lists from platforms' services with a token. */
export interface ServiceReader {
  /**
   * Every page, first to last, each given as parsed JSON. Stops nowhere in between: without an
   * error the list was whole.
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {ListNotReadable}
   */
  pages(platform: Platform, url: string, call: ServiceCall): AsyncGenerator<unknown, void>;
}

export function createServiceReader(deps: {
  readonly tokens: AccessTokens;
  readonly clock: Clock;
}): ServiceReader {
  const { tokens, clock } = deps;

  async function getPage(
    platform: Platform,
    url: string,
    call: ServiceCall,
  ): Promise<ServiceAnswer> {
    const { scope, mediaType } = call;
    const headers = { accept: mediaType };
    const asked = { url, scope, headers, maxBytes: PAGE_BYTES };
    const answer = await callWithToken(tokens, platform, asked);
    if (answer.status !== 200) throw new ServiceRefused(call.service, answer);
    return answer;
  }

  return {
    async *pages(platform, url, call) {
      const end = clock() + LONGEST_TIME;
      const seen = new Set<string>();
      let page: string | undefined = call.asWhole === true ? url : withLimit(url);
      while (page !== undefined) {
        if (seen.has(page)) throw new ListNotReadable('pages lead in a circle');
        if (seen.size >= MOST_PAGES) throw new ListNotReadable('too many pages');
        if (clock() > end) throw new ListNotReadable('pages take too long');
        seen.add(page);
        const answer: ServiceAnswer = await getPage(platform, page, call);
        yield jsonOf(answer);
        const next = nextPage(answer.headers.get('link'), page);
        page = next === undefined ? undefined : sameHost(next, url);
      }
    },
  };
}

/** Joins a query that is there already. */
function withLimit(url: string): string {
  const limited = new URL(url);
  limited.searchParams.set('limit', String(PAGE_SIZE));
  return limited.href;
}

/**
 * The next page, which gets our token: only from the host that a signed launch named. Behind a
 * proxy platforms write http for themselves; the token goes by the protocol it began with.
 * @throws {ListNotReadable}
 */
function sameHost(next: string, service: string): string {
  const [url, own] = [new URL(next), new URL(service)];
  if (url.host !== own.host) throw new ListNotReadable('next page is on another host');
  url.protocol = own.protocol;
  return url.href;
}

function jsonOf({ text }: ServiceAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A maintenance page, with 200.
    throw new ListNotReadable('page is no JSON', { cause });
  }
}
