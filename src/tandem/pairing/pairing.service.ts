import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Cohort } from '../cohort.js';
import type { Participant, TutorRole } from '../participant.js';
import type { CohortPeople, Pair } from '../people/cohort-people.js';
import type { Membership } from '../people/membership.service.js';
import type { ParticipantStore } from '../participant.store.js';
import { freeSides, SEATS, type TandemEvent } from '../tandem.js';
import { NotIntroduced, SeatTaken, type Seating } from './seating.service.js';
import { partnersFor, suggestPairs, type Reason, type Suggestion } from './suggestions.js';

export interface PairingBoard {
  /** In no tandem: those who have said who they are first, by name. */
  readonly unpaired: readonly Participant[];
  readonly suggestions: readonly Suggestion[];
  /** By number; those where nobody sits any more only when they have work. */
  readonly pairs: readonly Pair[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** What happened last, the newest first. */
  readonly log: readonly (TandemEvent & { readonly number: number })[];
}

/** Where somebody may sit. */
export interface Places {
  readonly person: Participant;
  /** In which the person sits now. */
  readonly pair?: Pair | undefined;
  /** Whether work would stay behind there. */
  readonly leavesWork: boolean;
  /** Of the other side and in no tandem, the best fit first; empty for somebody who sits. */
  readonly partners: readonly {
    readonly partner: Participant;
    readonly reasons: readonly Reason[];
  }[];
  /** Others with a free seat on the person's side. */
  readonly open: readonly Pair[];
}

/** A wish to seat somebody elsewhere. */
export interface Move {
  readonly participantId: string;
  readonly to: { readonly participantId: string } | { readonly tandemId: string } | 'new' | 'none';
  /** Whether the trainer has read that the work stays behind. */
  readonly isKnown: boolean;
}

export interface Pairing {
  /** @throws {NotFound} for whoever trains nobody here */
  board(principal: Principal): Promise<PairingBoard>;
  /** A new tandem of these people. @throws {NotFound} @throws {SeatTaken} @throws {NotIntroduced} */
  form(principal: Principal, participantIds: readonly string[]): Promise<void>;
  /** A tandem for each pair that the platform's groups suggest. */
  formFromGroups(principal: Principal): Promise<void>;
  /**
   * @returns `work-stays` when nothing was moved, since work would stay behind and the trainer has
   * not said that they know @throws {NotFound} @throws {SeatTaken} @throws {NotIntroduced}
   */
  move(principal: Principal, move: Move): Promise<'moved' | 'work-stays'>;
  /** @throws {NotFound} */
  places(principal: Principal, participantId: string): Promise<Places>;
  /** Says for somebody who sits nowhere on which side they tutor. @throws {NotFound} @throws {SeatTaken} */
  setSide(principal: Principal, participantId: string, side: TutorRole): Promise<void>;
}

export interface PairingDeps {
  readonly membership: Membership;
  readonly participants: Pick<ParticipantStore, 'replace'>;
  readonly people: CohortPeople;
  readonly seating: Seating;
  /** Names of the platform's groups by the users in them; empty where it offers none. */
  readonly groupsOf: (principal: Principal) => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly clock: Clock;
  /** Whether anything was written in a workspace of the tandem. */
  readonly hasWork: (tandemId: string) => Promise<boolean>;
}

const LOG_LENGTH = 30;

export function createPairing(deps: PairingDeps): Pairing {
  const { membership, people, seating, hasWork } = deps;

  async function form(cohort: Stored<Cohort>, ids: readonly string[]): Promise<void> {
    const members = await Promise.all(ids.map((id) => people.one(cohort, id)));
    requireFit(members);
    const tandem = await seating.form(cohort);
    for (const member of members) await seating.sit(member, tandem.id, 'trainer');
  }

  async function sitIn(
    cohort: Stored<Cohort>,
    person: Stored<Participant>,
    to: 'new' | { readonly tandemId: string },
  ): Promise<void> {
    if (!person.profile) throw new NotIntroduced('no side');
    if (to !== 'new') {
      const all = await people.pairsOf(cohort, await people.all(cohort));
      // A tandem of another cohort is none for this trainer.
      if (!all.some(({ tandem }) => tandem.id === to.tandemId)) throw new NotFound('tandem');
    }
    const { id } = to === 'new' ? await seating.form(cohort) : { id: to.tandemId };
    await seating.sit(person, id, 'trainer');
  }

  return {
    board: (principal) => boardFor(deps, principal),

    async form(principal, participantIds) {
      await form(await membership.trainedCohort(principal), participantIds);
    },

    async formFromGroups(principal) {
      const all = await people.all(await membership.trainedCohort(principal));
      for (const { vet, company, reasons } of await suggested(
        deps,
        principal,
        all.filter(isUnpaired),
      )) {
        if (!reasons.includes('group')) continue;
        // Each counts the cohort's tandems on.
        await form(await membership.trainedCohort(principal), [vet.id, company.id]);
      }
    },

    async move(principal, { participantId, to, isKnown }) {
      const cohort = await membership.trainedCohort(principal);
      const person = await people.one(cohort, participantId);
      if (person.tandemId !== undefined && !isKnown && (await hasWork(person.tandemId))) {
        return 'work-stays';
      }
      if (to === 'none') await seating.stand(person, 'trainer');
      else if (to !== 'new' && 'participantId' in to) {
        await form(cohort, [person.id, to.participantId]);
      } else await sitIn(cohort, person, to);
      return 'moved';
    },

    places: (principal, participantId) => placesFor(deps, principal, participantId),

    setSide: (principal, participantId, side) => setSide(deps, { principal, participantId }, side),
  };
}

async function boardFor(deps: PairingDeps, principal: Principal): Promise<PairingBoard> {
  const { membership, people, hasWork, clock } = deps;
  const cohort = await membership.trainedCohort(principal);
  const all = await people.all(cohort);
  const unpaired = all.filter(isUnpaired).sort(byName);
  const suggestions = await suggested(deps, principal, unpaired);
  const pairs = await people.pairsOf(cohort, all);
  const kept = await Promise.all(
    pairs.map(async (pair) => pair.members.length > 0 || (await hasWork(pair.tandem.id))),
  );
  return {
    ...{ unpaired, suggestions, log: logOf(pairs), now: clock() },
    pairs: pairs.filter((_, at) => kept[at]),
  };
}

async function placesFor(
  { membership, people, groupsOf, hasWork }: PairingDeps,
  principal: Principal,
  participantId: string,
): Promise<Places> {
  const cohort = await membership.trainedCohort(principal);
  const person = await people.one(cohort, participantId);
  const all = await people.all(cohort);
  const { tandemId, profile } = person;
  const pairs = await people.pairsOf(cohort, all);
  const groups = await groupsOf(principal);
  const others = tandemId === undefined ? all.filter(isUnpaired) : [];
  return {
    person,
    pair: pairs.find(({ tandem }) => tandem.id === tandemId),
    leavesWork: tandemId !== undefined && (await hasWork(tandemId)),
    partners: partnersFor(person, others, ({ userId = '' }) => groups.get(userId) ?? []),
    open: pairs.filter(
      ({ tandem, members }) =>
        tandem.id !== tandemId && profile && freeSides(members).includes(profile.tutorRole),
    ),
  };
}

async function setSide(
  { membership, people, participants }: PairingDeps,
  { principal, participantId }: { readonly principal: Principal; readonly participantId: string },
  side: TutorRole,
): Promise<void> {
  const cohort = await membership.trainedCohort(principal);
  const person = await people.one(cohort, participantId);
  if (person.tandemId !== undefined) throw new SeatTaken('sits on a side');
  const { profile } = person;
  await participants.replace(
    profile
      ? { ...person, profile: { ...profile, tutorRole: side } }
      : { ...person, proposedRole: side },
  );
}

async function suggested(
  { groupsOf }: Pick<PairingDeps, 'groupsOf'>,
  principal: Principal,
  unpaired: readonly Participant[],
): Promise<readonly Suggestion[]> {
  const groups = await groupsOf(principal);
  return suggestPairs(unpaired, ({ userId = '' }) => groups.get(userId) ?? []);
}

/** Before the tandem is formed, so that none stays behind empty. */
function requireFit(members: readonly Participant[]): void {
  if (members.some(({ profile }) => !profile)) throw new NotIntroduced('no side');
  if (!members.every(isUnpaired)) throw new SeatTaken('somebody sits elsewhere meanwhile');
  const fits = (['vet', 'company'] as const).every(
    (side) => members.filter(({ profile }) => profile?.tutorRole === side).length <= SEATS[side],
  );
  if (!fits) throw new SeatTaken('more of one side than it seats');
}

function logOf(pairs: readonly Pair[]): PairingBoard['log'] {
  return pairs
    .flatMap(({ tandem: { log, number } }) => log.map((event) => ({ ...event, number })))
    .sort((a, b) => b.at - a.at)
    .slice(0, LOG_LENGTH);
}

function isUnpaired({ tandemId }: Participant): boolean {
  return tandemId === undefined;
}

/** Who has not said their name yet comes last. */
function byName(a: Participant, b: Participant): number {
  const name = ({ profile }: Participant): string => profile?.displayName ?? '\uffff';
  return name(a).localeCompare(name(b));
}
