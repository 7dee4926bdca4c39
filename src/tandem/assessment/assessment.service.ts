import type { ActivityText } from '../../curriculum/index.js';
import type { Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { InvalidInput, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Membership, Seated } from '../people/membership.service.js';
import {
  assessmentIdOf,
  emptyAssessment,
  isReleased,
  trainerIdOf,
  withCredit,
  withRating,
  type Assessment,
  type Rating,
} from './assessment.js';
import { mayAssess, mayRate, maySeeRatings } from './assessment.policy.js';
import type { AssessmentStore } from './assessment.store.js';
import type { Cooperation } from './cooperation.js';
import {
  AssessmentOpen,
  AssessmentReleased,
  CooperationUnknown,
  NotHandedIn,
  RatedByTwo,
} from './faults.js';
import { changeAssessment, type Giving } from './giving.service.js';
import type { HandedInWork } from './handed-in.js';
import {
  apart,
  disputed,
  isLevel,
  isWhole,
  maximumOf,
  outcomeOf,
  type Outcome,
} from './rubric-rules.js';

/** What is assessed. */
export interface AssessedPlace {
  readonly tandemId: string;
  readonly activityId: string;
  /** Language of the activity's words. */
  readonly locale: string;
}

/** What a trainer sees. */
export interface TrainerView extends Seated {
  readonly activity: ActivityText;
  readonly isHandedIn: boolean;
  /** The trainer's own. */
  readonly own: Rating | undefined;
  /** How many other trainers have rated. */
  readonly othersRated: number;
  /** What they found; empty until the trainer has rated too. */
  readonly others: readonly Rating[];
  readonly mayRate: boolean;
  /** Criteria on which both are more than one level apart; empty until the trainer has rated too. */
  readonly apart: readonly string[];
  readonly agreed: Assessment['agreed'];
  /** Undefined while there is none, and until the trainer has rated too. */
  readonly outcome: Outcome | undefined;
  readonly credits: Assessment['credits'];
  readonly release: Assessment['release'];
  readonly isReleased: boolean;
  readonly awards: Assessment['awards'];
  readonly cooperations: readonly Cooperation[];
}

/** What trainers do. For everybody else nothing of it is there. */
export interface Assessments {
  /** @throws {NotFound} */
  view(principal: Principal, place: AssessedPlace): Promise<TrainerView>;
  /**
   * Keeps what the trainer found. A release that was planned falls.
   * @returns criteria without a level; none: it is kept
   * @throws {NotFound} @throws {NotHandedIn} @throws {AssessmentReleased} @throws {RatedByTwo}
   */
  rate(
    principal: Principal,
    place: AssessedPlace,
    found: Pick<Rating, 'levels' | 'comments'>,
  ): Promise<readonly string[]>;
  /**
   * Keeps the levels on which both trainers agreed, of criteria on which they are apart.
   * @throws {NotFound} @throws {AssessmentReleased} @throws {AssessmentOpen} @throws {InvalidInput}
   */
  agree(principal: Principal, place: AssessedPlace, levels: Assessment['agreed']): Promise<void>;
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

export interface AssessmentsDeps {
  readonly store: AssessmentStore;
  readonly membership: Membership;
  /** Undefined for one that the person's link does not lead to. */
  readonly activityFor: (
    principal: Principal,
    id: string,
    locale: string,
  ) => ActivityText | undefined;
  readonly handedIn: HandedInWork;
  readonly giving: Giving;
  readonly audit: Audit;
  readonly clock: Clock;
}

export function createAssessments(deps: AssessmentsDeps): Assessments {
  const { store, handedIn, giving, clock } = deps;

  async function changed(
    { assessment }: Entered,
    make: (known: Stored<Assessment>) => Assessment,
  ): Promise<void> {
    await store.opened(assessment);
    await changeAssessment(store, assessment.id, make);
  }

  return {
    async view(principal, place) {
      return viewOf(deps, await enter(deps, principal, place));
    },

    async rate(principal, place, { levels, comments }) {
      const entered = await enter(deps, principal, place);
      const { rubric } = entered.activity;
      if (!(await handedIn.of(place.tandemId, place.activityId))) throw new NotHandedIn('not yet');
      if (!isWhole(rubric, levels)) {
        return rubric.criteria.filter((id) => !isLevel(rubric.points, levels[id]));
      }
      const named = Object.entries(comments).filter(([id]) => rubric.criteria.includes(id));
      const rating = {
        ...{ by: entered.trainerId, at: clock(), levels },
        comments: Object.fromEntries(named),
      };
      await changed(entered, (known) => {
        if (isReleased(known, clock())) throw new AssessmentReleased('levels stay');
        if (!mayRate(known, rating.by)) throw new RatedByTwo('two others have rated');
        return { ...withRating(known, rating), release: undefined, dueAt: undefined };
      });
      return [];
    },

    async agree(principal, place, levels) {
      const entered = await enter(deps, principal, place);
      const { rubric } = entered.activity;
      await changed(entered, (known) => {
        if (isReleased(known, clock())) throw new AssessmentReleased('levels stay');
        if (!maySeeRatings(known, entered.trainerId)) throw new AssessmentOpen('rate first');
        const named = Object.entries(levels);
        const open = apart(rubric, known.ratings);
        const fits = named.every(
          ([id, level]) => open.includes(id) && isLevel(rubric.points, level),
        );
        if (named.length === 0 || !fits) throw new InvalidInput('levels of criteria in dispute');
        const agreed = { ...known.agreed, ...levels };
        return { ...known, agreed, release: undefined, dueAt: undefined };
      });
    },

    async release(principal, place, at) {
      const entered = await enter(deps, principal, place);
      const { trainerId, assessment, activity } = entered;
      await changed(entered, (known) => {
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
      await changed(entered, (known) => {
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

interface Entered extends Seated {
  readonly activity: ActivityText;
  /** As it is kept, or an empty one that nobody has kept yet. */
  readonly assessment: Assessment;
  readonly trainerId: string;
}

/** @throws {NotFound} the same for what is not there and for what is not theirs */
async function enter(
  { membership, activityFor, store }: AssessmentsDeps,
  principal: Principal,
  { tandemId, activityId, locale }: AssessedPlace,
): Promise<Entered> {
  const seated = await membership.seated(principal, tandemId);
  const activity = activityFor(principal, activityId, locale);
  if (!activity || !mayAssess(seated)) throw new NotFound('nothing to assess here');
  const known = await store.get(assessmentIdOf(tandemId, activity.id));
  const assessment = known ?? emptyAssessment(tandemId, activity.id);
  return { ...seated, activity, assessment, trainerId: trainerIdOf(principal) };
}

async function viewOf(
  { store, handedIn, clock }: AssessmentsDeps,
  { assessment, trainerId, activity, ...seated }: Entered,
): Promise<TrainerView> {
  const { ratings, agreed, credits, release, awards } = assessment;
  const others = ratings.filter(({ by }) => by !== trainerId);
  const seesAll = maySeeRatings(assessment, trainerId);
  return {
    ...seated,
    ...{ activity, agreed, credits, release, awards },
    isHandedIn: (await handedIn.of(assessment.tandemId, activity.id)) !== undefined,
    own: ratings.find(({ by }) => by === trainerId),
    othersRated: others.length,
    others: seesAll ? others : [],
    mayRate: mayRate(assessment, trainerId),
    apart: seesAll ? apart(activity.rubric, ratings) : [],
    outcome: seesAll ? outcomeOf(activity.rubric, assessment) : undefined,
    isReleased: isReleased(assessment, clock()),
    cooperations: await store.cooperations(assessment.id),
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
  { audit }: AssessmentsDeps,
  { platformId, userId }: Principal,
  action: string,
  subject: string,
): Promise<void> {
  await audit({ action, by: { kind: 'user', platformId, userId }, subject });
}
