import type { ActivityText } from '../../curriculum/index.js';
import type { Clock } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Participant } from '../participant.js';
import type { OwnSeat } from '../people/membership.service.js';
import { assessmentIdOf, isReleased, type Credit, type Rating } from './assessment.js';
import type { AssessedPlace, AssessmentsDeps } from './assessed-place.service.js';
import { cooperationIdOf, type Cooperation } from './cooperation.js';
import { AssessmentReleased } from './faults.js';
import { lacksOf, outcomeOf, pointsOf, type Lack, type Outcome } from './rubric-rules.js';

/** What trainers found, for one of the members. */
export interface Result {
  readonly outcome: Outcome;
  /** Of the person. */
  readonly points: number;
  /** Why the person has other points than the tandem; undefined: they have the same. */
  readonly credit: Credit | undefined;
  /** Empty: passed. */
  readonly lacks: readonly Lack[];
  readonly comments: readonly Rating['comments'][];
}

/** What a member sees. */
export interface MemberView {
  readonly tandem: OwnSeat['tandem'];
  readonly self: Participant;
  readonly activity: ActivityText;
  readonly isHandedIn: boolean;
  /** Undefined until it is released. */
  readonly result: Result | undefined;
  /** What the person said of the cooperation; what partners said is not here. */
  readonly cooperation: Cooperation | undefined;
}

/** What members do. For everybody else nothing of it is there. */
export interface Results {
  /** @throws {NotFound} */
  view(principal: Principal, place: AssessedPlace): Promise<MemberView>;
  /** Keeps what a partner says of the cooperation. @throws {NotFound} @throws {AssessmentReleased} */
  cooperate(
    principal: Principal,
    place: AssessedPlace,
    said: Pick<Cooperation, 'share' | 'kept' | 'words'>,
  ): Promise<void>;
}

export type ResultsDeps = Pick<
  AssessmentsDeps,
  'store' | 'membership' | 'activityFor' | 'handedIn'
> & { readonly clock: Clock };

export function createResults(deps: ResultsDeps): Results {
  const { store, membership, activityFor, handedIn, clock } = deps;

  /** @throws {NotFound} */
  async function enter(
    principal: Principal,
    { tandemId, activityId, locale }: AssessedPlace,
  ): Promise<Pick<MemberView, 'tandem' | 'self' | 'activity'>> {
    const { tandem, self } = await membership.seated(principal, tandemId);
    const activity = activityFor(principal, activityId, locale);
    if (!activity || !self) throw new NotFound('no result here');
    return { tandem, self, activity };
  }

  return {
    async view(principal, place) {
      const entered = await enter(principal, place);
      const { tandem, self, activity } = entered;
      const id = assessmentIdOf(tandem.id, activity.id);
      const said = await store.cooperations(id);
      return {
        ...entered,
        isHandedIn: (await handedIn.of(tandem.id, activity.id)) !== undefined,
        result: await resultOf(deps, id, activity, self),
        cooperation: said.find(({ participantId }) => participantId === self.id),
      };
    },

    async cooperate(principal, place, said) {
      const { tandem, self, activity } = await enter(principal, place);
      const assessmentId = assessmentIdOf(tandem.id, activity.id);
      const assessment = await store.get(assessmentId);
      if (assessment && isReleased(assessment, clock())) {
        throw new AssessmentReleased('too late to say');
      }
      const id = cooperationIdOf(assessmentId, self.id);
      const { share, kept, words } = said;
      const participantId = self.id;
      await store.putCooperation({
        ...{ id, assessmentId, participantId, share, kept, words },
        at: clock(),
      });
    },
  };
}

async function resultOf(
  { store, clock }: ResultsDeps,
  assessmentId: string,
  { rubric }: ActivityText,
  self: Participant,
): Promise<Result | undefined> {
  const assessment = await store.get(assessmentId);
  if (!assessment || !isReleased(assessment, clock())) return undefined;
  const outcome = outcomeOf(rubric, assessment);
  if (!outcome) return undefined;
  const points = pointsOf(assessment, outcome, self.id);
  return {
    outcome,
    points,
    credit: assessment.credits.find(({ participantId }) => participantId === self.id),
    lacks: lacksOf(rubric, outcome, points),
    comments: assessment.ratings.map(({ comments }) => comments),
  };
}
