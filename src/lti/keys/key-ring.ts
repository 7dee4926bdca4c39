import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import type { Collection, Database } from '../../persistence/database.js';
import type { Actor, Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, hasCode } from '../../shared/errors.js';
import { digest, type NewId } from '../../shared/ids.js';
import type { Sealer } from '../../shared/seal.js';
import {
  currentKey,
  LONGEST_USE,
  PUBLISHED_AHEAD,
  signsFromOf,
  stateOf,
  ToolKey,
  withdrawnKeys,
  type KeyState,
} from './tool-key.js';

/** The stored key was sealed with another secret than this process has. */
export class KeyNotReadable extends AppError {
  readonly code = 'lti.key-not-readable';
  readonly status = 500;
}

/** A new key is published already and has not begun to sign. */
export class KeyWaiting extends AppError {
  readonly code = 'lti.key-waiting';
  readonly status = 409;
}

/** One key as administrators see it. */
export interface ListedKey {
  readonly kid: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds; in the future while the state is `next`. */
  readonly signsFrom: number;
  readonly state: KeyState;
}

/**
 * The tool's own keys: with them it signs to platforms, and platforms check it by /lti/keys. What
 * is asked without `await` comes from memory, as it was when the ring was last read.
 */
export interface KeyRing {
  /** JWKS with every key that platforms may still meet, and the one that they will meet next. */
  published(): { readonly keys: readonly Readonly<Record<string, string>>[] };
  /** The newest key whose time to sign has come. */
  signingKey(): { readonly kid: string; readonly key: KeyObject };
  /** Newest first. */
  list(): readonly ListedKey[];
  /** Reads what other processes have changed. @throws {KeyNotReadable} */
  refresh(): Promise<void>;
  /**
   * Publishes a new key, which signs after `PUBLISHED_AHEAD`.
   * @throws {KeyWaiting} when one waits already, also when another process was quicker
   */
  rotate(by: Actor): Promise<void>;
  /**
   * Reads the ring, rotates when the newest key is older than `LONGEST_USE`, and removes what is
   * no longer needed. For a job: often enough that each process soon publishes what another made.
   * @returns whether a new key was made here
   */
  renewIfOld(): Promise<boolean>;
}

export interface KeyRingDeps {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
}

/** Reads the keys, and makes the first one (2048 bits, off the event loop) when there is none. */
export async function createKeyRing(deps: KeyRingDeps): Promise<KeyRing> {
  const { sealer, clock, audit } = deps;
  const collection = await openToolKeys(deps.database);
  if ((await collection.count({})) === 0) await insertOnce(collection, await makeKey(deps, {}));
  let keys = await readKeys(collection, sealer, []);
  const kidOf = ({ publicJwk, id }: ToolKey): string => publicJwk.kid ?? id;

  async function refresh(): Promise<void> {
    keys = await readKeys(collection, sealer, keys);
  }

  /** @returns false when another process was quicker */
  async function addNext(by: Actor): Promise<boolean> {
    const key = await makeKey(deps, { after: keys[0] });
    const inserted = await insertOnce(collection, key);
    if (inserted) {
      await audit({ action: 'keys.rotated', by, subject: kidOf(key), detail: datesOf(key) });
    }
    await refresh();
    return inserted;
  }

  async function withdraw(): Promise<void> {
    for (const key of withdrawnKeys(keys, clock())) {
      if (!(await collection.remove(key.id))) continue;
      await audit({ action: 'keys.withdrawn', by: { kind: 'tool' }, subject: kidOf(key) });
    }
    await refresh();
  }

  const list = (): readonly ListedKey[] =>
    keys.map((key) => ({
      kid: kidOf(key),
      createdAt: key.createdAt,
      signsFrom: signsFromOf(key),
      state: stateOf(key, keys, clock()),
    }));

  return {
    published: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
    signingKey() {
      const key = currentKey(keys, clock());
      if (!key) throw new KeyNotReadable('no key stored');
      return { kid: kidOf(key), key: key.privateKey };
    },
    list,
    refresh,
    async rotate(by) {
      await refresh();
      const isWaiting = list().some(({ state }) => state === 'next');
      if (isWaiting || !(await addNext(by))) throw new KeyWaiting('a new key waits to sign');
    },
    async renewIfOld() {
      await withdraw();
      const age = clock() - (keys[0]?.createdAt ?? 0);
      return age >= LONGEST_USE && (await addNext({ kind: 'tool' }));
    },
  };
}

/** With the private half ready to sign. */
interface ReadKey extends ToolKey {
  readonly privateKey: KeyObject;
}

function openToolKeys(database: Database): Promise<Collection<ToolKey>> {
  return database.collection({ name: 'tool_keys', schema: ToolKey, indexes: ['createdAt'] });
}

/** @returns newest first; private halves that are known already are not opened again */
async function readKeys(
  collection: Collection<ToolKey>,
  sealer: Sealer,
  known: readonly ReadKey[],
): Promise<readonly ReadKey[]> {
  const { documents } = await collection.find({}, { sort: 'createdAt', descending: true });
  return documents.map((key) => {
    const before = known.find(({ id, createdAt }) => id === key.id && createdAt === key.createdAt);
    if (before) return before;
    const pem = sealer.unseal(key.sealedPrivateKey);
    if (pem === undefined) throw new KeyNotReadable('sealed with another secret');
    return { ...key, privateKey: createPrivateKey(pem) };
  });
}

/** @returns false when the id is taken: another process made the same step */
async function insertOnce(collection: Collection<ToolKey>, key: ToolKey): Promise<boolean> {
  try {
    await collection.insert(key);
    return true;
  } catch (fault) {
    if (hasCode(fault) && fault.code === 'persistence.duplicate-key') return false;
    throw fault;
  }
}

/**
 * Its document is named after the key before it, so that of several processes that take the same
 * step at once one succeeds. The `kid` is random and never comes twice.
 */
async function makeKey(
  { sealer, clock, newId }: KeyRingDeps,
  { after }: { readonly after?: ToolKey | undefined },
): Promise<ToolKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = await exportJWK(pair.publicKey);
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  // Another process's clock may be ahead of ours; the order must hold all the same.
  const createdAt = Math.max(clock(), (after?.createdAt ?? 0) + 1);
  return {
    id: after === undefined ? 'first' : digest('after', after.id),
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: newId(), n, e },
    sealedPrivateKey: sealer.seal(pem),
    createdAt,
    ...(after && { signsFrom: createdAt + PUBLISHED_AHEAD }),
  };
}

function datesOf(key: ToolKey): { readonly signsFrom: string } {
  return { signsFrom: new Date(signsFromOf(key)).toISOString() };
}
