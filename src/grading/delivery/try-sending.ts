import type { GradebookResult, ResourceLink, Score } from '../../lti/index.js';
import type { Clock } from '../../shared/clock.js';
import { deliveryOfKind, pointsOf, type Kind, type Tried } from './after-try.js';
import type { WantedColumn } from '../columns/columns.service.js';
import { isForeign, isSameShare } from '../columns/compare-points.js';
import { nextTimestamp, type Points } from './delivery.js';
import type { Progress } from '../work/progress.js';
import { sortFault, type Sorted } from './sort-fault.js';

export interface SendingDeps {
  readonly clock: Clock;
  /** The column for it; undefined: none is wanted. Faults of the platform are thrown. */
  readonly columnFor: (link: ResourceLink, wanted: WantedColumn) => Promise<string | undefined>;
  /** The platform has that column no longer. */
  readonly forgetColumn: (link: ResourceLink, wanted: WantedColumn) => Promise<void>;
  readonly postScore: (
    link: ResourceLink & { readonly lineItem: string },
    score: Score,
  ) => Promise<void>;
  /** What a column holds, of one person or of all; undefined where the platform does not let us read it. */
  readonly readResults: (
    link: ResourceLink & { readonly lineItem: string },
    userId?: string,
  ) => Promise<readonly GradebookResult[] | undefined>;
}

/** What is to be sent, and through which link; undefined when that is gone. */
export interface Parcel {
  readonly progress: Progress;
  readonly kind: Kind;
  readonly link: ResourceLink | undefined;
}

export interface Attempted {
  readonly tried: Tried;
  readonly lineItem?: string | undefined;
  /** Undefined when nothing was sent. */
  readonly score?: Score | undefined;
}

type Column = ResourceLink & { readonly lineItem: string };

/** One try: looks first what is there, then sends. */
export async function trySending(parcel: Parcel, deps: SendingDeps): Promise<Attempted> {
  const { progress, kind, link } = parcel;
  const points = pointsOf(progress, kind);
  const { activityId, scoreMaximum } = progress;
  const wanted = { kind, activityId, scoreMaximum };
  let column: Column | undefined;
  let score: Score | undefined;
  let timestamp: number | undefined;
  try {
    const lineItem = link && (await deps.columnFor(link, wanted));
    if (!link || lineItem === undefined) return { tried: { result: 'not-wanted' } };
    column = { ...link, lineItem };
    const { settled, changedAt } = await look(parcel, column, deps);
    if (settled) return { tried: settled, lineItem };
    const last = latest(deliveryOfKind(progress, kind)?.lastTimestamp, changedAt);
    timestamp = nextTimestamp(deps.clock(), last);
    score = scoreOf(progress, kind, timestamp);
    await deps.postScore(column, score);
    return { tried: { result: 'delivered', timestamp, points }, lineItem, score };
  } catch (fault) {
    const sorted = sortFault(fault);
    const result = sorted.passes ? 'later' : 'refused';
    if (link && sorted.failure.cause === 'column-gone') await deps.forgetColumn(link, wanted);
    return { tried: { result, sorted, timestamp, points }, lineItem: column?.lineItem, score };
  }
}

interface Look {
  /** Undefined: the score is to be sent. */
  readonly settled?: Tried | undefined;
  /** Epoch milliseconds of the last change in the gradebook, where the platform tells. */
  readonly changedAt?: number | undefined;
}

/** Also before a first score: a teacher may have typed in a mark by hand. */
async function look({ progress, kind }: Parcel, column: Column, deps: SendingDeps): Promise<Look> {
  const delivery = deliveryOfKind(progress, kind);
  const { sent = [], isInDoubt = false, mayReplace = false } = delivery ?? {};
  const result = await resultOf(progress.userId, column, deps);
  if (!result) return {};
  const { changedAt } = result;
  const there = thereOf(result);
  const points = pointsOf(progress, kind);
  if (isInDoubt && there && isSameShare(there, points)) {
    return { settled: { result: 'found-there', points } };
  }
  if (!mayReplace && there && isForeign(there, [...sent, points])) {
    return { settled: { result: 'changed-there', there } };
  }
  return { changedAt };
}

/** Undefined when there is none, or when the platform does not let us read it. @throws what may pass */
async function resultOf(
  userId: string,
  column: Column,
  deps: SendingDeps,
): Promise<GradebookResult | undefined> {
  try {
    const results = await deps.readResults(column, userId);
    return results?.find((result) => result.userId === userId);
  } catch (fault) {
    const sorted: Sorted = sortFault(fault);
    if (sorted.passes && sorted.failure.cause !== 'token-not-taken') throw fault;
    return undefined;
  }
}

/** Undefined where the gradebook holds no points. */
export function thereOf({ score, maximum }: GradebookResult): Points | undefined {
  if (score === undefined) return undefined;
  return { scoreGiven: score, scoreMaximum: maximum ?? 1 };
}

function scoreOf(progress: Progress, kind: Kind, timestamp: number): Score {
  const isComplete = kind === 'completion' || progress.complete;
  return {
    userId: progress.userId,
    ...pointsOf(progress, kind),
    activityProgress: isComplete ? 'Completed' : 'Submitted',
    gradingProgress: 'FullyGraded',
    timestamp: new Date(timestamp).toISOString(),
    ...(progress.comment !== undefined && { comment: progress.comment }),
  };
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.max(one, other);
}
