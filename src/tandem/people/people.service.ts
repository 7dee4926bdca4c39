import type { Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { isMissed, type Participant, type Profile, type TutorRole } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { isTutor } from '../tandem.policy.js';
import { isWhole, type Tandem } from '../tandem.js';
import type { LearnerKeyOf } from './learner-mark.js';
import type { Membership } from './membership.service.js';
import type { ProfileFaults } from './profile-form.js';

/** Somebody's own tandem. */
export interface OwnTandem {
  readonly tandem: Tandem;
  readonly partners: readonly Participant[];
  readonly isWhole: boolean;
  /** Partners of whom nobody has seen a sign of life for two weeks. */
  readonly missed: readonly Participant[];
}

export interface Own {
  readonly self: Participant;
  /** Undefined: in none yet. */
  readonly own?: OwnTandem | undefined;
}

export interface People {
  /** @throws {NotFound} */
  own(principal: Principal): Promise<Own>;
  /**
   * Keeps what a person tells of themselves.
   * @param learner mark to be kept as a keyed hash; '' takes the kept one away; undefined leaves it
   * @returns faults when the role is another than the seat they sit on
   * @throws {NotFound} @throws {StaleRevision}
   */
  introduce(
    principal: Principal,
    profile: Profile,
    learner: string | undefined,
  ): Promise<ProfileFaults>;
  /**
   * What the form is to propose to somebody who has not said yet on which side they tutor.
   * Nothing happens for whoever is no tutor in a course.
   */
  propose(principal: Principal, side: TutorRole): Promise<void>;
}

export function createPeople(deps: {
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly learnerKeyOf: LearnerKeyOf;
  readonly clock: Clock;
}): People {
  const { membership, participants, learnerKeyOf, clock } = deps;

  return {
    async own(principal) {
      const seated = await membership.ownTandem(principal);
      if (!seated) return { self: await membership.participant(principal) };
      const { self, tandem, members } = seated;
      const partners = members.filter(({ id }) => id !== self.id);
      const missed = partners.filter((partner) => isMissed(partner, clock()));
      return { self, own: { tandem, partners, isWhole: isWhole(members), missed } };
    },

    async introduce(principal, profile, learner) {
      const self = await membership.participant(principal);
      const changesSide =
        self.profile !== undefined && self.profile.tutorRole !== profile.tutorRole;
      if (changesSide && self.tandemId !== undefined) return { tutorRole: 'seated' };
      const { learnerKey: kept, ...rest } = self;
      const learnerKey = learner === undefined ? kept : learner && learnerKeyOf(learner);
      await participants.replace({ ...rest, profile, ...(learnerKey && { learnerKey }) });
      return {};
    },

    async propose(principal, side) {
      if (!isTutor(principal)) return;
      const self = await membership.participant(principal);
      if (self.profile || self.proposedRole === side) return;
      try {
        await participants.replace({ ...self, proposedRole: side });
      } catch (fault) {
        // The same person's other tab wrote meanwhile; the next launch proposes it again.
        if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      }
    },
  };
}
