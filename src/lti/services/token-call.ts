import type { AccessTokens } from './access-tokens.client.js';
import type { Platform } from '../platforms/platform.js';
import { callClaimedService } from './claimed-service.js';
import type { ServiceAnswer } from './service-http.js';

/** One request to a service that wants a token, at an address from a signed message. */
export interface TokenCall {
  readonly url: string;
  readonly scope: string;
  /** Default: GET. */
  readonly method?: 'POST' | 'PUT' | undefined;
  /** All but the token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Of the answer. Default: that of `callService`. */
  readonly maxBytes?: number | undefined;
}

/**
 * Asks with a token. A token that the platform no longer takes (401) is replaced once; the answer
 * to the new one stands, whatever it is.
 * @throws {ServiceRefused} no token was given @throws {ServiceUnreachable} @throws {AddressRefused}
 */
export async function callWithToken(
  tokens: AccessTokens,
  platform: Platform,
  call: TokenCall,
): Promise<ServiceAnswer> {
  const { url, scope, method, headers, body, maxBytes } = call;
  const ask = async (): Promise<ServiceAnswer> => {
    const token = await tokens.get(platform, [scope]);
    return callClaimedService(platform, {
      ...{ url, method, body, maxBytes },
      headers: { ...headers, authorization: `Bearer ${token}` },
    });
  };
  const answer = await ask();
  if (answer.status !== 401) return answer;
  tokens.drop(platform, [scope]);
  return ask();
}
