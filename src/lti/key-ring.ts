import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import type { Collection, Database } from '../persistence/database.js';
import type { Clock } from '../shared/clock.js';
import { AppError, hasCode } from '../shared/errors.js';
import type { NewId } from '../shared/ids.js';
import type { Sealer } from '../shared/seal.js';
import { ToolKey } from './tool-key.js';

/** The stored key was sealed with another secret than this process has. */
export class KeyNotReadable extends AppError {
  readonly code = 'lti.key-not-readable';
  readonly status = 500;
}

/** The tool's own keys: with them it signs to platforms, and platforms check it by /lti/keys. */
export interface KeyRing {
  /** JWKS with every key that platforms may still meet. */
  published(): { readonly keys: readonly Readonly<Record<string, string>>[] };
  /** The newest key. */
  signingKey(): { readonly kid: string; readonly key: KeyObject };
}

/** Reads the keys, and makes the first one (2048 bits, off the event loop) when there is none. */
export async function createKeyRing(deps: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<KeyRing> {
  const { database, sealer } = deps;
  const collection: Collection<ToolKey> = await database.collection({
    name: 'tool_keys',
    schema: ToolKey,
    indexes: ['createdAt'],
  });
  if ((await collection.count({})) === 0) await insertFirst(collection, await makeKey(deps));
  const { documents } = await collection.find({}, { sort: 'createdAt', descending: true });
  const [newest] = documents;
  if (!newest) throw new KeyNotReadable('no key stored');
  const pem = sealer.unseal(newest.sealedPrivateKey);
  if (pem === undefined) throw new KeyNotReadable('sealed with another secret');
  const signing = { kid: newest.publicJwk.kid ?? newest.id, key: createPrivateKey(pem) };
  const published = { keys: documents.map(({ publicJwk }) => publicJwk) };
  return { published: () => published, signingKey: () => signing };
}

/** Under an id of its own, so that of several processes that start at once one makes the first key. */
async function insertFirst(collection: Collection<ToolKey>, key: ToolKey): Promise<void> {
  try {
    await collection.insert({ ...key, id: 'first' });
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
  }
}

async function makeKey(deps: {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<ToolKey> {
  const { sealer, clock, newId } = deps;
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const id = newId();
  const { n = '', e = '' } = await exportJWK(pair.publicKey);
  return {
    id,
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: id, n, e },
    sealedPrivateKey: sealer.seal(
      pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    ),
    createdAt: clock(),
  };
}
