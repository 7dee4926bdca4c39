import type { Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import type { Kind } from '../delivery/after-try.js';
import { deliveryOfKind, withDelivery } from '../delivery/after-try.js';
import { historyOf, type Delivery } from '../delivery/delivery.js';
import type { Progress } from './progress.js';
import type { ProgressStore } from './progress.store.js';

/**
 * Changes a document, whoever writes at the same time.
 * @param change of the document as it is now; undefined: leave it
 * @returns whether it was changed
 */
export async function changeProgress(
  store: ProgressStore,
  id: string,
  change: (current: Stored<Progress>) => Stored<Progress> | undefined,
): Promise<boolean> {
  for (;;) {
    const current = await store.byId(id);
    const next = current && change(current);
    if (!next) return false;
    try {
      await store.replace(next);
      return true;
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    }
  }
}

/**
 * Puts a document in the place of the one that was read, or where none was.
 * @returns undefined when another write came in between
 */
export async function putProgress(
  store: ProgressStore,
  next: Progress,
  known: Stored<Progress> | undefined,
): Promise<Stored<Progress> | undefined> {
  try {
    return known
      ? await store.replace({ ...next, revision: known.revision })
      : await store.insert(next);
  } catch (fault) {
    if (isConflict(fault)) return undefined;
    throw fault;
  }
}

/**
 * The document with this score to be sent (again) now.
 * @param mayReplace also what somebody else has put there
 * @returns undefined where there is nothing to send
 */
export function resent<T extends Progress>(
  progress: T,
  kind: Kind,
  { now, mayReplace }: { readonly now: number; readonly mayReplace: boolean },
): T | undefined {
  const before = deliveryOfKind(progress, kind);
  if (!before || before.state === 'kept' || progress.scoreMaximum === 0) return undefined;
  if (before.state === 'changed' && !mayReplace) return undefined;
  const delivery: Delivery = {
    state: 'waiting',
    sequence: before.sequence + 1,
    tries: 0,
    ...historyOf(before),
    ...(mayReplace && { mayReplace }),
  };
  // Whoever is just sending finds that a newer one waits; until then it is theirs alone.
  const deliveryDueAt = Math.max(now, progress.leasedUntil ?? 0);
  return { ...withDelivery(progress, kind, delivery), deliveryDueAt };
}

/** Whether somebody else was faster. */
function isConflict(fault: unknown): boolean {
  return (
    hasCode(fault) &&
    (fault.code === 'persistence.stale-revision' || fault.code === 'persistence.duplicate-key')
  );
}
