import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { CohortStore } from '../cohort.store.js';
import { isIntroduced, type Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Membership } from '../people/membership.service.js';
import { freeSides } from '../tandem.js';
import {
  CODE_LIFETIME,
  newPairCode,
  pairCodeIdOf,
  readPairCode,
  type PairCode,
} from './pair-code.js';
import type { PairCodeStore } from './pair-code.store.js';
import type { Patience } from './patience.service.js';
import { NotIntroduced, SeatTaken, type Seating } from './seating.service.js';

/** No code of anybody that this person could use: one answer for all that may be wrong with it. */
export class CodeUnknown extends AppError {
  readonly code = 'tandem.code-unknown';
  readonly status = 404;
}

/** What of codes concerns somebody now. */
export interface Offers {
  /** They have made one that nobody has entered yet. */
  readonly isOpen: boolean;
  /** Who has entered theirs and waits for their yes. */
  readonly askedBy: readonly Participant[];
  /** Whose they have entered, and who has not answered yet. */
  readonly waitsFor: readonly Participant[];
}

/** Two people who agree to be a tandem, on the same platform or on two. */
export interface PairCodes {
  /** @throws {NotFound} @throws {NotIntroduced} */
  offers(principal: Principal): Promise<Offers>;
  /** A new code in place of an older one. @returns it, this once. @throws {NotIntroduced} */
  make(principal: Principal): Promise<string>;
  /** Who is behind a code. @throws {CodeUnknown} @throws {TooManyCodes} @throws {NotIntroduced} */
  look(principal: Principal, typed: string): Promise<Participant>;
  /** Agrees to work with whoever made the code. @throws {SeatTaken}, and as `look` */
  take(principal: Principal, typed: string): Promise<void>;
  /** The maker's answer to somebody who asked. @throws {NotFound} @throws {SeatTaken} */
  answer(principal: Principal, askedBy: string, isYes: boolean): Promise<void>;
  sweep(): Promise<number>;
}

export interface PairCodesDeps {
  readonly codes: PairCodeStore;
  readonly patience: Patience;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly cohorts: CohortStore;
  readonly seating: Seating;
  readonly clock: Clock;
}

export function createPairCodes(deps: PairCodesDeps): PairCodes {
  const { codes, participants, clock } = deps;

  return {
    async offers(principal) {
      const { id } = await introduced(deps, principal);
      const made = await codes.madeBy(id);
      const taken = await codes.takenBy(id);
      return {
        isOpen: made.some(({ takenBy }) => takenBy === undefined),
        askedBy: await existing(
          deps,
          made.flatMap(({ takenBy }) => takenBy ?? []),
        ),
        waitsFor: await existing(
          deps,
          taken.map(({ madeBy }) => madeBy),
        ),
      };
    },

    async make(principal) {
      const { id: madeBy } = await introduced(deps, principal);
      const open = (await codes.madeBy(madeBy)).filter(({ takenBy }) => takenBy === undefined);
      await Promise.all(open.map(({ id }) => codes.remove(id)));
      const code = newPairCode();
      await codes.insert({ id: pairCodeIdOf(code), madeBy, expiresAt: clock() + CODE_LIFETIME });
      return code;
    },

    async look(principal, typed) {
      const { madeBy } = await found(deps, await introduced(deps, principal), typed);
      const maker = await participants.get(madeBy);
      if (!maker) throw new CodeUnknown('its maker is gone');
      return maker;
    },

    async take(principal, typed) {
      const self = await introduced(deps, principal);
      const offer = await found(deps, self, typed);
      const maker = await participants.get(offer.madeBy);
      if (!maker) throw new CodeUnknown('its maker is gone');
      await placeForBoth(deps, self, maker);
      await codes.replace({ ...offer, takenBy: self.id });
    },

    async answer(principal, askedBy, isYes) {
      const self = await introduced(deps, principal);
      const offer = (await codes.madeBy(self.id)).find(({ takenBy }) => takenBy === askedBy);
      const other = await participants.get(askedBy);
      if (!offer || !other) throw new NotFound('nobody has asked');
      if (isYes) await seatTogether(deps, self, other);
      await codes.remove(offer.id);
    },

    sweep: () => codes.sweep(),
  };
}

async function introduced(
  { membership }: PairCodesDeps,
  principal: Principal,
): Promise<Stored<Participant>> {
  const self = await membership.participant(principal);
  if (!isIntroduced(self)) throw new NotIntroduced('no side');
  return self;
}

async function found(
  { patience, codes }: PairCodesDeps,
  self: Participant,
  typed: string,
): Promise<Stored<PairCode>> {
  await patience.take(self.id);
  const code = readPairCode(typed);
  const offer = code === undefined ? undefined : await codes.get(pairCodeIdOf(code));
  const isFree = offer && offer.madeBy !== self.id && offer.takenBy === undefined;
  if (isFree) {
    await patience.giveBack(self.id);
    return offer;
  }
  throw new CodeUnknown('no such code for this person');
}

async function existing(
  { participants }: PairCodesDeps,
  ids: readonly string[],
): Promise<readonly Participant[]> {
  const all = await Promise.all(ids.map((id) => participants.get(id)));
  return all.filter((participant) => participant !== undefined);
}

type PlaceForBoth =
  { readonly host: Stored<Participant>; readonly guest: Stored<Participant> } | 'new';

/**
 * In the tandem of one of them where the other finds a free seat, else in a new one.
 * @throws {SeatTaken} for two of one side; whoever sits elsewhere is moved by a trainer only
 */
async function placeForBoth(
  { participants }: PairCodesDeps,
  self: Stored<Participant>,
  other: Stored<Participant>,
): Promise<PlaceForBoth> {
  for (const [host, guest] of [[self, other] as const, [other, self] as const]) {
    if (host.tandemId === undefined || guest.tandemId !== undefined || !guest.profile) continue;
    const members = await participants.inTandem(host.tandemId);
    if (freeSides(members).includes(guest.profile.tutorRole)) return { host, guest };
  }
  const areFree = self.tandemId === undefined && other.tandemId === undefined;
  const sides = new Set([self.profile?.tutorRole, other.profile?.tutorRole]);
  if (!areFree || sides.size < 2) throw new SeatTaken('no seat for both');
  return 'new';
}

async function seatTogether(
  deps: PairCodesDeps,
  self: Stored<Participant>,
  other: Stored<Participant>,
): Promise<void> {
  const { seating, cohorts } = deps;
  const place = await placeForBoth(deps, self, other);
  if (place !== 'new') {
    await seating.sit(place.guest, place.host.tandemId ?? '', 'code');
    return;
  }
  const cohort = await cohorts.get(self.cohortId);
  if (!cohort) throw new NotFound('cohort is gone');
  const tandem = await seating.form(cohort);
  await seating.sit(self, tandem.id, 'code');
  await seating.sit(other, tandem.id, 'code');
}
