import type { ActivityText } from '../../curriculum/index.js';
import type { Audit } from '../../shared/audit.js';
import { InvalidInput, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import {
  changed,
  enter,
  type AssessedPlace,
  type AssessmentsDeps,
} from './assessed-place.service.js';
import { isReleased, withCredit, type Assessment } from './assessment.js';
import { maySeeRatings } from './assessment.policy.js';
import { AssessmentOpen, AssessmentReleased, CooperationUnknown } from './faults.js';
import type { Giving } from './giving.service.js';
import { disputed, maximumOf } from './rubric-rules.js';

/** What trainers do with a result. For everybody else nothing of it is there. */
export interface Releases {
  /**
   * Shows the result to the members and gives them their points, from `at` on.
   * @param at epoch milliseconds; what is past means now; undefined takes a planned release back
   * @throws {NotFound} @throws {AssessmentOpen} @throws {AssessmentReleased}
   */
  release(principal: Principal, place: AssessedPlace, at: number | undefined): Promise<void>;
  /**
   * Gives one person other points.
   * @throws {NotFound} @throws {AssessmentOpen} @throws {CooperationUnknown} @throws {InvalidInput}
   */
  credit(
    principal: Principal,
    place: AssessedPlace,
    change: {
      readonly participantId: string;
      readonly points: number;
      readonly reason: string;
      /** Whether the trainer has read that not all partners have answered. */
      readonly isKnown: boolean;
    },
  ): Promise<void>;
}

export interface ReleasesDeps extends AssessmentsDeps {
  readonly giving: Giving;
  readonly audit: Audit;
}

export function createReleases(deps: ReleasesDeps): Releases {
  const { store, giving, clock } = deps;

  return {
    async release(principal, place, at) {
      const entered = await enter(deps, principal, place);
      const { trainerId, assessment, activity } = entered;
      await changed(deps, entered, (known) => {
        if (isReleased(known, clock())) throw new AssessmentReleased('is released');
        if (at === undefined) return { ...known, release: undefined, dueAt: undefined };
        requireOutcome(known, trainerId, activity);
        const from = Math.max(at, clock());
        return { ...known, release: { by: trainerId, at: from }, dueAt: from };
      });
      await noted(deps, principal, 'assessment.release', assessment.id);
      await giving.give(assessment.id);
    },

    async credit(principal, place, { participantId, points, reason, isKnown }) {
      const entered = await enter(deps, principal, place);
      const { trainerId: by, assessment, activity, members } = entered;
      if (!members.some(({ id }) => id === participantId)) throw new NotFound('no member');
      if (points > maximumOf(activity.rubric)) throw new InvalidInput('more than the rubric has');
      const said = await store.cooperations(assessment.id);
      const isAsked = members.every(({ id }) => said.some((each) => each.participantId === id));
      if (!isAsked && !isKnown) throw new CooperationUnknown('not all partners have answered');
      await changed(deps, entered, (known) => {
        requireOutcome(known, by, activity);
        const next = withCredit(known, { participantId, points, reason, by, at: clock() });
        // Released points are given again, those of a plan on its day.
        return isReleased(known, clock()) ? { ...next, dueAt: clock() } : next;
      });
      await noted(deps, principal, 'assessment.credit', assessment.id);
      await giving.give(assessment.id);
    },
  };
}

/** @throws {AssessmentOpen} */
function requireOutcome(
  assessment: Assessment,
  trainerId: string,
  { rubric }: Pick<ActivityText, 'rubric'>,
): void {
  const open = disputed(rubric, assessment);
  if (open.length > 0) throw new AssessmentOpen(`disputed: ${open.length}`);
  if (assessment.ratings.length === 0) throw new AssessmentOpen('nobody has rated');
  if (!maySeeRatings(assessment, trainerId)) throw new AssessmentOpen('has not rated');
}

async function noted(
  { audit }: ReleasesDeps,
  { platformId, userId }: Principal,
  action: string,
  subject: string,
): Promise<void> {
  await audit({ action, by: { kind: 'user', platformId, userId }, subject });
}
