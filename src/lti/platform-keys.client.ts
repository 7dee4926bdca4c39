import { z } from 'zod';
import { HOUR, MINUTE, SECOND, type Clock } from '../shared/clock.js';
import { callService, ServiceUnreachable, type ServiceAnswer } from './service-http.js';

/** A public key as its owner publishes it (RFC 7517). */
const Jwk = z.looseObject({ kty: z.string(), kid: z.string().optional() });
export type Jwk = Readonly<z.infer<typeof Jwk>>;
const KeySet = z.object({ keys: z.array(Jwk).max(100) });

/** Without a Cache-Control header a key set is kept this long. */
const DEFAULT_AGE = HOUR;
const LONGEST_AGE = 24 * HOUR;
/** An unknown key id fetches the set again, at most this often. */
const REFETCH_COOL_DOWN = MINUTE;

/** Public keys of platforms, cached as their headers allow. */
export interface PlatformKeys {
  /**
   * The key with this id, from the cache where it is there; else after one fetch.
   * @returns undefined when the platform does not publish it
   * @throws {ServiceUnreachable}
   */
  find(jwksUrl: string, kid: string): Promise<Jwk | undefined>;
}

interface CachedSet {
  readonly keys: readonly Jwk[];
  readonly freshUntil: number;
}

export function createPlatformKeys({ clock }: { readonly clock: Clock }): PlatformKeys {
  const cache = new Map<string, CachedSet>();
  const underway = new Map<string, Promise<CachedSet>>();
  /** When an unknown key id last had a set fetched. */
  const refetched = new Map<string, number>();

  async function refresh(jwksUrl: string): Promise<CachedSet> {
    const running = underway.get(jwksUrl);
    if (running) return running;
    const fetching = fetchKeySet(jwksUrl, clock).finally(() => underway.delete(jwksUrl));
    underway.set(jwksUrl, fetching);
    const set = await fetching;
    cache.set(jwksUrl, set);
    return set;
  }

  return {
    async find(jwksUrl, kid) {
      const byId = (set: CachedSet): Jwk | undefined => set.keys.find((key) => key.kid === kid);
      const cached = cache.get(jwksUrl);
      if (cached && cached.freshUntil > clock()) {
        const key = byId(cached);
        if (key) return key;
        // A platform that has rotated is asked once more; a flood of made-up ids is not passed on.
        const cooling = (refetched.get(jwksUrl) ?? -Infinity) + REFETCH_COOL_DOWN > clock();
        if (cooling && !underway.has(jwksUrl)) return undefined;
        const set = await refresh(jwksUrl);
        refetched.set(jwksUrl, clock());
        return byId(set);
      }
      return byId(await refresh(jwksUrl));
    },
  };
}

async function fetchKeySet(jwksUrl: string, clock: Clock): Promise<CachedSet> {
  const answer = await callService(jwksUrl, { headers: { accept: 'application/json' } });
  return {
    keys: keysIn(answer),
    freshUntil: clock() + ageOf(answer.headers.get('cache-control')),
  };
}

/** An error page is no key set: the keys that are known stay. @throws {ServiceUnreachable} */
function keysIn({ status, text }: ServiceAnswer): readonly Jwk[] {
  if (status !== 200) throw new ServiceUnreachable(`key set: ${status}`);
  try {
    return KeySet.parse(JSON.parse(text)).keys;
  } catch (cause) {
    throw new ServiceUnreachable('key set: not readable', { cause });
  }
}

function ageOf(cacheControl: string | null): number {
  const seconds = /max-age=(\d+)/.exec(cacheControl ?? '')?.[1];
  if (seconds === undefined) return DEFAULT_AGE;
  return Math.min(Math.max(Number(seconds) * SECOND, MINUTE), LONGEST_AGE);
}
