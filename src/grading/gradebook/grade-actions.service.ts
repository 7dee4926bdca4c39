import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import { deliveryOfKind, withDelivery } from '../delivery/after-try.js';
import { changeProgress, resent } from '../work/change-progress.js';
import type { Comparing } from '../columns/compare.service.js';
import type { CourseGrades } from './course-grades.service.js';
import type { RowId } from './gradebook.service.js';
import type { Lanes } from '../delivery/lanes.js';
import type { Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';

/** What those who teach do about single grades of their course. All throw NotAllowed for others. */
export interface GradeActions {
  /** Has everything that waits tried now. @returns how many */
  sendWaiting(principal: Principal): Promise<number>;
  /** Sends one again, also over what somebody else has put there. @throws {NotFound} */
  resend(principal: Principal, id: RowId): Promise<void>;
  /** What somebody else has put there stays. @throws {NotFound} */
  keepTheirs(principal: Principal, id: RowId): Promise<void>;
  /** Has all activities compared with the gradebook. */
  compare(principal: Principal): Promise<void>;
}

export interface GradeActionsDeps {
  readonly course: CourseGrades;
  readonly store: ProgressStore;
  readonly lanes: Lanes;
  readonly comparing: Comparing;
  readonly clock: Clock;
  /** Called when a score waits to be sent. */
  readonly onWaiting: () => void;
}

export function createGradeActions(deps: GradeActionsDeps): GradeActions {
  const { course, store, lanes, comparing, clock, onWaiting } = deps;

  return {
    async sendWaiting(principal) {
      const waiting = (await course.work(principal)).filter(
        ({ deliveryDueAt }) => deliveryDueAt !== undefined,
      );
      for (const { id } of waiting)
        await changeProgress(store, id, (current) => hastened(current, clock()));
      lanes.reopen(principal.platformId);
      onWaiting();
      return waiting.length;
    },

    async resend(principal, { progressId, kind }) {
      await course.workOf(principal, progressId);
      const options = { now: clock(), mayReplace: true };
      await changeProgress(store, progressId, (current) => resent(current, kind, options));
      lanes.reopen(principal.platformId);
      onWaiting();
    },

    async keepTheirs(principal, { progressId, kind }) {
      await course.workOf(principal, progressId);
      await changeProgress(store, progressId, (current) => {
        const delivery = deliveryOfKind(current, kind);
        if (delivery?.state !== 'changed') return undefined;
        return withDelivery(current, kind, { ...delivery, isKept: true });
      });
    },

    async compare(principal) {
      const links = await course.links(principal);
      await comparing.request(links.map(({ id }) => id));
    },
  };
}

/** Undefined for what is being sent just now, or waits for nothing. */
function hastened<T extends Progress>(progress: T, now: number): T | undefined {
  const { deliveryDueAt, leasedUntil = 0 } = progress;
  if (deliveryDueAt === undefined || leasedUntil > now || deliveryDueAt <= now) return undefined;
  return { ...progress, deliveryDueAt: now };
}
