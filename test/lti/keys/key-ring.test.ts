import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, CompactSign } from 'jose';
import { createKeyRing, type KeyRing } from '../../../src/lti/keys/key-ring.js';
import { keyRingJob } from '../../../src/lti/keys/key-ring.jobs.js';
import { KEY_SET_AGE, PUBLISHED_AHEAD } from '../../../src/lti/keys/tool-key.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import type { AuditEntry } from '../../../src/shared/audit.js';
import { DAY, HOUR, MINUTE } from '../../../src/shared/clock.js';
import { newId } from '../../../src/shared/ids.js';
import { createSealer } from '../../../src/shared/seal.js';

const START = Date.UTC(2026, 0, 1);
const OPERATOR = { kind: 'operator' } as const;

describe('key ring', () => {
  let now: number;
  let database: Database;
  let entries: AuditEntry[];

  beforeEach(() => {
    now = START;
    entries = [];
    database = openSqlite({ file: ':memory:', clock: () => now });
  });

  afterEach(() => database.close());

  /** As another process over the same database has it. */
  function aRing(secret = 'a secret for tests, long enough for the rule'): Promise<KeyRing> {
    return createKeyRing({
      database,
      sealer: createSealer(secret),
      clock: () => now,
      newId,
      audit: (entry) => {
        entries.push(entry);
        return Promise.resolve();
      },
    });
  }

  it('signs at once with its first key, which nobody has cached a set without', async () => {
    const ring = await aRing();

    expect(ring.list()).toEqual([
      expect.objectContaining({ state: 'current', createdAt: START, signsFrom: START }),
    ]);
    await verify(await sign(ring), setOf(ring));
  });

  it('publishes public halves only, of 2048 bits, each with its kid', async () => {
    const ring = await aRing();
    await ring.rotate(OPERATOR);

    for (const jwk of ring.published().keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(jwk).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
      expect(Buffer.from(jwk.n ?? '', 'base64url')).toHaveLength(256);
    }
    expect(new Set(ring.published().keys.map(({ kid }) => kid)).size).toBe(2);
  });

  it('publishes a new key at once and signs with it when no cached set can lack it', async () => {
    const ring = await aRing();
    const before = ring.signingKey().kid;
    now = START + HOUR;
    await ring.rotate(OPERATOR);
    const [next] = ring.list();

    expect(next).toMatchObject({ state: 'next', signsFrom: START + HOUR + PUBLISHED_AHEAD });
    expect(PUBLISHED_AHEAD).toBeGreaterThan(KEY_SET_AGE);
    now = START + HOUR + PUBLISHED_AHEAD - 1;
    expect(ring.signingKey().kid).toBe(before);
    now = START + HOUR + PUBLISHED_AHEAD;
    expect(ring.signingKey().kid).toBe(next?.kid);
    expect(ring.list().map(({ state }) => state)).toEqual(['current', 'previous']);
  });

  it('is never met by a platform with a signature that its cached set cannot check', async () => {
    const ring = await aRing();
    let cached = { set: setOf(ring), until: now + KEY_SET_AGE };
    await ring.rotate(OPERATOR);

    // A platform that looks again only when its copy has aged, at every ten minutes of a day.
    for (; now < START + DAY; now += 10 * MINUTE) {
      if (now >= cached.until) cached = { set: setOf(ring), until: now + KEY_SET_AGE };
      await verify(await sign(ring), cached.set);
    }
    expect(ring.list()[0]).toMatchObject({ state: 'current' });
  });

  it('leaves what was signed before verifiable, by the set of then and by the set of now', async () => {
    const ring = await aRing();
    const old = setOf(ring);
    const signed = await sign(ring);
    await ring.rotate(OPERATOR);
    now += PUBLISHED_AHEAD;

    await verify(signed, old);
    await verify(signed, setOf(ring));
    // And a set that was fetched while the new key waited knows what it signs now.
    await verify(await sign(ring), setOf(await aRing()));
  });

  it('makes one new key when several processes rotate at once', async () => {
    const rings = [await aRing(), await aRing(), await aRing()];

    const results = await Promise.allSettled(rings.map((ring) => ring.rotate(OPERATOR)));

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ code: 'lti.key-waiting' });
      }
    }
    const sets = await Promise.all(
      rings.map(async (ring) => {
        await ring.refresh();
        return ring.list();
      }),
    );
    expect(sets[0]).toHaveLength(2);
    expect(sets[1]).toEqual(sets[0]);
    expect(sets[2]).toEqual(sets[0]);
    expect(entries.map(({ action }) => action)).toEqual(['keys.rotated']);
  });

  it('has one first key when several processes start at once', async () => {
    const rings = await Promise.all([aRing(), aRing(), aRing()]);

    expect(new Set(rings.map((ring) => ring.signingKey().kid)).size).toBe(1);
  });

  it('refuses a second new key while one waits', async () => {
    const ring = await aRing();
    await ring.rotate(OPERATOR);

    await expect(ring.rotate(OPERATOR)).rejects.toMatchObject({ code: 'lti.key-waiting' });
    expect(ring.list()).toHaveLength(2);
  });

  it('is renewed by its job at thirty days, once for all processes', async () => {
    const [here, there] = [await aRing(), await aRing()];
    now = START + 30 * DAY - 1;
    expect(await keyRingJob(here).runOnce()).toBe(false);

    now = START + 30 * DAY;
    const made = await Promise.all([here.renewIfOld(), there.renewIfOld()]);

    expect(made.sort()).toEqual([false, true]);
    expect(entries).toEqual([
      expect.objectContaining({ action: 'keys.rotated', by: { kind: 'tool' } }),
    ]);
    expect(await keyRingJob(here).runOnce()).toBe(false);
    expect(there.published()).toEqual(here.published());
  });

  it('shows another process the new key long before it signs', async () => {
    const [here, there] = [await aRing(), await aRing()];
    await here.rotate(OPERATOR);

    now += keyRingJob(there).idle;
    await keyRingJob(there).runOnce();

    expect(there.published()).toEqual(here.published());
    expect(there.signingKey().kid).not.toBe(there.list()[0]?.kid);
    expect(keyRingJob(there).idle).toBeLessThan(PUBLISHED_AHEAD - KEY_SET_AGE);
  });

  it('withdraws a key a day after the one after it was replaced too', async () => {
    const ring = await aRing();
    const first = ring.signingKey().kid;
    now += HOUR;
    await ring.rotate(OPERATOR);
    now += PUBLISHED_AHEAD;
    await ring.rotate(OPERATOR);
    await ring.renewIfOld();
    expect(kidsOf(ring)).toContain(first);
    expect(ring.list().map(({ state }) => state)).toEqual(['next', 'current', 'previous']);

    now += DAY + HOUR;
    await ring.renewIfOld();

    expect(kidsOf(ring)).not.toContain(first);
    expect(ring.list().map(({ state }) => state)).toEqual(['current', 'previous']);
    expect(entries.at(-1)).toMatchObject({ action: 'keys.withdrawn', subject: first });
  });

  it('goes on past the withdrawal of its first key', async () => {
    const ring = await aRing();
    for (let time = 0; time < 5; time += 1) {
      now += 31 * DAY;
      expect(await ring.renewIfOld()).toBe(true);
    }

    const again = await aRing();
    expect(kidsOf(again)).toEqual(kidsOf(ring));
    expect(kidsOf(again)).toHaveLength(3);
  });

  it('says so when it was sealed with another secret, and keeps what it has', async () => {
    await aRing();

    await expect(aRing('another secret for tests, long enough too')).rejects.toMatchObject({
      code: 'lti.key-not-readable',
    });
  });

  it('makes a key without holding up the process', async () => {
    const ring = await aRing();
    let ticks = 0;
    let longest = 0;
    const began = performance.now();
    let last = began;
    const ticking = setInterval(() => {
      ticks += 1;
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await ring.rotate(OPERATOR);
    clearInterval(ticking);
    // What held up the process to the end has let no tick through.
    longest = Math.max(longest, performance.now() - last);

    expect(ticks).toBeGreaterThan(0);
    // Nearly all the time goes into the key, some 100 ms or far more: made here, it would be one gap.
    expect(longest).toBeLessThan((performance.now() - began) / 2);
  });
});

function kidsOf(ring: KeyRing): readonly (string | undefined)[] {
  return ring.published().keys.map(({ kid }) => kid);
}

type KeySet = ReturnType<typeof createLocalJWKSet>;

function setOf(ring: KeyRing): KeySet {
  return createLocalJWKSet({ keys: ring.published().keys.map((key) => ({ kty: 'RSA', ...key })) });
}

function sign(ring: KeyRing): Promise<string> {
  const { kid, key } = ring.signingKey();
  return new CompactSign(Buffer.from('x')).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

async function verify(jws: string, set: KeySet): Promise<void> {
  const { payload } = await compactVerify(jws, set);
  expect(Buffer.from(payload).toString()).toBe('x');
}
