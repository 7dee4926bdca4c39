import type { Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import { DAY, type Clock } from '../../shared/clock.js';
import { digest, type NewId } from '../../shared/ids.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Membership, Seated } from '../people/membership.service.js';
import { isTutor } from '../tandem.policy.js';
import { NotYours } from '../workspace/faults.js';
import { MeetingClosed, TooManyMeetings } from './faults.js';
import {
  answered,
  cancelled,
  isOpen,
  isShown,
  MOST_OPEN,
  proposed,
  type Meeting,
  type Proposal,
} from './meeting.js';
import type { MeetingStore } from './meeting.store.js';

/** The meetings of one tandem, for somebody who may see them. */
export interface MeetingsView extends Seated {
  /** Not over yet, soonest first; called-off ones too. */
  readonly meetings: readonly Meeting[];
  /** In which the reader reads times; undefined: nobody has said it yet. */
  readonly zone: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** When a tandem meets. Who may know it is asked each time. */
export interface Meetings {
  /** @throws {NotFound} */
  view(principal: Principal, tandemId: string): Promise<MeetingsView>;
  /** @throws {NotFound} @throws {NotYours} for a trainer @throws {TooManyMeetings} */
  propose(principal: Principal, tandemId: string, proposal: Proposal): Promise<void>;
  /** Other times, another place: everybody answers again. @throws as `propose` @throws {MeetingClosed} */
  repropose(principal: Principal, place: MeetingPlace, proposal: Proposal): Promise<void>;
  /**
   * @param accepted ids of the times that suit; unknown ones count for nothing
   * @throws {NotFound} @throws {NotYours} for a trainer, and for who proposed the times
   * @throws {MeetingClosed} @throws {StaleRevision}
   */
  answer(principal: Principal, place: MeetingPlace, accepted: readonly string[]): Promise<void>;
  /** @throws {NotFound} @throws {NotYours} for a trainer @throws {MeetingClosed} */
  cancel(principal: Principal, place: MeetingPlace): Promise<void>;
  /** @throws {NotFound} */
  one(
    principal: Principal,
    place: MeetingPlace,
  ): Promise<Seated & { readonly meeting: Meeting; readonly zone: string | undefined }>;
  /** Keeps in which zone somebody reads times. @param zone checked @throws {NotFound} */
  readIn(principal: Principal, zone: string): Promise<void>;
  zoneOf(principal: Principal): Promise<string | undefined>;
  /** Starts of what comes next, by tandem. Whoever asks has been asked who they are. */
  nextOf(tandemIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface MeetingPlace {
  readonly tandemId: string;
  readonly meetingId: string;
}

export interface MeetingsDeps {
  readonly membership: Pick<Membership, 'seated' | 'participant' | 'trainedCohort'>;
  readonly store: MeetingStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
}

/** Asked for a little more than is shown. */
const DAY_BEFORE = 2 * DAY;

export function createMeetings(deps: MeetingsDeps): Meetings {
  const { membership, store, clock, newId, audit } = deps;

  async function view(principal: Principal, tandemId: string): Promise<MeetingsView> {
    const seated = await membership.seated(principal, tandemId);
    const now = clock();
    const found = await store.ofTandems([tandemId], now - DAY_BEFORE);
    const meetings = found.filter((meeting) => isShown(meeting, now));
    return { ...seated, meetings, zone: await zoneOf(principal), now };
  }

  async function zoneOf(principal: Principal): Promise<string | undefined> {
    return store.zoneOf(await readerIdOf(deps, principal));
  }

  return {
    view,
    zoneOf,
    async propose(principal, tandemId, proposal) {
      const known = await view(principal, tandemId);
      const self = requireMember(known);
      const open = known.meetings.filter((meeting) => isOpen(meeting, known.now));
      if (open.length >= MOST_OPEN) throw new TooManyMeetings('too many');
      const at = { id: newId(), tandemId, now: known.now };
      await store.insert(proposed(proposal, self.id, at));
    },

    async repropose(principal, place, proposal) {
      const { self, meeting, now } = await openOne(deps, principal, place);
      const next = proposed(proposal, self.id, { ...meeting, now }, meeting);
      await store.replace({ ...next, revision: meeting.revision });
    },

    async answer(principal, place, accepted) {
      const { self, meeting, members, now } = await openOne(deps, principal, place);
      if (meeting.fixed) throw new MeetingClosed('fixed already');
      if (self.id === meeting.proposedBy) throw new NotYours('proposed it');
      const answer = { by: self.id, accepted: [...accepted], at: now };
      const ids = members.map(({ id }) => id);
      await store.replace({ ...answered(meeting, answer, ids), revision: meeting.revision });
    },

    async cancel(principal, place) {
      const { meeting, now } = await openOne(deps, principal, place);
      await store.replace({ ...cancelled(meeting, now), revision: meeting.revision });
      const { platformId, userId } = principal;
      await audit({
        ...{ action: 'meeting.cancelled', subject: meeting.id },
        by: { kind: 'user', platformId, userId },
        detail: { tandem: meeting.tandemId },
      });
    },

    async one(principal, place) {
      const { seated, meeting } = await find(deps, principal, place);
      return { ...seated, meeting, zone: await zoneOf(principal) };
    },

    async readIn(principal, zone) {
      await store.setZone(await readerIdOf(deps, principal), zone);
    },

    nextOf: (tandemIds) => nextOf(deps, tandemIds),
  };
}

async function nextOf(
  { store, clock }: MeetingsDeps,
  tandemIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const next = new Map<string, number>();
  // Soonest over first, so the first of each tandem is its next.
  for (const { tandemId, fixed, cancelledAt } of await store.ofTandems(tandemIds, clock())) {
    if (!fixed || cancelledAt !== undefined || next.has(tandemId)) continue;
    next.set(tandemId, fixed.startsAt);
  }
  return next;
}

/** @throws {NotFound} for whoever has nothing to do with tandems */
async function readerIdOf({ membership }: MeetingsDeps, principal: Principal): Promise<string> {
  if (isTutor(principal)) return (await membership.participant(principal)).id;
  await membership.trainedCohort(principal);
  return digest('trainer', principal.platformId, principal.userId);
}

/** @throws {NotFound} the same for a meeting of another tandem */
async function find(
  { membership, store }: MeetingsDeps,
  principal: Principal,
  { tandemId, meetingId }: MeetingPlace,
): Promise<{ readonly seated: Seated; readonly meeting: Stored<Meeting> }> {
  const seated = await membership.seated(principal, tandemId);
  const meeting = await store.get(meetingId);
  if (meeting?.tandemId !== tandemId) throw new NotFound('no such meeting');
  return { seated, meeting };
}

/** @throws {NotFound} @throws {NotYours} @throws {MeetingClosed} */
async function openOne(
  deps: MeetingsDeps,
  principal: Principal,
  place: MeetingPlace,
): Promise<{
  readonly self: NonNullable<Seated['self']>;
  readonly members: Seated['members'];
  readonly meeting: Stored<Meeting>;
  readonly now: number;
}> {
  const { seated, meeting } = await find(deps, principal, place);
  const self = requireMember(seated);
  const now = deps.clock();
  if (!isOpen(meeting, now)) throw new MeetingClosed('over or called off');
  return { self, meeting, now, members: seated.members };
}

/** @throws {NotYours} */
function requireMember({ self, may }: Seated): NonNullable<Seated['self']> {
  if (!self || may !== 'write') throw new NotYours('looks on');
  return self;
}
