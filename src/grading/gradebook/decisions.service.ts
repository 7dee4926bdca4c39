import type { ResourceLink, GradebookResult, GradedLink } from '../../lti/index.js';
import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import { changeProgress, resent } from '../work/change-progress.js';
import { isForeign, isSameShare } from '../columns/compare-points.js';
import type { Comparing } from '../columns/compare.service.js';
import type { Columns } from '../columns/columns.service.js';
import { columnsOf, isAnswered, workBehind, type CourseGrades } from './course-grades.service.js';
import type { Points } from '../delivery/delivery.js';
import type { Lanes } from '../delivery/lanes.js';
import type { Counting, LinkGrading } from '../columns/link-grading.js';
import type { LinkGradingStore } from '../columns/link-grading.store.js';
import { scoreThatCounts, type GradedExercise, type Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';
import { sortFault } from '../delivery/sort-fault.js';
import { thereOf } from '../delivery/try-sending.js';

/** What would become of one grade. */
export interface GradeChange {
  readonly progressId: string;
  readonly userId: string;
  readonly linkId: string;
  /** Undefined: none is there, or the platform does not say. */
  readonly from?: Points | undefined;
  readonly to: Points;
  /** Somebody else has put there what would be replaced. */
  readonly isForeign: boolean;
}

/** What sending all again would change. */
export interface ResendPreview {
  readonly changes: readonly GradeChange[];
  /** Grades that are there as they should be. */
  readonly same: number;
  /** Activities whose gradebook could not be read: theirs would all be sent. */
  readonly unread: readonly string[];
}

export interface Decision {
  readonly counting: Counting;
  readonly column: LinkGrading['column'];
  /** Titles of columns that we make; undefined: none for completion. */
  readonly columnLabel: string;
  readonly completionLabel: string | undefined;
}

/** What a trainer decides for many grades at once: first what would change, then the change. All throw NotAllowed. */
export interface Decisions {
  previewResend(principal: Principal): Promise<ResendPreview>;
  /** Sends what would change. @param options `replace` also what somebody else has put there @returns how many */
  resendAll(principal: Principal, options: { readonly replace: boolean }): Promise<number>;
  /** How many grades a rule would change, of how many. @throws {NotFound} */
  previewCounting(
    principal: Principal,
    linkId: string,
    counting: Counting,
  ): Promise<{ readonly changes: number; readonly of: number }>;
  /** @throws {NotFound} for a link of another course */
  decide(principal: Principal, linkId: string, decision: Decision): Promise<void>;
}

export interface DecisionsDeps {
  readonly course: CourseGrades;
  readonly store: ProgressStore;
  readonly gradings: LinkGradingStore;
  readonly lanes: Lanes;
  readonly columns: Pick<Columns, 'awardColumn' | 'completionColumn'>;
  readonly comparing: Comparing;
  readonly clock: Clock;
  readonly gradedFor: (principal: Principal) => Promise<readonly GradedExercise[]>;
  readonly readResults: (link: GradedLink) => Promise<readonly GradebookResult[] | undefined>;
  readonly onWaiting: () => void;
}

export function createDecisions(deps: DecisionsDeps): Decisions {
  const { course, store, gradings, lanes, comparing, clock, gradedFor, onWaiting } = deps;

  async function previewResend(principal: Principal): Promise<ResendPreview> {
    const changes: GradeChange[] = [];
    const unread: string[] = [];
    let same = 0;
    for (const link of await course.links(principal)) {
      const sendable = (await workBehind(store, [link.id])).filter(isSendable);
      if (sendable.length === 0) continue;
      const there = await resultsOf(link, sendable, deps);
      if (sendable.some(({ id }) => !there.has(id))) unread.push(link.id);
      for (const progress of sendable) {
        const change = changeOf(progress, there.get(progress.id));
        if (change) changes.push(change);
        else same += 1;
      }
    }
    return { changes, same, unread };
  }

  return {
    previewResend,

    async resendAll(principal, { replace }) {
      const { changes } = await previewResend(principal);
      let count = 0;
      for (const { progressId } of changes.filter((change) => replace || !change.isForeign)) {
        const options = { now: clock(), mayReplace: replace };
        const isSent = await changeProgress(store, progressId, (current) =>
          resent(current, 'score', options),
        );
        if (isSent) count += 1;
      }
      lanes.reopen(principal.platformId);
      onWaiting();
      return count;
    },

    async previewCounting(principal, linkId, counting) {
      const { contentId } = await course.link(principal, linkId);
      const graded = await gradedFor({ ...principal, linkId, contentId });
      const work = (await workBehind(store, [linkId])).filter(isAnswered);
      const changes = work.filter(
        ({ attempts, scoreGiven }) =>
          scoreThatCounts(attempts, graded, counting).scoreGiven !== scoreGiven,
      );
      return { changes: changes.length, of: work.length };
    },

    async decide(principal, linkId, decision) {
      await course.link(principal, linkId);
      await gradings.update(linkId, ({ completionLabel: _before, ...known }) => {
        const { completionLabel, ...others } = decision;
        const completion = completionLabel === undefined ? {} : { completionLabel };
        return { ...known, ...others, ...completion, mustRecount: true };
      });
      await comparing.request([linkId]);
    },
  };
}

/** What waits goes anyway, and what is kept here is not asked for. */
function isSendable({ delivery, scoreMaximum }: Progress): boolean {
  return scoreMaximum > 0 && delivery.state !== 'kept' && delivery.state !== 'waiting';
}

/** What a gradebook holds for a piece of work; points undefined: nothing. */
interface There {
  readonly points: Points | undefined;
}

/** What the gradebook holds, by the id of the work; what could not be read is left out. */
async function resultsOf(
  link: ResourceLink,
  work: readonly Progress[],
  { columns, readResults }: DecisionsDeps,
): Promise<ReadonlyMap<string, There>> {
  const there = new Map<string, There>();
  for (const { lineItem, kind, part } of await columnsOf(link, work, columns)) {
    if (kind !== 'score') continue;
    try {
      const results = await readResults({ ...link, lineItem });
      for (const { id, userId } of results ? part : []) {
        const result = results?.find((each) => each.userId === userId);
        there.set(id, { points: result && thereOf(result) });
      }
    } catch (fault) {
      sortFault(fault);
    }
  }
  return there;
}

/**
 * Undefined where the gradebook holds what it should.
 * @param there undefined: it could not be read
 */
function changeOf(progress: Progress, there: There | undefined): GradeChange | undefined {
  const { id: progressId, userId, linkId, scoreGiven, scoreMaximum, delivery } = progress;
  const to = { scoreGiven, scoreMaximum };
  const from = there ? there.points : delivery.there?.points;
  // Moodle leaves a grade of 0 out.
  if (there && (from ? isSameShare(from, to) : scoreGiven === 0)) return undefined;
  const foreign = delivery.state === 'changed' || isForeign(from, delivery.sent ?? []);
  return { progressId, userId, linkId, from, to, isForeign: foreign };
}
