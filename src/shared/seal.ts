import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What the installation's one secret is used for; each use has a key of its own. */
export interface Sealer {
  /** Encrypts and authenticates (AES-256-GCM): for private keys at rest. */
  seal(text: string): string;
  /** @returns undefined when it was not sealed with this secret, or was changed */
  unseal(sealed: string): string | undefined;
  /** A signature over text that others may read and must not change. 43 URL-safe characters. */
  sign(text: string): string;
  /** Whether `signature` is ours for `text`; takes the same time either way. */
  verify(text: string, signature: string): boolean;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param secret at least 32 characters, the same in every process of the installation */
export function createSealer(secret: string): Sealer {
  const sealKey = derive(secret, 'seal');
  const signKey = derive(secret, 'sign');
  const sign = (text: string): string =>
    createHmac('sha256', signKey).update(text).digest('base64url');
  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        // GCM's only way to say that the tag does not fit.
        return undefined;
      }
    },
    sign,
    verify(text, signature) {
      const expected = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function derive(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'tandem', use, 32));
}
