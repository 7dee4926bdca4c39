import type { Stored } from '../../persistence/database.js';
import type { Mail, MailStanding } from '../../mail/index.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import type { CohortStore } from '../cohort.store.js';
import type { Participant, TutorRole } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { NotIntroduced, SeatTaken, type Seating } from '../pairing/seating.service.js';
import type { CohortPeople } from '../people/cohort-people.js';
import type { Membership } from '../people/membership.service.js';
import { isGuest, isTrainer } from '../tandem.policy.js';
import { freeSides, type Tandem } from '../tandem.js';
import type { Allowances } from './allowances.service.js';
import { addressKeyOf, asInvited, type Guest } from './guest.js';
import type { GuestAccess } from './guest-access.service.js';
import type { GuestLinks } from './guest-links.service.js';
import type { GuestStore } from './guest.store.js';

/** A tandem with a free seat. */
export interface FreePlace {
  readonly tandem: Pick<Tandem, 'id' | 'number'> | undefined;
  readonly sides: readonly TutorRole[];
}

export interface Invited {
  readonly guest: Guest;
  /** Undefined: has not come yet. */
  readonly participant: Participant | undefined;
  /** Of the tandem in which they sit, else into which they were invited; undefined when it is gone. */
  readonly number: number | undefined;
  readonly mail: MailStanding;
}

export interface InvitationPlace {
  readonly isTrainer: boolean;
  readonly mailIsOn: boolean;
  /** Where a partner is missing; for a tutor without a tandem one without `tandem`. */
  readonly places: readonly FreePlace[];
  readonly invited: readonly Invited[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Whom to invite, and where to. */
export interface Wish {
  readonly side: TutorRole;
  /** Trainers say it; a tutor's is their own. */
  readonly tandemId: string | undefined;
  /** ISO 639-1. */
  readonly locale: string;
}

/** Invites partners who have no account, for tutors and trainers. @throws {NotFound} all of it, for guests too */
export interface Invitations {
  place(principal: Principal): Promise<InvitationPlace>;
  /**
   * An address that is invited already gets a fresh link.
   * @param address from `readMailAddress`
   * @throws {SeatTaken} @throws {TooManyMails} @throws {MailOff} @throws {NotIntroduced}
   */
  invite(principal: Principal, address: string, wish: Wish): Promise<void>;
  /**
   * Where no mail leaves: a link for a trainer to hand over. Not for tutors: whoever holds the link
   * could sign in their partner's name.
   * @returns the link, this once @throws {SeatTaken} @throws {TooManyMails}
   */
  handOver(principal: Principal, wish: Wish): Promise<string>;
  /** A fresh link. @returns it when it has to be handed over @throws {TooManyMails} @throws {MailOff} */
  again(principal: Principal, guestId: string): Promise<string | undefined>;
  /** Ends it at once. */
  remove(principal: Principal, guestId: string): Promise<void>;
}

export interface InvitationsDeps {
  readonly store: GuestStore;
  readonly links: GuestLinks;
  readonly access: GuestAccess;
  readonly allowances: Allowances;
  readonly mail: Pick<Mail, 'isOn' | 'standing'>;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly people: CohortPeople;
  readonly cohorts: CohortStore;
  readonly seating: Seating;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Id of the module behind somebody's link; undefined when it leads nowhere yet. */
  readonly moduleOf: (principal: Principal) => string | undefined;
}

export function createInvitations(deps: InvitationsDeps): Invitations {
  const { store, links, access, mail } = deps;
  return {
    place: (principal) => placeOf(deps, principal),

    async invite(principal, address, wish) {
      requireHost(principal);
      const { tandem, inviter } = await seatFor(deps, principal, wish);
      const addressKey = addressKeyOf(address);
      const all = await store.byAddress(addressKey);
      const known = all.find(({ tandemId }) => tandemId === tandem.id);
      await count(deps, { tandemId: tandem.id, addressKey });
      const guest = known ?? (await added(deps, principal, { address, tandem, wish }));
      await links.invite(await renewed(deps, principal, guest), inviter);
      await note(deps, principal, { action: 'guest.invited', guest });
    },

    async handOver(principal, wish) {
      if (!isTrainer(principal)) throw new NotFound('trainers hand links over');
      const { tandem } = await seatFor(deps, principal, wish);
      await count(deps, { tandemId: tandem.id });
      const guest = await added(deps, principal, { address: undefined, tandem, wish });
      await note(deps, principal, { action: 'guest.link-handed', guest });
      return links.hand(guest);
    },

    async again(principal, guestId) {
      const { guest, inviter } = await ownGuest(deps, principal, guestId);
      const isHanded = guest.address === undefined;
      if (isHanded && !isTrainer(principal)) throw new NotFound('trainers hand links over');
      await count(deps, guest);
      const fresh = await renewed(deps, principal, guest);
      await note(deps, principal, { action: 'guest.invited', guest });
      if (isHanded) return links.hand(fresh);
      if (!mail.isOn) return undefined;
      await links.invite(fresh, inviter);
      return undefined;
    },

    async remove(principal, guestId) {
      const { guest } = await ownGuest(deps, principal, guestId);
      const as = isTrainer(principal) ? 'trainer' : 'partner';
      await access.remove(guest, { who: principal, as });
    },
  };
}

/** A guest invites nobody and removes nobody. */
function requireHost(principal: Principal): void {
  if (isGuest(principal)) throw new NotFound('for those who come from a platform');
}

async function placeOf(deps: InvitationsDeps, principal: Principal): Promise<InvitationPlace> {
  requireHost(principal);
  const { membership, store, mail, participants, clock } = deps;
  const trains = isTrainer(principal);
  const pairs = trains ? await trainersPairs(deps, principal) : await ownPair(deps, principal);
  const numbers = new Map(pairs.map(({ tandem }) => [tandem.id, tandem.number]));
  const guests = await store.inTandems([...numbers.keys()]);
  const self = trains ? undefined : await membership.participant(principal);
  const places: FreePlace[] = pairs.map(({ tandem, members }) => ({
    tandem,
    sides: freeSides(members),
  }));
  if (self && pairs.length === 0) places.push({ tandem: undefined, sides: freeSides([self]) });
  return {
    isTrainer: trains,
    mailIsOn: mail.isOn,
    places: places.filter(({ sides }) => sides.length > 0),
    invited: await Promise.all(
      guests.map(async (guest) => {
        const participant = await participants.get(guest.id);
        const number = numbers.get(participant?.tandemId ?? guest.tandemId);
        return { guest, participant, number, mail: await mail.standing(guest.id) };
      }),
    ),
    now: clock(),
  };
}

interface PairLike {
  readonly tandem: Tandem;
  readonly members: readonly Participant[];
}

async function trainersPairs(
  { membership, people }: InvitationsDeps,
  principal: Principal,
): Promise<readonly PairLike[]> {
  const cohort = await membership.trainedCohort(principal);
  return people.pairsOf(cohort, await people.all(cohort));
}

async function ownPair(
  { membership }: InvitationsDeps,
  principal: Principal,
): Promise<readonly PairLike[]> {
  const own = await membership.ownTandem(principal);
  return own ? [own] : [];
}

/** A tutor without a tandem gets one to invite into. */
async function seatFor(
  deps: InvitationsDeps,
  principal: Principal,
  { side, tandemId }: Wish,
): Promise<{ readonly tandem: Pick<Tandem, 'id'>; readonly inviter: string | undefined }> {
  const { membership, cohorts, seating } = deps;
  if (isTrainer(principal)) {
    const { tandem, members } = await membership.seated(principal, tandemId ?? '');
    requireSide(members, side);
    return { tandem, inviter: undefined };
  }
  const own = await membership.ownTandem(principal);
  const self = own?.self ?? (await membership.participant(principal));
  if (!self.profile) throw new NotIntroduced('no side');
  const inviter = self.profile.displayName;
  requireSide(own?.members ?? [self], side);
  if (own) return { tandem: own.tandem, inviter };
  const cohort = await cohorts.get(self.cohortId);
  if (!cohort) throw new NotFound('cohort is gone');
  const tandem = await seating.form(cohort);
  await seating.sit(self, tandem.id, 'self');
  return { tandem, inviter };
}

function requireSide(members: readonly Participant[], side: TutorRole): void {
  if (!freeSides(members).includes(side)) throw new SeatTaken('nobody is missing on this side');
}

async function count(
  { allowances }: InvitationsDeps,
  of: { readonly tandemId: string; readonly addressKey?: string | undefined },
): Promise<void> {
  await allowances.take('tandem', of.tandemId);
  if (of.addressKey !== undefined) await allowances.take('address', of.addressKey);
}

async function added(
  { store, newId, clock, moduleOf }: InvitationsDeps,
  principal: Principal,
  at: {
    readonly address: string | undefined;
    readonly tandem: Pick<Tandem, 'id'>;
    readonly wish: Wish;
  },
): Promise<Stored<Guest>> {
  const { address, tandem, wish } = at;
  const guest: Guest = {
    id: newId(),
    tandemId: tandem.id,
    ...(address !== undefined && { address, addressKey: addressKeyOf(address) }),
    locale: wish.locale,
    tutorRole: wish.side,
    contentId: moduleOf(principal),
    ...{ invitedUntil: 0, browsers: [], expiresAt: 0 },
  };
  return store.insert(asInvited(guest, clock()));
}

/** Invited again: for the module from which it is done now. */
async function renewed(
  { store, clock, moduleOf }: InvitationsDeps,
  principal: Principal,
  guest: Stored<Guest>,
): Promise<Stored<Guest>> {
  const contentId = moduleOf(principal) ?? guest.contentId;
  return store.replace({ ...asInvited(guest, clock()), contentId });
}

/** A guest of one's own tandem, or of a cohort that one trains. */
async function ownGuest(
  { store, membership, participants, people }: InvitationsDeps,
  principal: Principal,
  guestId: string,
): Promise<{ readonly guest: Stored<Guest>; readonly inviter: string | undefined }> {
  requireHost(principal);
  const guest = await store.get(guestId);
  if (!guest) throw new NotFound('no such guest');
  const participant = await participants.get(guestId);
  if (isTrainer(principal) && participant && participant.tandemId === undefined) {
    await people.one(await membership.trainedCohort(principal), guestId);
    return { guest, inviter: undefined };
  }
  const at = participant?.tandemId ?? guest.tandemId;
  const { self } = await membership.seated(principal, at);
  return { guest, inviter: self?.profile?.displayName };
}

async function note(
  { audit }: InvitationsDeps,
  { platformId, userId }: Principal,
  { action, guest }: { readonly action: string; readonly guest: Guest },
): Promise<void> {
  await audit({ action, by: { kind: 'user', platformId, userId }, subject: guest.id });
}
