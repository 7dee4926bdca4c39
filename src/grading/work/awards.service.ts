import type { Course, Gradebook, ResourceLink } from '../../lti/index.js';
import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import {
  awardIdOf,
  linkForAward,
  type Award,
  type Awarded,
  type AwardedActivity,
} from './award.js';
import type { Columns } from '../columns/columns.service.js';
import { putProgress } from './change-progress.js';
import { standingOf, TooBusy, type Standing } from '../grading.service.js';
import { nextDeliveries } from '../delivery/next-deliveries.js';
import type { Progress } from './progress.js';
import type { ProgressStore } from './progress.store.js';

/** Points given by trainers, on the same way to the gradebook as scores of exercises. */
export interface Awards {
  /**
   * Keeps somebody's points, and has them on the way to the gradebook of their own course. The same
   * twice is as good as once; others take their place. @throws {TooBusy}
   */
  award(to: Awarded, award: Award): Promise<void>;
  /** Where the person's own points stand; undefined before they were given. */
  standing(principal: Principal, activityId: string): Promise<Standing | undefined>;
}

export interface AwardsDeps {
  readonly store: ProgressStore;
  readonly clock: Clock;
  readonly columns: Pick<Columns, 'wantsAward'>;
  readonly linksOf: (course: Course) => Promise<readonly ResourceLink[]>;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  readonly mayHaveColumn: Gradebook['mayHaveColumn'];
  /** Undefined for one that was taken out of the content. */
  readonly activityOf: (activityId: string) => AwardedActivity | undefined;
  /** Called when a score waits to be sent. */
  readonly onWaiting: () => void;
}

/** Two trainers may release at once; more than this is no trainer. */
const WRITES = 5;

export function createAwards(deps: AwardsDeps): Awards {
  const { store, onWaiting } = deps;

  return {
    async award(to, award) {
      for (let write = 0; write < WRITES; write += 1) {
        const known = await store.byId(awardIdOf(award.activityId, to));
        const link = await linkOf(known, { to, award }, deps);
        // Nobody launches from there any more: the points stay in the tool.
        if (!link) return;
        const progress = await keep(known, { to, award, link }, deps);
        if (!progress) continue;
        if (progress.deliveryDueAt !== undefined) onWaiting();
        return;
      }
      throw new TooBusy(`${WRITES} writes in a row were overtaken`);
    },

    async standing({ contextId, ...principal }, activityId) {
      if (contextId === undefined) return undefined;
      const progress = await store.byId(awardIdOf(activityId, { ...principal, contextId }));
      return progress && standingOf(progress, undefined);
    },
  };
}

/** What was begun behind a link goes on there. */
async function linkOf(
  known: Progress | undefined,
  { to, award }: { readonly to: Awarded; readonly award: Award },
  { resourceLink, linksOf, activityOf, mayHaveColumn }: AwardsDeps,
): Promise<ResourceLink | undefined> {
  const before = known && (await resourceLink(known.linkId));
  if (before) return before;
  const { activityId } = award;
  const moduleId = activityOf(activityId)?.moduleId;
  return linkForAward(await linksOf(to), { activityId, moduleId }, mayHaveColumn);
}

/** One compare-and-set write. @returns undefined when another write came in between */
async function keep(
  known: Stored<Progress> | undefined,
  given: { readonly to: Awarded; readonly award: Award; readonly link: ResourceLink },
  { store, clock, columns }: AwardsDeps,
): Promise<Stored<Progress> | undefined> {
  const { to, award, link } = given;
  const { activityId, comment, scoreGiven, scoreMaximum } = award;
  const grade = await columns.wantsAward(link, activityId);
  const next = nextDeliveries(known, {
    id: awardIdOf(activityId, to),
    ...{ platformId: to.platformId, contextId: to.contextId, userId: to.userId },
    ...{ linkId: link.id, activityId, attempts: [], scoreGiven, scoreMaximum, complete: true },
    ...(comment !== '' && { comment: comment.slice(0, LONGEST_COMMENT) }),
    ...{ now: clock(), wants: { grade, completion: false } },
  });
  return putProgress(store, next, known);
}

/** More than a gradebook's field shows; a whole rubric's comments may be longer. */
const LONGEST_COMMENT = 4000;
