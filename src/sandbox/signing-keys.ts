import { randomBytes } from 'node:crypto';
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The platform's own keys: it signs with the current one and publishes the previous one too. */
export interface SigningKeys {
  /** Compact RS256 JWS with `typ` and `kid`. */
  sign(claims: object): Promise<string>;
  /** The claims of a JWS of ours. @returns undefined for anything else */
  verify(jws: string): Promise<unknown>;
  /** As served: public halves, the current one first. */
  published(): { readonly keys: readonly JWK[] };
  /** Signs with a new key from now on, and forgets the one before the previous. */
  rotate(): Promise<void>;
  /** Private halves, for the snapshot. */
  saved(): (JWK & { kty: 'RSA'; kid: string })[];
}

/** @param known private JWKs, the current one first; none: one is made */
export async function createSigningKeys(known: readonly JWK[]): Promise<SigningKeys> {
  let keys = known.length > 0 ? known.map(withKid) : [await newKey()];

  return {
    async sign(claims) {
      const [current] = keys;
      if (!current) throw new Error('no signing key');
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid })
        .sign(await importJWK(current, 'RS256'));
    },
    async verify(jws) {
      for (const key of keys) {
        try {
          const { payload } = await compactVerify(jws, await importJWK(publicHalf(key), 'RS256'));
          return JSON.parse(new TextDecoder().decode(payload)) as unknown;
        } catch {
          // Not by this key; perhaps by the other.
        }
      }
      return undefined;
    },
    published: () => ({ keys: keys.map(publicHalf) }),
    async rotate() {
      keys = [await newKey(), ...keys.slice(0, 1)];
    },
    saved: () => keys,
  };
}

function publicHalf({ kid, e = '', n = '' }: JWK): JWK & { kty: 'RSA'; e: string; n: string } {
  return { kty: 'RSA', alg: 'RS256', ...(kid !== undefined && { kid }), e, n, use: 'sig' };
}

async function newKey(): Promise<JWK & { kty: 'RSA'; kid: string }> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return withKid(await exportJWK(privateKey));
}

function withKid(key: JWK): JWK & { kty: 'RSA'; kid: string } {
  return { ...key, kty: 'RSA', kid: key.kid ?? randomBytes(10).toString('hex') };
}
