import type { ActivityText } from '../../curriculum/index.js';
import { InvalidInput } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Seated } from '../people/membership.service.js';
import {
  changed,
  enter,
  type AssessedPlace,
  type AssessmentsDeps,
  type Entered,
} from './assessed-place.service.js';
import { isReleased, withRating, type Assessment, type Rating } from './assessment.js';
import { mayRate, maySeeRatings } from './assessment.policy.js';
import type { Cooperation } from './cooperation.js';
import { AssessmentOpen, AssessmentReleased, NotHandedIn, RatedByTwo } from './faults.js';
import { apart, isLevel, isWhole, outcomeOf, type Outcome } from './rubric-rules.js';

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
}

export function createAssessments(deps: AssessmentsDeps): Assessments {
  const { handedIn, clock } = deps;

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
      await changed(deps, entered, (known) => {
        if (isReleased(known, clock())) throw new AssessmentReleased('levels stay');
        if (!mayRate(known, rating.by)) throw new RatedByTwo('two others have rated');
        return { ...withRating(known, rating), release: undefined, dueAt: undefined };
      });
      return [];
    },

    async agree(principal, place, levels) {
      const entered = await enter(deps, principal, place);
      const { rubric } = entered.activity;
      await changed(deps, entered, (known) => {
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
  };
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
