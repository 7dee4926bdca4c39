import { randomBytes } from 'node:crypto';
import { SECOND, type Clock } from '../shared/clock.js';

/** Seconds for which an access token holds. */
export const TOKEN_LIFETIME = 3600;

/** Tokens for the services, kept until they end. */
export interface AccessTokens {
  issue(clientId: string, scopes: readonly string[]): string;
  /** Who holds it, and for what. @returns undefined when it is unknown or has ended */
  read(
    token: string,
  ): { readonly clientId: string; readonly scopes: ReadonlySet<string> } | undefined;
  /** Ends all that were given out so far. */
  revokeAll(): void;
}

/** In memory: a restart ends all. */
export function createAccessTokens(clock: Clock): AccessTokens {
  const tokens = new Map<
    string,
    { readonly clientId: string; readonly scopes: ReadonlySet<string>; readonly until: number }
  >();
  return {
    issue(clientId, scopes) {
      for (const [old, { until }] of tokens) {
        if (until > clock()) break;
        tokens.delete(old);
      }
      const token = randomBytes(16).toString('hex');
      const until = clock() + TOKEN_LIFETIME * SECOND;
      tokens.set(token, { clientId, scopes: new Set(scopes), until });
      return token;
    },
    read(token) {
      const held = tokens.get(token);
      return held && held.until > clock() ? held : undefined;
    },
    revokeAll: () => tokens.clear(),
  };
}
