import type { Stored } from '../../persistence/database.js';
import { GIVE_UP_AFTER, waitBefore, withSent, type Delivery, type Points } from './delivery.js';
import type { Progress } from '../work/progress.js';
import type { Sorted } from './sort-fault.js';

/** The score itself, or the fact that everything was answered, which has a column of its own. */
export type Kind = 'score' | 'completion';

/** What a try has led to. */
export type Tried =
  | { readonly result: 'delivered'; readonly timestamp: number; readonly points: Points }
  /** An earlier try had been taken; nothing was sent. */
  | { readonly result: 'found-there'; readonly points: Points }
  /** The gradebook holds somebody else's; nothing was sent. */
  | { readonly result: 'changed-there'; readonly there: Points }
  /** The course asks for no grade. */
  | { readonly result: 'not-wanted' }
  | {
      readonly result: 'later' | 'refused';
      readonly sorted: Sorted;
      /** Of the score that was sent; undefined when none was. */
      readonly timestamp?: number | undefined;
      readonly points: Points;
    };

/** When a try ended, and the spread of what follows. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** 0 to 1. */
  readonly chance: number;
}

/** What is sent next: the score before the completion. Undefined: nothing waits. */
export function nextKind({ delivery, completion }: Progress): Kind | undefined {
  if (delivery.state === 'waiting') return 'score';
  return completion?.state === 'waiting' ? 'completion' : undefined;
}

export function deliveryOfKind(progress: Progress, kind: Kind): Delivery | undefined {
  return kind === 'score' ? progress.delivery : progress.completion;
}

export function withDelivery<T extends Progress>(progress: T, kind: Kind, delivery: Delivery): T {
  return kind === 'score' ? { ...progress, delivery } : { ...progress, completion: delivery };
}

/** The points that a kind stands for. */
export function pointsOf({ scoreGiven, scoreMaximum }: Progress, kind: Kind): Points {
  return kind === 'score' ? { scoreGiven, scoreMaximum } : { scoreGiven: 1, scoreMaximum: 1 };
}

/** What is noted before a try: should its sender die, the score may have been taken. */
export function beforeTry(progress: Progress): Pick<Progress, 'delivery' | 'completion'> {
  const kind = nextKind(progress);
  const delivery = kind && deliveryOfKind(progress, kind);
  if (!kind || !delivery) return progress;
  const sent = withSent(delivery.sent, pointsOf(progress, kind));
  return withDelivery(progress, kind, { ...delivery, sent, isInDoubt: true });
}

/**
 * The document after a try.
 * @param current as it is now: a new answer may have come in meanwhile
 * @param claimed as it was when the try began
 */
export function afterTry(
  current: Stored<Progress>,
  claimed: Progress,
  { kind, tried, moment }: { readonly kind: Kind; readonly tried: Tried; readonly moment: Moment },
): Stored<Progress> {
  const delivery = deliveryOfKind(current, kind);
  const before = deliveryOfKind(claimed, kind);
  const { deliveryDueAt: _due, leasedUntil: _lease, ...rest } = current;
  if (!delivery || !before) return rest;
  const { now } = moment;
  const next = deliveryAfter(delivery, before, tried, moment);
  const document = withDelivery(rest, kind, next.delivery);
  if (next.dueAt !== undefined) return { ...document, deliveryDueAt: next.dueAt };
  // The completion had to stand back until now.
  return nextKind(document) ? { ...document, deliveryDueAt: now } : document;
}

interface Next {
  readonly delivery: Delivery;
  readonly dueAt?: number | undefined;
}

function deliveryAfter(current: Delivery, before: Delivery, tried: Tried, moment: Moment): Next {
  const { now } = moment;
  switch (tried.result) {
    case 'delivered':
    case 'found-there':
      return afterSuccess(current, before, tried, now);
    case 'changed-there': {
      const delivery = cleared(current, before.sent);
      const there = { at: now, points: tried.there };
      if (current.state !== 'waiting') return { delivery };
      return { delivery: { ...delivery, state: 'changed', there, tries: 0 } };
    }
    case 'not-wanted': {
      const delivery = cleared(current, before.sent);
      if (current.state !== 'waiting') return { delivery };
      return { delivery: { ...delivery, state: 'kept', reason: 'no-line-item' } };
    }
    case 'later':
    case 'refused':
      return afterFailure(current, before, tried, moment);
  }
}

/** Without what `beforeTry` had noted. */
function cleared(current: Delivery, sent: Points[] | undefined): Delivery {
  return { ...current, sent, isInDoubt: undefined };
}

function afterSuccess(
  current: Delivery,
  before: Delivery,
  tried: Extract<Tried, { readonly result: 'delivered' | 'found-there' }>,
  now: number,
): Next {
  const sent = withSent(before.sent, tried.points);
  const lastTimestamp = tried.result === 'delivered' ? tried.timestamp : before.lastTimestamp;
  const { state, sequence } = current;
  const isNewer = sequence > before.sequence;
  if (isNewer && state === 'waiting') {
    return { delivery: { state, sequence, tries: 0, lastTimestamp, sent }, dueAt: now };
  }
  // Meanwhile the platform has taken the column away: what was delivered stays noted.
  if (isNewer) return { delivery: { ...cleared(current, sent), lastTimestamp } };
  return {
    delivery: { state: 'delivered', sequence, tries: 0, lastTimestamp, sent, deliveredAt: now },
  };
}

function afterFailure(
  current: Delivery,
  before: Delivery,
  tried: Extract<Tried, { readonly result: 'later' | 'refused' }>,
  { now, chance }: Moment,
): Next {
  const { sorted, timestamp, points, result } = tried;
  const isInDoubt = timestamp === undefined ? before.isInDoubt : sorted.isInDoubt || undefined;
  const mayBeThere = timestamp !== undefined && sorted.isInDoubt;
  const known: Delivery = {
    ...current,
    isInDoubt,
    sent: mayBeThere ? withSent(before.sent, points) : before.sent,
    lastTimestamp: mayBeThere ? timestamp : before.lastTimestamp,
  };
  if (current.state !== 'waiting') return { delivery: known };
  const delivery: Delivery = {
    ...known,
    tries: current.tries + 1,
    failingSince: sorted.isPaused ? undefined : (current.failingSince ?? now),
    failure: { ...sorted.failure, at: now },
  };
  const givesUp = now - (delivery.failingSince ?? now) > GIVE_UP_AFTER;
  if (result === 'refused' || givesUp) {
    const reason = result === 'refused' ? 'platform-refused' : 'gave-up';
    return { delivery: { ...delivery, state: 'refused', reason } };
  }
  const wait = waitBefore(delivery.tries, chance, sorted.retryAfterSeconds);
  return { delivery, dueAt: now + Math.round(wait) };
}
