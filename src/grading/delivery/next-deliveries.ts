import { historyOf, type Delivery } from './delivery.js';
import type { Progress } from '../work/progress.js';

/** A person's work with its score, before it is said what becomes of it. */
export interface Scored extends Omit<
  Progress,
  'delivery' | 'completion' | 'deliveryDueAt' | 'leasedUntil' | 'lane'
> {
  /** Epoch milliseconds. */
  readonly now: number;
  /** What is to be sent from this link. */
  readonly wants: { readonly grade: boolean; readonly completion: boolean };
}

/**
 * The document with its deliveries: unchanged where what counts is, and is under way or there.
 * @param known as it was; undefined before the first answer
 */
export function nextDeliveries(known: Progress | undefined, scored: Scored): Progress {
  const { now, wants, ...work } = scored;
  const same =
    known?.scoreGiven === work.scoreGiven &&
    known.scoreMaximum === work.scoreMaximum &&
    known.complete === work.complete;
  const delivery = nextDelivery(known?.delivery, { same, wanted: wants.grade });
  const completion = nextCompletion(known?.completion, wants.completion && work.complete);
  const waits = delivery.state === 'waiting' || completion?.state === 'waiting';
  return {
    ...work,
    delivery,
    ...(completion && { completion }),
    // A try under way, or one that waits its turn, keeps its time: two at once could overtake one another.
    ...(known?.leasedUntil !== undefined && { leasedUntil: known.leasedUntil }),
    deliveryDueAt: waits ? (known?.deliveryDueAt ?? now) : undefined,
  };
}

function nextDelivery(
  before: Delivery | undefined,
  { same, wanted }: { readonly same: boolean; readonly wanted: boolean },
): Delivery {
  const sequence = (before?.sequence ?? 0) + 1;
  const history = historyOf(before);
  if (!wanted) return { state: 'kept', reason: 'no-line-item', sequence, tries: 0, ...history };
  // What somebody else has put there stays until a trainer says otherwise.
  if (before?.state === 'changed')
    return same ? before : { ...before, sequence, isKept: undefined };
  if (same && (before?.state === 'waiting' || before?.state === 'delivered')) return before;
  return { state: 'waiting', sequence, tries: 0, ...history, ...stillTrueOf(before) };
}

/** What the last failure and a trainer have said holds until it is sent. */
function stillTrueOf(before: Delivery | undefined): Pick<Delivery, 'failure' | 'mayReplace'> {
  if (before?.state !== 'waiting') return {};
  const { failure, mayReplace } = before;
  return { ...(failure && { failure }), ...(mayReplace === true && { mayReplace }) };
}

/**
 * Said once. A module that was completed stays so, also when a new exercise is added to it; and
 * what somebody else has put there stays until a trainer says otherwise.
 */
function nextCompletion(before: Delivery | undefined, wanted: boolean): Delivery | undefined {
  const isSaid = before && ['waiting', 'delivered', 'changed'].includes(before.state);
  if (!wanted || isSaid) return before;
  const sequence = (before?.sequence ?? 0) + 1;
  return { state: 'waiting', sequence, tries: 0, ...historyOf(before) };
}
