import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { SECOND } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import type { Tool } from './course.js';

/** Why a tool's JWT was not believed. */
type Reason = 'malformed' | 'no-kid' | 'unknown-kid' | 'bad-signature' | 'keys-unreachable';

/** A JWT was not this tool's, for `reason`. */
export class ToolJwtRefused extends AppError {
  readonly code = 'sandbox.tool-jwt-refused';
  readonly status = 400;
  readonly reason: Reason;

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** Checks what tools have signed. */
export interface ToolKeys {
  /**
   * The claims of a JWT this tool signed. Nothing but the signature is checked.
   * @throws {ToolJwtRefused}
   */
  verify(tool: Tool, jwt: string): Promise<Record<string, unknown>>;
}

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Key sets are kept; an unknown key id or a failed signature fetches once more. */
export function createToolKeys(): ToolKeys {
  const cache = new Map<string, readonly JWK[]>();

  async function fetchKeys(url: string): Promise<readonly JWK[]> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5 * SECOND) });
      if (!response.ok) throw new Error(`key set answered ${String(response.status)}`);
      const { keys } = KeySet.parse(await response.json());
      cache.set(url, keys);
      return keys;
    } catch (cause) {
      throw new ToolJwtRefused('keys-unreachable', { cause });
    }
  }

  return {
    async verify(tool, jwt) {
      const kid = kidOf(jwt);
      const cached = cache.get(tool.jwksUrl);
      if (cached) {
        const claims = await claimsIfSignedBy(cached, kid, jwt);
        if (typeof claims === 'object') return claims;
      }
      const claims = await claimsIfSignedBy(await fetchKeys(tool.jwksUrl), kid, jwt);
      if (typeof claims === 'string') throw new ToolJwtRefused(claims);
      return claims;
    },
  };
}

function kidOf(jwt: string): string {
  let kid: string | undefined;
  try {
    kid = decodeProtectedHeader(jwt).kid;
  } catch (cause) {
    throw new ToolJwtRefused('malformed', { cause });
  }
  if (kid === undefined) throw new ToolJwtRefused('no-kid');
  return kid;
}

async function claimsIfSignedBy(
  keys: readonly JWK[],
  kid: string,
  jwt: string,
): Promise<Record<string, unknown> | 'unknown-kid' | 'bad-signature'> {
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) return 'unknown-kid';
  try {
    const { payload } = await compactVerify(jwt, await importJWK(key, 'RS256'), {
      algorithms: ['RS256'],
    });
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(payload)));
  } catch {
    return 'bad-signature';
  }
}
