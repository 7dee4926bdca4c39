import { decodeProtectedHeader } from 'jose';
import Auth, { type LtijsPlatform } from 'ltijs/dist/Utils/Auth.js';
import { hasCode } from '../shared/errors.js';
import { LaunchRefused } from './launch-refused.js';
import type { PlatformKeys } from './platform-keys.client.js';
import type { Platform } from './platform.js';

/** Age of a token in seconds; the login itself may take ten minutes, the token not. */
const MAX_AGE = 120;
/** Clocks differ; a token may be this many seconds from the future. */
const LEEWAY = 60;

/** Checks id_tokens with ltijs. The only file that knows it; docs/decisions/0002 says why this much of it. */
export interface IdTokens {
  /**
   * @returns the claims of a token that this platform signed for this login
   * @throws {LaunchRefused} token-invalid, nonce-mismatch, platform-unreachable
   */
  verify(idToken: string, login: ExpectedLogin): Promise<object>;
}

export interface ExpectedLogin {
  readonly platform: Platform;
  readonly nonce: string;
}

export function createIdTokens({
  platformKeys,
}: {
  readonly platformKeys: PlatformKeys;
}): IdTokens {
  // ltijs looks these checks up on the class it is called on, so a subclass replaces what is missing in them.
  assertOverridable();
  return {
    async verify(idToken, { platform, nonce }) {
      const key = await findKey(idToken, platform, platformKeys);
      try {
        return await LaunchAuth.validateToken(
          idToken,
          false,
          { iss: platform.issuer, maxAge: MAX_AGE },
          (issuer, clientId) =>
            Promise.resolve(asLtijsPlatform(platform, key, { issuer, clientId })),
          '',
          nonce,
        );
      } catch (cause) {
        if (cause instanceof LaunchRefused) throw cause;
        const reason = cause instanceof Error ? cause.message : 'unknown';
        throw new LaunchRefused('token-invalid', `ltijs: ${reason.slice(0, 100)}`, { cause });
      }
    },
  };
}

interface TimeClaims {
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly nonce?: unknown;
}

/** ltijs's own checks, with the three that it leaves open closed. */
class LaunchAuth extends Auth {
  /** ltijs accepts tokens without `exp` or `iat`, and from any time in the future. */
  static override validateMaxAge(token: TimeClaims, maxAge: number): Promise<true> {
    if (typeof token.exp !== 'number') throw refused('exp missing');
    if (typeof token.iat !== 'number') throw refused('iat missing');
    const age = Date.now() / 1000 - token.iat;
    if (age < -LEEWAY) throw refused('iat in the future');
    if (age > maxAge + LEEWAY) throw refused('iat too old');
    return Promise.resolve(true);
  }

  /** ltijs only remembers nonces for ten seconds; this holds the token to the login's own. `expected` comes in ltijs's database parameter. */
  static override validateNonce(token: TimeClaims, expected: unknown): Promise<true> {
    if (typeof token.nonce !== 'string' || token.nonce !== expected) {
      throw new LaunchRefused('nonce-mismatch', 'nonce is not the one of the login');
    }
    return Promise.resolve(true);
  }

  /** ltijs knows two messages and checks no types; claims.ts reads them instead. */
  static override claimValidation(): Promise<void> {
    return Promise.resolve();
  }
}

function refused(message: string): LaunchRefused {
  return new LaunchRefused('token-invalid', message);
}

async function findKey(
  idToken: string,
  platform: Platform,
  platformKeys: PlatformKeys,
): Promise<object> {
  const kid = kidOf(idToken);
  if (kid === undefined) throw refused('no key id');
  try {
    const key = await platformKeys.find(platform.jwksUrl, kid);
    if (!key) throw refused('key id not published by the platform');
    return key;
  } catch (cause) {
    if (hasCode(cause) && cause.code === 'lti.service-unreachable') {
      throw new LaunchRefused('platform-unreachable', 'key set not reachable', { cause });
    }
    throw cause;
  }
}

function kidOf(idToken: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(idToken);
    return alg === 'RS256' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** The registration that the login was started for, and no other, whatever the token names. */
function asLtijsPlatform(
  platform: Platform,
  key: object,
  named: { readonly issuer: unknown; readonly clientId: unknown },
): LtijsPlatform | false {
  if (named.issuer !== platform.issuer || named.clientId !== platform.clientId) return false;
  return {
    platformActive: () => Promise.resolve(platform.status === 'active'),
    platformAuthConfig: () => Promise.resolve({ method: 'JWK_KEY', key }),
    platformClientId: () => Promise.resolve(platform.clientId),
    platformKid: () => Promise.resolve(platform.id),
  };
}

/** A new version that calls these checks by another way would skip ours: refuse to start on it. */
function assertOverridable(): void {
  const calls = {
    validateMaxAge: 'oidcValidation',
    validateNonce: 'oidcValidation',
    claimValidation: 'verifyToken',
  };
  const statics = Auth as unknown as Readonly<Record<string, unknown>>;
  for (const [name, caller] of Object.entries(calls)) {
    const isCalled = String(statics[caller]).includes(`this.${name}(`);
    if (typeof statics[name] !== 'function' || !isCalled) {
      throw new Error(`ltijs no longer calls this.${name}: see docs/decisions/0002`);
    }
  }
}
