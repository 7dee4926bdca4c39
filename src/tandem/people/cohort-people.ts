import type { Stored } from '../../persistence/database.js';
import { NotFound } from '../../shared/errors.js';
import type { Cohort } from '../cohort.js';
import { isHere, type Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Tandem } from '../tandem.js';
import type { TandemStore } from '../tandem.store.js';

/** A tandem, and who sits in it. */
export interface Pair {
  readonly tandem: Tandem;
  readonly members: readonly Participant[];
}

/** The people of a cohort, as its trainers look for them. */
export interface CohortPeople {
  all(cohort: Cohort): Promise<readonly Stored<Participant>[]>;
  /** @throws {NotFound} for somebody of another cohort too */
  one(cohort: Cohort, participantId: string): Promise<Stored<Participant>>;
  /** The tandems in which these people sit, by number, with all of their members. */
  pairs(people: readonly Participant[]): Promise<readonly Pair[]>;
  /** The same, and those that were formed in the cohort and where nobody of it sits any more. */
  pairsOf(cohort: Cohort, people: readonly Participant[]): Promise<readonly Pair[]>;
}

/** More than any cohort has; a list of more would help nobody. */
const MOST_PEOPLE = 5000;
const PAGE = 500;

export function createCohortPeople(deps: {
  readonly participants: ParticipantStore;
  readonly tandems: TandemStore;
}): CohortPeople {
  const { participants, tandems } = deps;

  async function withMembers(found: readonly Tandem[]): Promise<readonly Pair[]> {
    const members = new Map<string | undefined, Participant[]>();
    // People of other cohorts who sit in a tandem of this one are members too.
    for (const member of await participants.inTandems(found.map(({ id }) => id))) {
      members.set(member.tandemId, [...(members.get(member.tandemId) ?? []), member]);
    }
    return found
      .map((tandem) => ({ tandem, members: members.get(tandem.id) ?? [] }))
      .sort((a, b) => a.tandem.number - b.tandem.number);
  }

  return {
    async all({ id }) {
      const people: Stored<Participant>[] = [];
      let cursor: string | undefined;
      do {
        const page = await participants.inCohort(id, { limit: PAGE, cursor });
        people.push(...page.documents.filter(isHere));
        cursor = page.next;
      } while (cursor !== undefined && people.length < MOST_PEOPLE);
      return people;
    },

    async one({ id }, participantId) {
      const participant = await participants.get(participantId);
      const isTheirs = participant?.cohortId === id && isHere(participant);
      if (!isTheirs) throw new NotFound('nobody of this cohort');
      return participant;
    },

    async pairs(people) {
      return withMembers(await tandems.some(tandemIdsOf(people)));
    },

    async pairsOf({ id: cohortId }, people) {
      const own = await tandems.inCohort(cohortId);
      const known = new Set(own.map(({ id }) => id));
      const others = await tandems.some(tandemIdsOf(people).filter((id) => !known.has(id)));
      return withMembers([...own, ...others]);
    },
  };
}

function tandemIdsOf(people: readonly Participant[]): readonly string[] {
  return [...new Set(people.flatMap(({ tandemId }) => tandemId ?? []))];
}
