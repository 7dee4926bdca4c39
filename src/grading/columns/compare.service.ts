import type { GradebookResult, GradedLink, ResourceLink } from '../../lti/index.js';
import { DAY, HOUR, MINUTE, type Clock } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';
import type { Logger } from '../../shared/logger.js';
import type { Principal } from '../../shared/principal.js';
import { changeProgress } from '../work/change-progress.js';
import type { ColumnNames } from './column-names.service.js';
import type { Columns } from './columns.service.js';
import { isForeign, isSameShare } from './compare-points.js';
import {
  columnsOf,
  isAnswered,
  workBehind,
  type WorkedColumn,
} from '../gradebook/course-grades.service.js';
import { deliveryOfKind, withDelivery } from '../delivery/after-try.js';
import type { Delivery, Failure } from '../delivery/delivery.js';
import type { LinkGrading } from './link-grading.js';
import type { LinkGradingStore } from './link-grading.store.js';
import { nextDeliveries } from '../delivery/next-deliveries.js';
import { scoreThatCounts, type GradedExercise, type Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';
import { sortFault } from '../delivery/sort-fault.js';
import { thereOf } from '../delivery/try-sending.js';

/** Brings what we have noted and what the gradebook holds together, link by link. */
export interface Comparing {
  /** Compares the link that is due longest. @returns false when none is */
  compareNext(): Promise<boolean>;
  /** Has these links compared as soon as possible. */
  request(linkIds: readonly string[]): Promise<void>;
}

export interface ComparingDeps {
  readonly store: ProgressStore;
  readonly gradings: LinkGradingStore;
  readonly columns: Pick<
    Columns,
    'wantsGrade' | 'wantsCompletion' | 'wantsAward' | 'awardColumn' | 'completionColumn'
  >;
  readonly names: ColumnNames;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  readonly gradedFor: (principal: Principal) => Promise<readonly GradedExercise[]>;
  readonly readResults: (link: GradedLink) => Promise<readonly GradebookResult[] | undefined>;
  /** Called when a comparison is due, or scores wait to be sent after it. */
  readonly onDue: () => void;
}

/** Longer than reading the results of a large course takes. */
const LEASE = 10 * MINUTE;
/** A gradebook may need so long to show what it took. */
const SETTLING = 10 * MINUTE;
/** After a comparison that did not work. */
const REST = HOUR;
/** How often links are looked for that have never been compared. */
const ROUND = HOUR;

export function createComparing(deps: ComparingDeps): Comparing {
  const { store, gradings, names, clock, resourceLink } = deps;
  let roundAt = 0;

  /** Gives every link behind which somebody has worked a place in the coming night. */
  async function startRound(): Promise<void> {
    let linkId = await store.linkAfter('');
    while (linkId !== undefined) {
      const id = linkId;
      const { checkDueAt } = await gradings.of(id);
      if (checkDueAt === undefined) {
        await gradings.update(id, (known) => ({ ...known, checkDueAt: nightFor(id, clock()) }));
      }
      linkId = await store.linkAfter(id);
    }
  }

  return {
    async compareNext() {
      const now = clock();
      const due = await gradings.leaseCheck(now, now + LEASE);
      if (!due) {
        if (now < roundAt) return false;
        roundAt = now + ROUND;
        await startRound();
        return false;
      }
      const link = await resourceLink(due.id);
      if (link && due.mustRecount === true) await recount(link, due, deps);
      if (link && due.column !== 'none') await names.keepTrue(link);
      const checkFailure = link && (await compareLink(link, due, deps));
      const checkedAt = checkFailure ? due.checkedAt : clock();
      const checkDueAt = checkFailure ? clock() + REST : nightFor(due.id, clock());
      await gradings.update(due.id, (known) =>
        known.checkDueAt === due.checkDueAt || known.checkDueAt === undefined
          ? {
              ...withoutOrders(known),
              checkedAt,
              checkDueAt,
              ...(checkFailure && { checkFailure }),
            }
          : known,
      );
      deps.onDue();
      return true;
    },

    async request(linkIds) {
      const checkDueAt = clock();
      for (const id of linkIds) {
        await gradings.update(id, (known) => ({ ...known, checkDueAt, isAsked: true }));
      }
      deps.onDue();
    },
  };
}

/** What was asked for has been done. */
function withoutOrders(known: LinkGrading): LinkGrading {
  const { checkFailure: _failure, mustRecount: _recount, isAsked: _asked, ...rest } = known;
  return rest;
}

/** Between one and five at night, Greenwich time; each link at its own minute. */
function nightFor(linkId: string, now: number): number {
  const minute = Number.parseInt(
    Buffer.from(digest('night', linkId)).toString('hex').slice(0, 6),
    16,
  );
  const offset = HOUR + (minute % (4 * 60)) * MINUTE;
  const midnight = Math.floor(now / DAY) * DAY;
  // Not again in the same night.
  return midnight + offset - now > HOUR ? midnight + offset : midnight + DAY + offset;
}

/** By the rules of today, which a trainer has changed. */
async function recount(
  link: ResourceLink,
  grading: LinkGrading,
  deps: ComparingDeps,
): Promise<void> {
  const { store, clock, columns, gradedFor } = deps;
  const { platformId, deploymentId, contextId, contentId } = link;
  await recountAwards(link, deps);
  const graded = await gradedFor({
    ...{ platformId, deploymentId, contextId, contentId },
    ...{ linkId: link.id, userId: '', role: 'learner' },
  });
  // What is no longer there keeps the points that it had.
  if (graded.length === 0) return;
  const [grade, completion] = await Promise.all([
    columns.wantsGrade(link.id),
    columns.wantsCompletion(link.id),
  ]);
  for (const { id } of (await workBehind(store, [link.id])).filter(isAnswered)) {
    await changeProgress(store, id, (current) => {
      const score = scoreThatCounts(current.attempts, graded, grading.counting);
      const wants = { grade, completion };
      // Refused ones stay so: a recount is no reason to try again.
      if (current.delivery.state === 'refused' && isSameScore(current, score)) return undefined;
      const next = nextDeliveries(current, { ...current, ...score, now: clock(), wants });
      if (isSameScore(current, score) && isSettled(current, next)) return undefined;
      return { ...next, revision: current.revision };
    });
  }
}

/** Points that trainers gave stay what they are; whether they are sent may have changed. */
async function recountAwards(
  link: ResourceLink,
  { store, clock, columns }: ComparingDeps,
): Promise<void> {
  for (const { id, activityId } of await workBehind(store, [link.id])) {
    if (activityId === undefined) continue;
    const wants = { grade: await columns.wantsAward(link, activityId), completion: false };
    await changeProgress(store, id, (current) => {
      if (current.delivery.state === 'refused') return undefined;
      const next = nextDeliveries(current, { ...current, now: clock(), wants });
      return isSettled(current, next) ? undefined : { ...next, revision: current.revision };
    });
  }
}

function isSameScore(
  one: Progress,
  other: Pick<Progress, 'scoreGiven' | 'scoreMaximum' | 'complete'>,
): boolean {
  return (
    one.scoreGiven === other.scoreGiven &&
    one.scoreMaximum === other.scoreMaximum &&
    one.complete === other.complete
  );
}

function isSettled(one: Progress, other: Progress): boolean {
  return (
    one.delivery.state === other.delivery.state && one.completion?.state === other.completion?.state
  );
}

/** @returns why it did not work */
async function compareLink(
  link: ResourceLink,
  { column }: LinkGrading,
  deps: ComparingDeps,
): Promise<Failure | undefined> {
  const { store, clock, logger } = deps;
  if (column === 'none') return undefined;
  const work = await workBehind(store, [link.id]);
  const at = clock();
  try {
    for (const column of await columnsOf(link, work, deps.columns)) {
      const results = await deps.readResults({ ...link, lineItem: column.lineItem });
      if (!results) return { cause: 'not-allowed', service: 'results', at };
      await compareColumn(column, results, { store, at });
    }
    return undefined;
  } catch (fault) {
    const { failure } = sortFault(fault);
    logger.warn({ linkId: link.id, ...failure, excerpt: undefined }, 'grades not compared');
    return { ...failure, at };
  }
}

async function compareColumn(
  { part, kind }: WorkedColumn,
  results: readonly GradebookResult[],
  { store, at }: { readonly store: ProgressStore; readonly at: number },
): Promise<void> {
  const byUser = new Map(results.map((result) => [result.userId, result]));
  for (const { id, userId } of part) {
    const result = byUser.get(userId);
    await changeProgress(store, id, (current) => {
      const known = deliveryOfKind(current, kind);
      const delivery = known && compared(known, result, at);
      return delivery && withDelivery(current, kind, delivery);
    });
  }
}

/** @param at epoch milliseconds at which the gradebook was read @returns undefined when nothing new was seen */
function compared(
  delivery: Delivery,
  result: GradebookResult | undefined,
  at: number,
): Delivery | undefined {
  const { state, sent = [], deliveredAt = 0 } = delivery;
  if (state !== 'delivered' && state !== 'changed') return undefined;
  if (deliveredAt > at - SETTLING && state === 'delivered' && !result) return undefined;
  // Sent while we were reading.
  if (deliveredAt >= at) return undefined;
  const points = result && thereOf(result);
  const there = { at, points };
  const isOurs = points !== undefined && sent.some((ours) => isSameShare(ours, points));
  if (state === 'changed') {
    if (isOurs) return { ...delivery, state: 'delivered', there, isKept: undefined };
    return isSameThere(delivery, there) ? undefined : { ...delivery, there, isKept: undefined };
  }
  if (isForeign(points, sent)) return { ...delivery, state: 'changed', there };
  return isSameThere(delivery, there) ? undefined : { ...delivery, there };
}

function isSameThere({ there }: Delivery, { points }: NonNullable<Delivery['there']>): boolean {
  if (!there) return false;
  if (!there.points || !points) return there.points === points;
  return isSameShare(there.points, points);
}
