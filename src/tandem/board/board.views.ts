import type { Link, Page } from '../../http/page.js';
import type { Locale } from '../../i18n/i18n.js';
import { DAY, HOUR } from '../../shared/clock.js';
import { isMissed, type Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import { trainerTabs, type Tab } from '../people/trainer-tabs.js';
import { freeSides, isWhole } from '../tandem.js';
import { timeIn } from '../meetings/zoned-time.js';
import { SHOWS, type BoardPage, type BoardQuery, type BoardRow } from './board.js';
import type { TandemStanding } from './standing.js';

/** What else is known of those who are shown. */
export interface BoardBeside {
  /** Starts of the next meetings, by tandem. */
  readonly meetings: ReadonlyMap<string, number>;
  /** When people were last reminded, by participant. */
  readonly reminded: ReadonlyMap<string, number>;
  /** In which the reader reads times. */
  readonly zone: string;
  /** Whether the reader, or the reader's browser, has said so. */
  readonly isZoneKnown: boolean;
}

export interface BoardModel {
  readonly tabs: readonly Tab[];
  readonly summary: string;
  readonly hasUnpaired: boolean;
  readonly unpaired: string;
  readonly pairingHref: string;
  readonly action: string;
  readonly search: string;
  readonly shows: readonly {
    readonly value: string;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  readonly caption: string;
  readonly hasRows: boolean;
  readonly none: string;
  readonly rows: readonly RowModel[];
  readonly remindAllHref: string;
  readonly zone: string;
  readonly isZoneKnown: boolean;
  readonly hasSteps: boolean;
  readonly steps: readonly Link[];
}

interface RowModel {
  readonly name: string;
  /** What the trainer should look at; '' when all is well. */
  readonly alert: string;
  /** '' where nobody is left. */
  readonly remindHref: string;
  readonly remindLabel: string;
  /** When the tandem meets next; '' when nothing is agreed. */
  readonly meeting: string;
  readonly people: readonly {
    readonly name: string;
    readonly side: string;
    readonly role: string;
    /** Of a guest; '' for everybody else. */
    readonly way: string;
    readonly seen: string;
    /** ISO 8601. */
    readonly seenAt: string;
    readonly isMissed: boolean;
    /** When the person was last reminded; '': never. */
    readonly reminded: string;
    readonly remindHref: string;
    readonly remindLabel: string;
  }[];
  readonly standings: readonly {
    readonly title: string;
    readonly href: string;
    readonly state: string;
    readonly isDone: boolean;
    /** '' when nobody's turn it is. */
    readonly waits: string;
    /** To the rubric; '' unless it waits for a trainer. */
    readonly assessHref: string;
  }[];
  readonly assessLabel: string;
  readonly nothingBegun: boolean;
}

/** All tandems at a glance. */
export function boardPage(
  board: BoardPage,
  query: BoardQuery,
  reader: TandemReader & { readonly beside: BoardBeside },
): Page<BoardModel> {
  const { t, base } = reader;
  const { tandems, alone, missed, unpaired, found, page, pages } = board;
  return {
    view: 'tandem/board',
    title: t('tandem.board.title'),
    back: { href: `${base}/`, label: t('tandem.to-module') },
    model: {
      tabs: trainerTabs('board', reader),
      summary: t('tandem.board.summary', { tandems, alone, missed }),
      hasUnpaired: unpaired > 0,
      unpaired: t('tandem.board.unpaired', { count: unpaired }),
      pairingHref: `${base}/tandem/pairing`,
      action: `${base}/tandem/board`,
      search: query.search,
      shows: SHOWS.map((value) => ({
        value,
        label: t(`tandem.board.show.${value}`),
        isChosen: value === query.show,
      })),
      caption: t('tandem.board.caption', { count: found, page, pages }),
      hasRows: board.rows.length > 0,
      none: t(tandems === 0 ? 'tandem.board.nothing' : 'tandem.board.none-found'),
      rows: board.rows.map((row) => rowModel(row, board.now, reader)),
      ...{ zone: reader.beside.zone, isZoneKnown: reader.beside.isZoneKnown },
      remindAllHref: `${base}/tandem/remind?${filterOf(query).toString()}`,
      hasSteps: pages > 1,
      steps: stepsOf(board, query, reader),
    },
  };
}

function rowModel(
  row: BoardRow,
  now: number,
  reader: TandemReader & { readonly beside: BoardBeside },
): RowModel {
  const { t, base, locale, beside } = reader;
  const remind = `${base}/tandem/remind`;
  const { tandem, members, standings } = row;
  return {
    name: t('tandem.name', { number: tandem.number }),
    alert: alertOf(members, reader),
    remindHref: members.length === 0 ? '' : `${remind}?tandem=${tandem.id}`,
    remindLabel: t('tandem.remind.one', { name: t('tandem.name', { number: tandem.number }) }),
    meeting: meetingOf(tandem.id, reader),
    people: members.map((member) => {
      const { name, side, role, way } = personModel(member, reader);
      return {
        ...{ name, side, role, way },
        seen: t('tandem.board.seen', { when: ago(now - member.lastSeenAt, locale) }),
        seenAt: new Date(member.lastSeenAt).toISOString(),
        isMissed: isMissed(member, now),
        reminded: remindedOf(beside.reminded.get(member.id), now, reader),
        remindHref: `${remind}?person=${encodeURIComponent(member.id)}`,
        remindLabel: t('tandem.remind.one', { name }),
      };
    }),
    standings: standings.map((standing) => ({
      title: standing.title,
      href: `${base}/tandem/workspaces/${tandem.id}/${standing.activityId}`,
      state: standing.state,
      isDone: standing.isDone,
      waits: waitsOf(standing, members, reader),
      assessHref: standing.waitsForTrainer
        ? `${base}/tandem/assessments/${tandem.id}/${standing.activityId}`
        : '',
    })),
    assessLabel: t('tandem.review.assess', { number: tandem.number }),
    nothingBegun: standings.length === 0,
  };
}

function meetingOf(
  tandemId: string,
  { t, locale, beside }: TandemReader & { readonly beside: BoardBeside },
): string {
  const startsAt = beside.meetings.get(tandemId);
  if (startsAt === undefined) return '';
  return t('tandem.board.next-meeting', { when: timeIn(startsAt, beside.zone, locale) });
}

function remindedOf(at: number | undefined, now: number, { t, locale }: TandemReader): string {
  return at === undefined ? '' : t('tandem.remind.last', { when: ago(now - at, locale) });
}

/** Which side is empty. */
function alertOf(members: readonly Participant[], { t }: TandemReader): string {
  if (members.length === 0) return t('tandem.board.empty');
  if (isWhole(members)) return '';
  const [missing = 'vet'] = freeSides(members).filter(
    (side) => !members.some(({ profile }) => profile?.tutorRole === side),
  );
  return t(`tandem.board.lacks.${missing}`);
}

function waitsOf(
  { waitsFor, waitsForTrainer, isDone }: TandemStanding,
  members: readonly Participant[],
  reader: TandemReader,
): string {
  const { t, locale } = reader;
  if (isDone) return '';
  if (waitsForTrainer) return t('tandem.board.waits-for-trainer');
  const names = members
    .filter(({ id }) => waitsFor.includes(id))
    .map((member) => personModel(member, reader).name);
  if (names.length === 0) return '';
  return t('tandem.board.waits-for', { names: new Intl.ListFormat(locale).format(names) });
}

/** `3 days ago`; within the hour `this hour`. */
function ago(milliseconds: number, locale: Locale): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const days = Math.floor(milliseconds / DAY);
  if (days >= 1) return words.format(-days, 'day');
  return words.format(-Math.floor(milliseconds / HOUR), 'hour');
}

function filterOf({ search, show }: BoardQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search !== '') parameters.set('search', search);
  if (show !== 'all') parameters.set('show', show);
  return parameters;
}

function stepsOf(
  { page, pages }: BoardPage,
  query: BoardQuery,
  { t, base }: TandemReader,
): readonly Link[] {
  const to = (target: number, label: string): Link => {
    const parameters = filterOf(query);
    parameters.set('page', `${target}`);
    return { href: `${base}/tandem/board?${parameters.toString()}`, label };
  };
  return [
    ...(page > 1 ? [to(page - 1, t('people.previous'))] : []),
    ...(page < pages ? [to(page + 1, t('people.next'))] : []),
  ];
}
