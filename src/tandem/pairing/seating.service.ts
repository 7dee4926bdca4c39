import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, hasCode } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import type { CohortStore } from '../cohort.store.js';
import type { Cohort } from '../cohort.js';
import { isIntroduced, type Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { freeSides, SEATS, withEvent, type Tandem, type TandemEvent } from '../tandem.js';
import type { TandemStore } from '../tandem.store.js';

/** The tandem has nobody missing on this side, or the person sat down elsewhere meanwhile. */
export class SeatTaken extends AppError {
  readonly code = 'tandem.seat-taken';
  readonly status = 409;
}

/** Somebody who has not said on which side they tutor has no seat to sit on. */
export class NotIntroduced extends AppError {
  readonly code = 'tandem.not-introduced';
  readonly status = 409;
}

/** Who did it. */
export type SeatedBy = TandemEvent['by'];

/** The one place where people sit down and stand up. What they made stays with the tandem. */
export interface Seating {
  /** A tandem without people. */
  form(cohort: Stored<Cohort>): Promise<Stored<Tandem>>;
  /** From another tandem too. @throws {SeatTaken} @throws {NotIntroduced} @throws {StaleRevision} */
  sit(participant: Stored<Participant>, tandemId: string, by: SeatedBy): Promise<void>;
  /** Nothing for somebody who sits nowhere. @throws {StaleRevision} */
  stand(participant: Stored<Participant>, by: SeatedBy): Promise<void>;
}

export interface SeatingDeps {
  readonly participants: ParticipantStore;
  readonly tandems: TandemStore;
  readonly cohorts: CohortStore;
  readonly clock: Clock;
  readonly newId: NewId;
}

export function createSeating(deps: SeatingDeps): Seating {
  const { participants, tandems, cohorts, clock, newId } = deps;

  /** Repeated while others form tandems in the same cohort. */
  async function nextNumber(cohort: Stored<Cohort>): Promise<number> {
    try {
      const counted = await cohorts.replace({ ...cohort, tandems: cohort.tandems + 1 });
      return counted.tandems;
    } catch (fault) {
      const fresh = await cohorts.get(cohort.id);
      const isStale = hasCode(fault) && fault.code === 'persistence.stale-revision';
      if (!isStale || !fresh || fresh.revision === cohort.revision) throw fault;
      return nextNumber(fresh);
    }
  }

  /** Repeated while others write to the same log. */
  async function note(tandemId: string, event: Omit<TandemEvent, 'at'>): Promise<void> {
    const tandem = await tandems.get(tandemId);
    if (!tandem) return;
    try {
      await tandems.replace(withEvent(tandem, { at: clock(), ...event }));
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      await note(tandemId, event);
    }
  }

  return {
    async form(cohort) {
      const number = await nextNumber(cohort);
      const tandem = { id: newId(), cohortId: cohort.id, number, formedAt: clock(), log: [] };
      return tandems.insert(tandem);
    },

    async sit(participant, tandemId, by) {
      if (participant.tandemId === tandemId) return;
      if (!isIntroduced(participant)) throw new NotIntroduced('no side');
      const { tutorRole } = participant.profile;
      if (!freeSides(await participants.inTandem(tandemId)).includes(tutorRole)) {
        throw new SeatTaken('nobody is missing on this side');
      }
      const left = participant.tandemId;
      const seated = await participants.replace({ ...participant, tandemId, seatedAt: clock() });
      if (isTooMany(await participants.inTandem(tandemId), seated)) {
        const { tandemId: _taken, seatedAt: _now, ...standing } = seated;
        const back = { tandemId: left, seatedAt: participant.seatedAt };
        await participants.replace(left === undefined ? standing : { ...standing, ...back });
        throw new SeatTaken('somebody else sat down at the same time');
      }
      if (left !== undefined) await note(left, { what: 'left', participantId: seated.id, by });
      await note(tandemId, { what: 'joined', participantId: seated.id, by });
    },

    async stand(participant, by) {
      const { tandemId, seatedAt: _seatedAt, ...rest } = participant;
      if (tandemId === undefined) return;
      await participants.replace(rest);
      await note(tandemId, { what: 'left', participantId: participant.id, by });
    },
  };
}

/** Of those who sat down at the same instant, the ones with the later ids have to go. */
function isTooMany(members: readonly Participant[], self: Participant): boolean {
  const side = self.profile?.tutorRole ?? 'vet';
  const places = members
    .filter(({ profile }) => profile?.tutorRole === side)
    .sort((a, b) => (a.seatedAt ?? 0) - (b.seatedAt ?? 0) || (a.id < b.id ? -1 : 1));
  return places.findIndex(({ id }) => id === self.id) >= SEATS[side];
}
