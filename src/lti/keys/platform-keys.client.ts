import { z } from 'zod';
import { HOUR, MINUTE, SECOND, type Clock } from '../../shared/clock.js';
import { callService, ServiceUnreachable, type ServiceAnswer } from '../services/service-http.js';

/** A public key as its owner publishes it (RFC 7517). */
const Jwk = z.looseObject({ kty: z.string(), kid: z.string().optional() });
export type Jwk = Readonly<z.infer<typeof Jwk>>;
const KeySet = z.object({ keys: z.array(z.unknown()).max(100) });

/** Without a Cache-Control header a key set is kept this long. */
const DEFAULT_AGE = HOUR;
const LONGEST_AGE = 24 * HOUR;
/** Keys of a platform that does not answer serve this long beyond their age. */
const STALE_AGE = 24 * HOUR;
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
  /** Until then the keys serve when the platform does not answer. */
  readonly staleUntil: number;
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
        // Only now: after a failure the next launch asks again.
        refetched.set(jwksUrl, clock());
        return byId(set);
      }
      try {
        return byId(await refresh(jwksUrl));
      } catch (fault) {
        const key = cached && cached.staleUntil > clock() ? byId(cached) : undefined;
        if (!cached || !key) throw fault;
        // Not every launch of the next minute has to wait for a platform that is silent.
        cache.set(jwksUrl, { ...cached, freshUntil: clock() + MINUTE });
        return key;
      }
    },
  };
}

async function fetchKeySet(jwksUrl: string, clock: Clock): Promise<CachedSet> {
  const answer = await callService(jwksUrl, { headers: { accept: 'application/json' } });
  const freshUntil = clock() + ageOf(answer.headers.get('cache-control'));
  return { keys: keysIn(answer), freshUntil, staleUntil: freshUntil + STALE_AGE };
}

/** An error page is no key set: the keys that are known stay. @throws {ServiceUnreachable} */
function keysIn({ status, text }: ServiceAnswer): readonly Jwk[] {
  if (status !== 200) throw new ServiceUnreachable(`key set: ${status}`);
  try {
    // What is no key we know is somebody else's, and no fault (RFC 7517, section 5).
    const { keys } = KeySet.parse(JSON.parse(text));
    return keys.flatMap((key) => Jwk.safeParse(key).data ?? []);
  } catch (cause) {
    throw new ServiceUnreachable('key set: not readable', { cause });
  }
}

function ageOf(cacheControl: string | null): number {
  const seconds = /max-age=(\d+)/.exec(cacheControl ?? '')?.[1];
  if (seconds === undefined) return DEFAULT_AGE;
  return Math.min(Math.max(Number(seconds) * SECOND, MINUTE), LONGEST_AGE);
}
