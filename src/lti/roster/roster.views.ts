import { comparable } from '../../shared/comparable.js';
import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Locale, TextKey, Translate } from '../../i18n/i18n.js';
import type { People, Person } from './roster.service.js';

/** People on one page of the list. */
const PAGE_LENGTH = 100;

/** What of the list is wanted. */
export interface PeopleQuery {
  /** Part of a name; '' for everybody. */
  readonly search: string;
  readonly show: 'all' | 'not-launched';
  /** From 1. */
  readonly page: number;
}

/** For whom, and where its links lead. */
export interface PeopleReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly base: string;
  readonly pageToken: string;
}

export interface PeopleModel {
  readonly summary: string;
  /** When the list is from, and from whom. */
  readonly age: string;
  readonly isRefreshing: boolean;
  readonly hasProblem: boolean;
  readonly problem: string;
  readonly mayRefresh: boolean;
  readonly refreshAction: string;
  readonly searchAction: string;
  readonly search: string;
  readonly shows: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  readonly caption: string;
  readonly hasRows: boolean;
  readonly rows: readonly PersonRow[];
  readonly none: string;
  readonly hasSteps: boolean;
  readonly steps: readonly { readonly href: string; readonly label: string }[];
  readonly connectionHref: string;
}

export interface PersonRow {
  readonly name: string;
  readonly role: string;
  readonly details: string;
  readonly hasLaunched: boolean;
  readonly state: string;
}

/** Everybody in the course, and who has never come. */
export function peoplePage(
  people: People,
  query: PeopleQuery,
  reader: PeopleReader,
): Page<PeopleModel> {
  const { t, locale, base, pageToken } = reader;
  const found = foundIn(people.people, query, locale);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_LENGTH));
  const page = Math.min(query.page, pages);
  const rows = found.slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH);
  const isOffered = people.problem !== 'not-offered';
  return {
    view: 'lti/people',
    title: t('people.title'),
    back: { href: `${base}/`, label: t('people.back') },
    model: {
      summary: summaryOf(people, t),
      age: ageOf(people, reader),
      isRefreshing: people.isRefreshing,
      ...problemOf(people, t),
      mayRefresh: isOffered && !people.isRefreshing,
      refreshAction: `${base}/people/refresh?token=${encodeURIComponent(pageToken)}`,
      searchAction: `${base}/people`,
      search: query.search,
      shows: SHOWS.map(({ value, label }) => ({
        value,
        label: t(label),
        isChosen: value === query.show,
      })),
      caption: t('people.caption', { count: found.length, page, pages }),
      hasRows: rows.length > 0,
      rows: rows.map((person) => rowOf(person, t)),
      none: t(people.people.length === 0 ? 'people.nobody' : 'people.none-found'),
      hasSteps: pages > 1,
      steps: stepsOf({ ...query, page }, pages, reader),
      connectionHref: `${base}/connection`,
    },
  };
}

const SHOWS = [
  { value: 'all', label: 'people.show.all' },
  { value: 'not-launched', label: 'people.show.not-launched' },
] as const satisfies readonly { readonly value: string; readonly label: TextKey }[];

function summaryOf({ people, source }: People, t: Translate): string {
  const count = people.length;
  if (source === 'visits') return t('people.summary.visits', { count });
  const missing = people.filter(({ hasLaunched }) => !hasLaunched).length;
  return t('people.summary.platform', { count, missing });
}

function ageOf({ refreshedAt, isRefreshing }: People, { t, locale }: PeopleReader): string {
  if (refreshedAt === undefined) return isRefreshing ? t('people.being-fetched') : '';
  const time = momentIn(refreshedAt, locale);
  return t(isRefreshing ? 'people.as-of-refreshing' : 'people.as-of', { time });
}

function problemOf(
  { problem, source }: People,
  t: Translate,
): Pick<PeopleModel, 'hasProblem' | 'problem'> {
  switch (problem) {
    case undefined:
      return { hasProblem: false, problem: '' };
    case 'not-offered':
      return { hasProblem: true, problem: t('people.problem.not-offered') };
    case 'refused':
      return { hasProblem: true, problem: t('people.problem.refused') };
    case 'away':
      return {
        hasProblem: true,
        problem: t(source === 'platform' ? 'people.problem.away' : 'people.problem.never'),
      };
  }
}

/** Those who are wanted, by name; whoever has none comes last. */
function foundIn(
  people: readonly Person[],
  { search, show }: PeopleQuery,
  locale: Locale,
): readonly Person[] {
  const wanted = comparable(search);
  const compare = new Intl.Collator(locale, { numeric: true }).compare;
  return people
    .filter((person) => show === 'all' || !person.hasLaunched)
    .filter(
      (person) =>
        wanted === '' || comparable(`${person.name ?? ''} ${person.userId}`).includes(wanted),
    )
    .sort((a, b) => {
      if (a.name === undefined || b.name === undefined) {
        return Number(a.name === undefined) - Number(b.name === undefined);
      }
      return compare(a.name, b.name);
    });
}

function rowOf(
  { name, userId, role, status, hasLaunched, groups }: Person,
  t: Translate,
): PersonRow {
  return {
    name: name ?? t('people.unnamed', { id: shortId(userId) }),
    role: t(ROLES[role]),
    details: [
      ...(status === 'Inactive' ? [t('people.inactive')] : []),
      ...(groups.length > 0 ? [groups.join(', ')] : []),
    ].join(' · '),
    hasLaunched,
    state: t(hasLaunched ? 'people.launched' : 'people.not-launched'),
  };
}

const ROLES = {
  viewer: 'people.role.viewer',
  learner: 'people.role.learner',
  instructor: 'people.role.instructor',
  administrator: 'people.role.administrator',
} as const satisfies Record<Person['role'], TextKey>;

/** Platforms use long random ids, and Sakai whole addresses; the end tells them apart. */
function shortId(userId: string): string {
  return userId.length <= 10 ? userId : `…${userId.slice(-8)}`;
}

function stepsOf(
  query: PeopleQuery,
  pages: number,
  { t, base }: PeopleReader,
): PeopleModel['steps'] {
  const to = (page: number, label: string): PeopleModel['steps'][0] => {
    const parameters = new URLSearchParams({ page: String(page) });
    if (query.search !== '') parameters.set('search', query.search);
    if (query.show !== 'all') parameters.set('show', query.show);
    return { href: `${base}/people?${parameters.toString()}`, label };
  };
  return [
    ...(query.page > 1 ? [to(query.page - 1, t('people.previous'))] : []),
    ...(query.page < pages ? [to(query.page + 1, t('people.next'))] : []),
  ];
}
