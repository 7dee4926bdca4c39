import { createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import Auth, { type LtijsPlatform, type VerifyTokenParameters } from 'ltijs/dist/Utils/Auth.js';
import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { LaunchRefused } from './launch-refused.js';
import type { PlatformKeys } from '../keys/platform-keys.client.js';
import type { Platform } from '../platforms/platform.js';

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
  clock,
}: {
  readonly platformKeys: PlatformKeys;
  readonly clock: Clock;
}): IdTokens {
  assertOverridable();
  const LaunchAuth = launchAuth(clock);
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

interface CheckedClaims {
  readonly iat?: unknown;
  readonly nonce?: unknown;
  readonly aud?: unknown;
  readonly azp?: unknown;
}

/**
 * ltijs's own checks, with those that it leaves open closed. It looks them up on the class it is
 * called on, so a subclass replaces them and nothing shared is changed.
 */
function launchAuth(clock: Clock): typeof Auth {
  return class LaunchAuth extends Auth {
    /** ltijs reads the computer's clock, allows clocks no difference and accepts tokens without `exp` or `iat`. */
    static override async verifyToken(
      ...[token, key, parameters, platform, nonce]: VerifyTokenParameters
    ): Promise<object> {
      const { payload } = await jwtVerify(token, createPublicKey(key), {
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iat'],
        clockTolerance: LEEWAY,
        currentDate: new Date(clock()),
      });
      await this.oidcValidation(payload, platform, parameters, nonce);
      return payload;
    }

    /** ltijs accepts further audiences, and looks at `azp` only when there are several. */
    static override async validateAud(
      token: CheckedClaims,
      platform: LtijsPlatform,
    ): Promise<true> {
      const clientId = await platform.platformClientId();
      const audiences: unknown[] = [token.aud].flat();
      if (!audiences.every((audience) => audience === clientId)) throw refused('other audience');
      if (token.azp !== undefined && token.azp !== clientId) throw refused('azp of another client');
      return true;
    }

    /** ltijs accepts tokens from any time in the future. */
    static override validateMaxAge(token: CheckedClaims, maxAge: number): Promise<true> {
      if (typeof token.iat !== 'number') throw refused('iat missing');
      const age = clock() / SECOND - token.iat;
      if (age < -LEEWAY) throw refused('iat in the future');
      if (age > maxAge + LEEWAY) throw refused('iat too old');
      return Promise.resolve(true);
    }

    /** ltijs only remembers nonces for ten seconds; this holds the token to the login's own. `expected` comes in ltijs's database parameter. */
    static override validateNonce(token: CheckedClaims, expected: unknown): Promise<true> {
      if (typeof token.nonce !== 'string' || token.nonce !== expected) {
        throw new LaunchRefused('nonce-mismatch', 'nonce is not the one of the login');
      }
      return Promise.resolve(true);
    }
  };
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
    verifyToken: 'validateToken',
    validateAud: 'oidcValidation',
    validateMaxAge: 'oidcValidation',
    validateNonce: 'oidcValidation',
  };
  const statics = Auth as unknown as Readonly<Record<string, unknown>>;
  for (const [name, caller] of Object.entries(calls)) {
    const isCalled = String(statics[caller]).includes(`this.${name}(`);
    if (typeof statics[name] !== 'function' || !isCalled) {
      throw new Error(`ltijs no longer calls this.${name}: see docs/decisions/0002`);
    }
  }
}
