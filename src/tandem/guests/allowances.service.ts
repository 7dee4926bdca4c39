import type { Collection, Database, Stored } from '../../persistence/database.js';
import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import { Allowance, LIMITS } from './allowances.js';
import { TooManyMails } from './faults.js';

/** Counts in the database, for all processes together. */
export interface Allowances {
  /** @param key address key, or id of a tandem @throws {TooManyMails} */
  take(kind: keyof typeof LIMITS, key: string): Promise<void>;
  sweep(): Promise<number>;
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);

export async function openAllowances(deps: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<Allowances> {
  const { database, clock } = deps;
  const counts: Collection<Allowance> = await database.collection({
    name: 'guest_allowances',
    schema: Allowance,
    expiry: 'expiresAt',
  });

  async function put(known: Stored<Allowance> | undefined, fresh: Allowance): Promise<void> {
    await (known ? counts.replace({ ...known, count: known.count + 1 }) : counts.insert(fresh));
  }

  async function take(kind: keyof typeof LIMITS, key: string): Promise<void> {
    const { most, within } = LIMITS[kind];
    const id = digest('guest-allowance', kind, key);
    const known = await counts.get(id);
    if (known && known.count >= most) {
      throw new TooManyMails(Math.max(1, Math.ceil((known.expiresAt - clock()) / SECOND)));
    }
    try {
      await put(known, { id, count: 1, expiresAt: clock() + within });
    } catch (fault) {
      // Many at once count as many.
      if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
      await take(kind, key);
    }
  }

  return { take, sweep: () => counts.sweep() };
}
