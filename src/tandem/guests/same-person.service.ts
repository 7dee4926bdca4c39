import type { Collection, Database, Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { newPairCode, readPairCode } from '../pairing/pair-code.js';
import { CodeUnknown } from '../pairing/pair-codes.service.js';
import type { Patience } from '../pairing/patience.service.js';
import { SeatTaken } from '../pairing/seating.service.js';
import type { Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Membership } from '../people/membership.service.js';
import { isGuest } from '../tandem.policy.js';
import type { GuestAccess } from './guest-access.service.js';
import type { GuestStore } from './guest.store.js';
import { SAME_PERSON_LIFETIME, samePersonIdOf, SamePersonCode } from './same-person-code.js';

/**
 * Two identities of one person become one, when both say so. The guest's participant stays: with
 * its seat and all that was made under it. From then on the platform's user is that participant,
 * and the guest's access ends.
 */
export interface SamePerson {
  /** In the guest's session: a new code in place of an older one. @returns it, this once @throws {NotFound} */
  make(principal: Principal): Promise<string>;
  /** In the guest's session: who has entered the code; undefined: nobody yet. */
  asking(principal: Principal): Promise<Participant | undefined>;
  /** In the platform's session: whose code it is. @throws {CodeUnknown} @throws {TooManyCodes} @throws {SeatTaken} */
  look(principal: Principal, typed: string): Promise<Participant>;
  /** The first yes. @throws as `look` */
  take(principal: Principal, typed: string): Promise<void>;
  /** In the guest's session: the second yes, or a no. @throws {NotFound} @throws {SeatTaken} */
  answer(principal: Principal, isYes: boolean): Promise<void>;
  sweep(): Promise<number>;
}

export interface SamePersonDeps {
  readonly database: Database;
  readonly store: GuestStore;
  readonly access: Pick<GuestAccess, 'forget'>;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly patience: Patience;
  readonly audit: Audit;
  readonly clock: Clock;
}

export async function openSamePerson(deps: SamePersonDeps): Promise<SamePerson> {
  const { database, participants, patience, clock } = deps;
  const codes: Collection<SamePersonCode> = await database.collection({
    name: 'same_person_codes',
    schema: SamePersonCode,
    indexes: ['guestId'],
    expiry: 'expiresAt',
  });

  async function codesOf(principal: Principal): Promise<readonly Stored<SamePersonCode>[]> {
    if (!isGuest(principal)) throw new NotFound('for guests');
    const { id: guestId } = await deps.membership.participant(principal);
    return (await codes.find({ guestId })).documents;
  }

  async function found(
    principal: Principal,
    typed: string,
  ): Promise<{ readonly offer: Stored<SamePersonCode>; readonly guest: Participant }> {
    const self = await freePerson(deps, principal);
    await patience.take(self.id);
    const code = readPairCode(typed);
    const offer = code === undefined ? undefined : await codes.get(samePersonIdOf(code));
    const guest = offer && (await participants.get(offer.guestId));
    if (!guest || offer.takenBy !== undefined) throw new CodeUnknown('no such code');
    await patience.giveBack(self.id);
    return { offer, guest };
  }

  return {
    async make(principal) {
      for (const { id } of await codesOf(principal)) await codes.remove(id);
      const code = newPairCode();
      const expiresAt = clock() + SAME_PERSON_LIFETIME;
      await codes.insert({ id: samePersonIdOf(code), guestId: principal.userId, expiresAt });
      return code;
    },

    async asking(principal) {
      const taken = (await codesOf(principal)).find(({ takenBy }) => takenBy !== undefined);
      return taken?.takenBy === undefined ? undefined : participants.get(taken.takenBy);
    },

    look: async (principal, typed) => (await found(principal, typed)).guest,

    async take(principal, typed) {
      const { offer } = await found(principal, typed);
      const { id: takenBy } = await freePerson(deps, principal);
      await codes.replace({ ...offer, takenBy });
    },

    async answer(principal, isYes) {
      const offer = (await codesOf(principal)).find(({ takenBy }) => takenBy !== undefined);
      if (offer?.takenBy === undefined) throw new NotFound('nobody has entered the code');
      if (isYes) await becomeOne(deps, principal, offer.takenBy);
      await codes.remove(offer.id);
    },

    sweep: () => codes.sweep(),
  };
}

/** Whoever sits in a tandem already cannot take another seat along. */
async function freePerson(
  { membership }: SamePersonDeps,
  principal: Principal,
): Promise<Stored<Participant>> {
  if (isGuest(principal)) throw new NotFound('for those who come from a platform');
  const self = await membership.participant(principal);
  if (self.tandemId !== undefined) throw new SeatTaken('sits in a tandem');
  return self;
}

/** Whoever is interrupted can answer again: the code is removed last. */
async function becomeOne(
  { membership, participants, store, access, audit }: SamePersonDeps,
  principal: Principal,
  userParticipantId: string,
): Promise<void> {
  const guest = await membership.participant(principal);
  const user = await participants.get(userParticipantId);
  if (!user?.course) throw new NotFound('the other person is gone');
  if (user.tandemId !== undefined) throw new SeatTaken('sits in a tandem meanwhile');
  const { course, userId, cohortId } = user;
  await participants.replace({ ...user, sameAs: guest.id });
  await participants.replace({ ...guest, course, userId, cohortId });
  const kept = await store.get(guest.id);
  if (kept) await access.forget(kept);
  await audit({
    action: 'guest.linked',
    by: { kind: 'user', platformId: course.platformId, userId: userId ?? '' },
    subject: guest.id,
  });
}
