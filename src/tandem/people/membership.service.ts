import type { Stored } from '../../persistence/database.js';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { courseBehind, type Cohort, type CohortCourse } from '../cohort.js';
import type { CohortStore } from '../cohort.store.js';
import { participantIdOf, type Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { isGuest, isTrainer, isTutor } from '../tandem.policy.js';
import type { Tandem } from '../tandem.js';
import type { TandemStore } from '../tandem.store.js';

/** A sign of life is written this seldom: a visit is a read. */
export const SIGN_OF_LIFE = 10 * MINUTE;

/** A tandem, for somebody who may see it. */
export interface Seated {
  readonly tandem: Stored<Tandem>;
  /** In the order in which they sat down. */
  readonly members: readonly Participant[];
  /** Undefined for a trainer, who looks on. */
  readonly self?: Participant | undefined;
  /** Trainers read. */
  readonly may: 'write' | 'read';
}

/** The tandem of somebody who sits in it. */
export interface OwnSeat extends Seated {
  readonly self: Stored<Participant>;
}

/** Who somebody is here, and in which tandem they sit. Asked for each request, carried by none. */
export interface Membership {
  /** The person, opened at the first visit. @throws {NotFound} for whoever is no tutor in a course */
  participant(principal: Principal): Promise<Stored<Participant>>;
  /** @throws {NotFound} for whoever is no trainer in a course */
  trainedCohort(principal: Principal): Promise<Stored<Cohort>>;
  /**
   * The tandem, for its members and for the trainers of their cohorts.
   * @throws {NotFound} for everybody else, as for a tandem that is not there
   */
  seated(principal: Principal, tandemId: string): Promise<Seated>;
  /**
   * The tandem in which a tutor sits.
   * @returns undefined for whoever sits in none @throws {NotFound} for whoever is no tutor in a course
   */
  ownTandem(principal: Principal): Promise<OwnSeat | undefined>;
}

export interface MembershipDeps {
  readonly participants: ParticipantStore;
  readonly cohorts: CohortStore;
  readonly tandems: TandemStore;
  readonly clock: Clock;
}

export function createMembership(deps: MembershipDeps): Membership {
  const { participants, cohorts, tandems } = deps;

  async function trainedCohort(principal: Principal): Promise<Stored<Cohort>> {
    const course = courseBehind(principal);
    if (!course || !isTrainer(principal)) throw new NotFound('no trainer here');
    return cohorts.of(course);
  }

  /** The one place where somebody who asks becomes a person of the cohort. */
  async function participant(principal: Principal): Promise<Stored<Participant>> {
    const course = courseBehind(principal);
    if (!course || !isTutor(principal)) throw new NotFound('no tutor here');
    if (!isGuest(principal)) return seen(deps, await opened(deps, course, principal.userId));
    const guest = await participants.get(principal.userId);
    // Their session may be older than a move of the whole cohort into another.
    const isTheirs = guest?.course === undefined && guest?.goneAt === undefined;
    if (!guest || !isTheirs) throw new NotFound('no such guest');
    return seen(deps, guest);
  }

  /** @param self undefined for somebody who looks on */
  async function looked(
    principal: Principal,
    tandemId: string,
    self: Participant | undefined,
  ): Promise<Seated> {
    if (self && self.tandemId !== tandemId) throw new NotFound('another tandem');
    const cohort = self ? undefined : await trainedCohort(principal);
    const tandem = await tandems.get(tandemId);
    if (!tandem) throw new NotFound('no such tandem');
    const members = await participants.inTandem(tandemId);
    const isTheirs = [tandem, ...members].some(({ cohortId }) => cohortId === cohort?.id);
    if (!self && !isTheirs) throw new NotFound('tandem of another cohort');
    return { tandem, members, self, may: self ? 'write' : 'read' };
  }

  return {
    participant,
    trainedCohort,
    async seated(principal, tandemId) {
      const self = isTutor(principal) ? await participant(principal) : undefined;
      return looked(principal, tandemId, self);
    },
    async ownTandem(principal) {
      const self = await participant(principal);
      if (self.tandemId === undefined) return undefined;
      return { ...(await looked(principal, self.tandemId, self)), self };
    },
  };
}

/** At the first visit. */
async function opened(
  { participants, cohorts, clock }: MembershipDeps,
  course: CohortCourse,
  userId: string,
): Promise<Stored<Participant>> {
  const id = participantIdOf(course, { userId });
  const known = await participants.get(id);
  if (known?.sameAs !== undefined) return (await participants.get(known.sameAs)) ?? known;
  if (known) return known;
  const { id: cohortId } = await cohorts.of(course);
  try {
    return await participants.insert({ id, cohortId, course, userId, lastSeenAt: clock() });
  } catch (fault) {
    // The same person's other tab was first.
    const other = hasCode(fault) ? await participants.get(id) : undefined;
    if (!other) throw fault;
    return other;
  }
}

/** Another write at the same time is a sign of life too. */
async function seen(
  { participants, clock }: MembershipDeps,
  participant: Stored<Participant>,
): Promise<Stored<Participant>> {
  if (participant.lastSeenAt > clock() - SIGN_OF_LIFE) return participant;
  try {
    return await participants.replace({ ...participant, lastSeenAt: clock() });
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    return (await participants.get(participant.id)) ?? participant;
  }
}
