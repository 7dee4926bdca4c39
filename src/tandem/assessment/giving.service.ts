import type { Stored } from '../../persistence/database.js';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { isReleased, withAward, type Assessment } from './assessment.js';
import type { AssessmentStore } from './assessment.store.js';
import { outcomeOf, pointsOf, type Outcome, type Rubric } from './rubric-rules.js';

/** Points for one person. */
export interface AwardedScore {
  readonly activityId: string;
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  /** What the trainers wrote; '' for nothing. */
  readonly comment: string;
}

/** Hands points to the person's own gradebook. The same points twice are as good as once. */
export type AwardPoints = (participant: Participant, score: AwardedScore) => Promise<void>;

/** Released points, on their way to each member. */
export interface Giving {
  /** Gives each member what they have not got yet. Safe to repeat. @throws what `award` throws */
  give(assessmentId: string): Promise<void>;
  /** The same for one that is due. @returns false when none is */
  giveNext(): Promise<boolean>;
}

export interface GivingDeps {
  readonly store: AssessmentStore;
  readonly participants: Pick<ParticipantStore, 'inTandem'>;
  /** Undefined for an activity that is no longer there. */
  readonly rubricOf: (activityId: string) => Rubric | undefined;
  readonly award: AwardPoints;
  readonly clock: Clock;
}

/** After a failure, or when the process died half way. */
const AGAIN = 5 * MINUTE;

export function createGiving(deps: GivingDeps): Giving {
  const { store, participants, rubricOf, award, clock } = deps;

  /** @returns undefined while there is nothing to give */
  function outcomeFor(assessment: Assessment): Outcome | undefined {
    const rubric = rubricOf(assessment.activityId);
    return rubric && isReleased(assessment, clock()) ? outcomeOf(rubric, assessment) : undefined;
  }

  async function give(assessmentId: string): Promise<void> {
    const assessment = await store.get(assessmentId);
    const outcome = assessment && outcomeFor(assessment);
    if (!assessment || !outcome) return;
    const faults: unknown[] = [];
    for (const member of await participants.inTandem(assessment.tandemId)) {
      const points = pointsOf(assessment, outcome, member.id);
      const known = assessment.awards.find(({ participantId }) => participantId === member.id);
      if (known?.points === points) continue;
      try {
        await award(member, scoreOf(assessment, outcome, points, member.id));
        // Noted one by one: whoever goes on after a crash gives to the others only.
        const given = { participantId: member.id, points, at: clock() };
        await changeAssessment(store, assessment.id, (now) => withAward(now, given));
      } catch (fault) {
        // The other members get theirs all the same.
        faults.push(fault);
      }
    }
    if (faults.length > 0) throw faults[0];
    await settle(assessment);
  }

  /** Nothing is due any more, unless somebody changed something meanwhile. */
  async function settle({ id, credits }: Assessment): Promise<void> {
    await changeAssessment(store, id, (now) =>
      now.credits.length === credits.length &&
      now.credits.every((credit, at) => credit.at === credits[at]?.at)
        ? { ...now, dueAt: undefined }
        : now,
    );
  }

  return {
    give,
    async giveNext() {
      const due = await store.lease(clock(), clock() + AGAIN);
      if (!due) return false;
      await give(due.id);
      return true;
    },
  };
}

function scoreOf(
  { activityId, ratings, credits }: Assessment,
  { criteria, maximum }: Outcome,
  scoreGiven: number,
  participantId: string,
): AwardedScore {
  const comments = criteria.flatMap(({ criterion }) =>
    ratings.flatMap(({ comments: all }) => all[criterion] ?? []),
  );
  const reasons = credits.filter((credit) => credit.participantId === participantId);
  const comment = [...comments, ...reasons.map(({ reason }) => reason)].join('\n');
  return { activityId, scoreGiven, scoreMaximum: maximum, comment };
}

/** Another write to the same assessment is let through first. */
export async function changeAssessment(
  store: AssessmentStore,
  id: string,
  make: (known: Stored<Assessment>) => Assessment,
): Promise<void> {
  const known = await store.get(id);
  if (!known) return;
  try {
    await store.replace({ ...make(known), revision: known.revision });
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    await changeAssessment(store, id, make);
  }
}
