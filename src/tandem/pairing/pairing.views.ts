import { comparable } from '../../shared/comparable.js';
import { momentIn } from '../../i18n/moments.js';
import type { Link, Page } from '../../http/page.js';

import { isMissed, type Participant, type TutorRole } from '../participant.js';
import type { Pair } from '../people/cohort-people.js';
import { personModel, type PersonModel, type TandemReader } from '../people/people.views.js';
import { trainerTabs, type Tab } from '../people/trainer-tabs.js';
import { isWhole, type TandemEvent } from '../tandem.js';
import type { PairingBoard } from './pairing.service.js';
import type { Suggestion } from './suggestions.js';

export interface PairingQuery {
  /** Part of a name; '' for everybody. */
  readonly search: string;
  /** Of the tandems, from 1. */
  readonly page: number;
}

export interface Movable extends PersonModel {
  readonly id: string;
  /** To the page on which the person gets a place. */
  readonly href: string;
  readonly action: string;
  readonly dragLabel: string;
  readonly isMissed: boolean;
}

export interface PairingModel {
  readonly tabs: readonly Tab[];
  readonly summary: string;
  readonly isDone: boolean;
  readonly sides: readonly {
    readonly side: TutorRole;
    readonly heading: string;
    readonly people: readonly Movable[];
    readonly more: string;
  }[];
  readonly hasUnknown: boolean;
  readonly unknownHeading: string;
  readonly unknown: readonly {
    readonly name: string;
    readonly action: string;
    readonly buttons: readonly { readonly value: TutorRole; readonly label: string }[];
  }[];
  readonly hasSuggestions: boolean;
  readonly suggestions: readonly SuggestionModel[];
  readonly togetherAction: string;
  readonly hasGroups: boolean;
  readonly groupsAction: string;
  readonly groupsButton: string;
  readonly action: string;
  readonly search: string;
  readonly hasPairs: boolean;
  readonly pairsHeading: string;
  readonly pairs: readonly PairModel[];
  readonly none: string;
  readonly hasSteps: boolean;
  readonly steps: readonly Link[];
  readonly hasLog: boolean;
  readonly log: readonly { readonly at: string; readonly when: string; readonly what: string }[];
}

interface SuggestionModel {
  readonly vet: PersonModel & { readonly id: string };
  readonly company: PersonModel & { readonly id: string };
  readonly reasons: readonly string[];
  readonly label: string;
}

interface PairModel {
  readonly id: string;
  readonly name: string;
  readonly people: readonly Movable[];
  readonly isWhole: boolean;
  readonly lacks: string;
}

const MOST_PEOPLE = 60;
const MOST_SUGGESTIONS = 12;
const PAIRS_LENGTH = 30;

/**
 * Unpaired people on top, then who might fit, then the tandems.
 * @param reader `scripts`: URLs of those of this page
 */
export function pairingPage(
  board: PairingBoard,
  query: PairingQuery,
  reader: TandemReader & { readonly scripts: readonly string[] },
): Page<PairingModel> {
  const { t, base, pageToken, scripts } = reader;
  const token = `?token=${encodeURIComponent(pageToken)}`;
  const { unpaired, suggestions } = board;
  const pairs = board.pairs.filter(({ members }) => isSought(members, query.search));
  const pages = Math.max(1, Math.ceil(pairs.length / PAIRS_LENGTH));
  const page = Math.min(query.page, pages);
  const grouped = suggestions.filter(({ reasons }) => reasons.includes('group')).length;
  const unknown = unpaired.filter(({ profile }) => !profile);
  return {
    view: 'tandem/pairing',
    title: t('tandem.pairing.title'),
    back: { href: `${base}/`, label: t('tandem.to-module') },
    scripts,
    model: {
      tabs: trainerTabs('pairing', reader),
      summary: t('tandem.pairing.summary', {
        unpaired: unpaired.length,
        tandems: board.pairs.length,
      }),
      isDone: unpaired.length === 0,
      sides: (['vet', 'company'] as const).map((side) => sideModel(side, board, query, reader)),
      hasUnknown: unknown.length > 0,
      unknownHeading: t('tandem.pairing.unknown', { count: unknown.length }),
      unknown: unknown.slice(0, MOST_PEOPLE).map(({ id, proposedRole }, at) => ({
        name: t('tandem.pairing.unknown-person', { number: at + 1 }),
        action: `${base}/tandem/pairing/people/${id}/side${token}`,
        buttons: (['vet', 'company'] as const)
          .filter((side) => side !== proposedRole)
          .map((value) => ({ value, label: t(`tandem.role.${value}`) })),
      })),
      hasSuggestions: suggestions.length > 0,
      suggestions: suggestions
        .slice(0, MOST_SUGGESTIONS)
        .map((each) => suggestionModel(each, reader)),
      togetherAction: `${base}/tandem/pairing/together${token}`,
      hasGroups: grouped > 0,
      groupsAction: `${base}/tandem/pairing/groups${token}`,
      groupsButton: t('tandem.pairing.from-groups', { count: grouped }),
      action: `${base}/tandem/pairing`,
      search: query.search,
      hasPairs: pairs.length > 0,
      pairsHeading: t('tandem.pairing.pairs', { count: pairs.length }),
      pairs: pairs
        .slice((page - 1) * PAIRS_LENGTH, page * PAIRS_LENGTH)
        .map((pair) => pairModel(pair, board.now, reader)),
      none: t(board.pairs.length > 0 ? 'tandem.board.none-found' : 'tandem.board.nothing'),
      hasSteps: pages > 1,
      steps: stepsOf({ ...query, page }, pages, reader),
      ...logModel(board, reader),
    },
  };
}

function sideModel(
  side: TutorRole,
  { unpaired, now }: PairingBoard,
  { search }: PairingQuery,
  reader: TandemReader,
): PairingModel['sides'][0] {
  const { t } = reader;
  const people = unpaired.filter(
    (person) => person.profile?.tutorRole === side && isSought([person], search),
  );
  const more = people.length - MOST_PEOPLE;
  return {
    side,
    heading: t(`tandem.pairing.unpaired.${side}`, { count: people.length }),
    people: people.slice(0, MOST_PEOPLE).map((person) => movable(person, now, reader)),
    more: more > 0 ? t('tandem.pairing.more', { count: more }) : '',
  };
}

function movable(person: Participant, now: number, reader: TandemReader): Movable {
  const { t, base, pageToken } = reader;
  const model = personModel(person, reader);
  const href = `${base}/tandem/pairing/people/${person.id}`;
  return {
    ...model,
    id: person.id,
    isMissed: isMissed(person, now),
    href,
    action: `${href}?token=${encodeURIComponent(pageToken)}`,
    dragLabel: t(
      person.tandemId === undefined ? 'tandem.pairing.find-place' : 'tandem.pairing.move',
      { name: model.name },
    ),
  };
}

function suggestionModel(
  { vet, company, reasons }: Suggestion,
  reader: TandemReader,
): SuggestionModel {
  const { t } = reader;
  const [one, other] = [personModel(vet, reader), personModel(company, reader)];
  return {
    vet: { ...one, id: vet.id },
    company: { ...other, id: company.id },
    reasons: reasons.map((reason) => t(`tandem.pairing.reason.${reason}`)),
    label: t('tandem.pairing.together', { vet: one.name, company: other.name }),
  };
}

function pairModel({ tandem, members }: Pair, now: number, reader: TandemReader): PairModel {
  const { t } = reader;
  const whole = isWhole(members);
  const hasVet = members.some(({ profile }) => profile?.tutorRole === 'vet');
  const lacks = hasVet ? 'tandem.board.lacks.company' : 'tandem.board.lacks.vet';
  return {
    id: tandem.id,
    name: t('tandem.name', { number: tandem.number }),
    people: members.map((member) => movable(member, now, reader)),
    isWhole: whole,
    lacks: t(members.length === 0 ? 'tandem.board.empty' : lacks),
  };
}

/** `berzins` finds Bērziņš. */
function isSought(people: readonly Participant[], search: string): boolean {
  const wanted = comparable(search);
  return (
    wanted === '' ||
    people.some(({ profile }) => comparable(profile?.displayName ?? '').includes(wanted))
  );
}

/** With the names of those who are still there. */
function logModel(
  { pairs, unpaired, log }: PairingBoard,
  reader: TandemReader,
): Pick<PairingModel, 'hasLog' | 'log'> {
  const { t, locale } = reader;
  const names = new Map(
    [...unpaired, ...pairs.flatMap(({ members }) => members)].map((person) => [
      person.id,
      personModel(person, reader).name,
    ]),
  );
  const words = ({ what, by, participantId, number }: TandemEvent & { number: number }): string =>
    t(`tandem.log.${what}.${by}`, {
      name: names.get(participantId) ?? t('tandem.log.somebody'),
      number,
    });
  return {
    hasLog: log.length > 0,
    log: log.map((event) => ({
      at: new Date(event.at).toISOString(),
      when: momentIn(event.at, locale),
      what: words(event),
    })),
  };
}

function stepsOf(
  { page, search }: PairingQuery,
  pages: number,
  { t, base }: TandemReader,
): readonly Link[] {
  const to = (target: number, label: string): Link => {
    const parameters = new URLSearchParams({ page: `${target}` });
    if (search !== '') parameters.set('search', search);
    return { href: `${base}/tandem/pairing?${parameters.toString()}#tandems`, label };
  };
  return [
    ...(page > 1 ? [to(page - 1, t('people.previous'))] : []),
    ...(page < pages ? [to(page + 1, t('people.next'))] : []),
  ];
}
