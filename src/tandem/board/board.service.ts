import { comparable } from '../../shared/comparable.js';
import type { Clock } from '../../shared/clock.js';
import type { Principal } from '../../shared/principal.js';
import { isMissed } from '../participant.js';
import type { CohortPeople, Pair } from '../people/cohort-people.js';
import type { Membership } from '../people/membership.service.js';
import { isWhole } from '../tandem.js';
import type { BoardPage, BoardQuery, BoardRow, Show } from './board.js';
import type { StandingsOf } from './standing.js';

/** All tandems of a cohort, for its trainers. */
export interface Board {
  /** A page that is past the end is the last one. @throws {NotFound} for whoever trains nobody here */
  page(
    principal: Principal,
    query: BoardQuery,
    reader: Parameters<StandingsOf>[1],
  ): Promise<BoardPage>;
  /** Those of all pages, by number. @throws {NotFound} */
  found(
    principal: Principal,
    query: Omit<BoardQuery, 'page'>,
    reader: Parameters<StandingsOf>[1],
  ): Promise<readonly BoardRow[]>;
}

export interface BoardDeps {
  readonly membership: Pick<Membership, 'trainedCohort'>;
  readonly people: Pick<CohortPeople, 'all' | 'pairsOf'>;
  readonly standingsOf: StandingsOf;
  readonly clock: Clock;
}

const PAGE_LENGTH = 50;

export function createBoard({ membership, people, standingsOf, clock }: BoardDeps): Board {
  /** Without the tandems that all have left before anything was made. */
  async function withSomething(
    pairs: readonly Pair[],
    reader: Parameters<StandingsOf>[1],
  ): Promise<readonly Pair[]> {
    const left = pairs.filter(({ members }) => members.length === 0);
    if (left.length === 0) return pairs;
    const worked = await standingsOf(idsOf(left), reader);
    return pairs.filter(({ tandem, members }) => members.length > 0 || worked.has(tandem.id));
  }

  async function look(
    principal: Principal,
    query: Omit<BoardQuery, 'page'>,
    reader: Parameters<StandingsOf>[1],
  ): Promise<Looked> {
    const cohort = await membership.trainedCohort(principal);
    const now = clock();
    const everybody = await people.all(cohort);
    const pairs = await withSomething(await people.pairsOf(cohort, everybody), reader);
    const searched = pairs.filter((pair) => isSought(pair, query.search));
    const needsStandings = query.show === 'waiting' || query.show === 'trainer';
    const known = needsStandings ? await standingsOf(idsOf(searched), reader) : undefined;
    const found = searched.filter((pair) =>
      isShown({ ...pair, standings: known?.get(pair.tandem.id) ?? [] }, query.show, now),
    );
    return { everybody, pairs, found, known, now };
  }

  return {
    async page(principal, query, reader) {
      const { everybody, pairs, found, known, now } = await look(principal, query, reader);
      const pages = Math.max(1, Math.ceil(found.length / PAGE_LENGTH));
      const page = Math.min(query.page, pages);
      const shown = found.slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH);
      const standings = known ?? (await standingsOf(idsOf(shown), reader));
      return {
        tandems: pairs.length,
        alone: pairs.filter(({ members }) => !isWhole(members)).length,
        missed: pairs.filter(({ members }) => hasMissed(members, now)).length,
        unpaired: everybody.filter(({ tandemId }) => tandemId === undefined).length,
        found: found.length,
        ...{ page, pages, now },
        rows: shown.map((pair) => ({ ...pair, standings: standings.get(pair.tandem.id) ?? [] })),
      };
    },

    async found(principal, query, reader) {
      const { found, known } = await look(principal, query, reader);
      return found.map((pair) => ({ ...pair, standings: known?.get(pair.tandem.id) ?? [] }));
    },
  };
}

/** What is there before it is cut into pages. */
interface Looked {
  readonly everybody: Awaited<ReturnType<CohortPeople['all']>>;
  readonly pairs: readonly Pair[];
  /** Of these, what was asked for. */
  readonly found: readonly Pair[];
  /** Standings of what was found, where they were needed to find it. */
  readonly known: Awaited<ReturnType<StandingsOf>> | undefined;
  readonly now: number;
}

function idsOf(pairs: readonly Pair[]): readonly string[] {
  return pairs.map(({ tandem }) => tandem.id);
}

function isSought({ tandem, members }: Pair, search: string): boolean {
  const wanted = comparable(search);
  if (wanted === '') return true;
  if (/^\d+$/u.test(wanted)) return tandem.number === Number(wanted);
  return members.some(({ profile }) =>
    comparable(
      [profile?.displayName, profile?.organisation, profile?.occupation, profile?.region].join(' '),
    ).includes(wanted),
  );
}

function isShown({ members, standings }: BoardRow, show: Show, now: number): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'alone':
      return !isWhole(members);
    case 'missed':
      return hasMissed(members, now);
    case 'waiting':
      return standings.some(({ waitsFor }) => waitsFor.length > 0);
    case 'trainer':
      return standings.some(({ waitsForTrainer }) => waitsForTrainer);
  }
}

function hasMissed(members: Pair['members'], now: number): boolean {
  return members.some((member) => isMissed(member, now));
}
