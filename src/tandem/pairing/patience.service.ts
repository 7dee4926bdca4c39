import { SECOND, type Clock } from '../../shared/clock.js';
import { AppError, hasCode } from '../../shared/errors.js';
import { MOST_WRONG_CODES, WRONG_CODES_KEPT } from './pair-code.js';
import type { PairCodeStore } from './pair-code.store.js';

/** Too many wrong codes from one person. */
export class TooManyCodes extends AppError {
  readonly code = 'tandem.too-many-codes';
  readonly status = 429;
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('locked out');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts wrong codes, so that nobody finds one by trying. */
export interface Patience {
  /**
   * Counts a try before anybody looks whether it is right: many at once count as many.
   * @param personId of whoever tries @throws {TooManyCodes}
   */
  take(personId: string): Promise<void>;
  /** The code was right after all. */
  giveBack(personId: string): Promise<void>;
}

export function createPatience(deps: {
  readonly codes: Pick<PairCodeStore, 'wrongCodes' | 'putWrongCodes'>;
  readonly clock: Clock;
}): Patience {
  const { codes, clock } = deps;

  async function count(id: string, by: 1 | -1): Promise<void> {
    const known = await codes.wrongCodes(id);
    if (!known && by < 0) return;
    const { count: before, expiresAt } = known ?? {
      count: 0,
      expiresAt: clock() + WRONG_CODES_KEPT,
    };
    if (by > 0 && before >= MOST_WRONG_CODES) {
      throw new TooManyCodes(Math.max(1, Math.ceil((expiresAt - clock()) / SECOND)));
    }
    try {
      await codes.putWrongCodes({ ...(known ?? { id, expiresAt }), count: before + by });
    } catch (fault) {
      if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
      await count(id, by);
    }
  }

  return { take: (id) => count(id, 1), giveBack: (id) => count(id, -1) };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
