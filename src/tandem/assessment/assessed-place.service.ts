import type { ActivityText } from '../../curriculum/index.js';
import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Membership, Seated } from '../people/membership.service.js';
import { assessmentIdOf, emptyAssessment, trainerIdOf, type Assessment } from './assessment.js';
import { mayAssess } from './assessment.policy.js';
import type { AssessmentStore } from './assessment.store.js';
import { changeAssessment } from './giving.service.js';
import type { HandedInWork } from './handed-in.js';

/** What is assessed. */
export interface AssessedPlace {
  readonly tandemId: string;
  readonly activityId: string;
  /** Language of the activity's words. */
  readonly locale: string;
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
  readonly clock: Clock;
}

/** A trainer, and what they assess. */
export interface Entered extends Seated {
  readonly activity: ActivityText;
  /** As it is kept, or an empty one that nobody has kept yet. */
  readonly assessment: Assessment;
  readonly trainerId: string;
}

/** @throws {NotFound} the same for what is not there and for what is not theirs */
export async function enter(
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

/** Keeps a change, to a document that may not be there yet. */
export async function changed(
  { store }: Pick<AssessmentsDeps, 'store'>,
  { assessment }: Entered,
  make: (known: Stored<Assessment>) => Assessment,
): Promise<void> {
  await store.opened(assessment);
  await changeAssessment(store, assessment.id, make);
}
