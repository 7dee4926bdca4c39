import type { Page } from '../../http/page.js';
import type { Locale } from '../../i18n/i18n.js';
import type { Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import { hasAccepted, isOpen, LENGTHS, MOST_TIMES, type Meeting } from './meeting.js';
import type { MeetingsView } from './meetings.service.js';
import type { ProposalFault, TypedProposal } from './proposal-form.js';
import { allZones, localOf, timeIn } from './zoned-time.js';

/** An instant, as the reader's clock shows it. */
export interface WhenModel {
  readonly iso: string;
  readonly text: string;
}

interface TimeModel extends WhenModel {
  readonly id: string;
  readonly isTicked: boolean;
  /** Whom it suits, and whom not. */
  readonly said: string;
}

export interface ProposalFormModel {
  /** Distinguishes the fields of several forms on a page. */
  readonly id: string;
  readonly action: string;
  readonly button: string;
  /** '' when nothing is wrong. */
  readonly fault: string;
  /** `MOST_TIMES` of them. */
  readonly times: readonly string[];
  readonly zones: readonly { readonly name: string; readonly isChosen: boolean }[];
  /** Whether the browser may choose its own zone. */
  readonly followsBrowser: boolean;
  readonly lengths: readonly {
    readonly value: number;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
  readonly place: string;
  readonly link: string;
}

export interface MeetingModel {
  readonly id: string;
  readonly heading: string;
  readonly when: WhenModel | undefined;
  readonly state: string;
  readonly tone: 'good' | 'warn' | 'plain';
  readonly about: string;
  readonly place: string;
  readonly link: string;
  readonly times: readonly TimeModel[];
  readonly answerAction: string;
  readonly cancelAction: string;
  readonly calendarHref: string;
  readonly change: ProposalFormModel | undefined;
}

export interface MeetingsModel {
  readonly zone: string;
  readonly isZoneKnown: boolean;
  readonly zoneAction: string;
  readonly zones: ProposalFormModel['zones'];
  readonly explanation: string;
  readonly meetings: readonly MeetingModel[];
  readonly hasMeetings: boolean;
  readonly form: ProposalFormModel | undefined;
}

/** What the page of a workspace says of meetings. */
export interface MeetingPanel {
  readonly href: string;
  readonly zone: string;
  readonly isZoneKnown: boolean;
  readonly next: WhenModel | undefined;
  readonly place: string;
  readonly link: string;
  readonly calendarHref: string;
  /** Somebody waits for the reader's answer, or everybody for the others'; '' otherwise. */
  readonly waiting: string;
  readonly mayPropose: boolean;
}

/** A proposal that could not be taken, in the form it came from. */
export interface FailedProposal {
  /** Of the meeting that was to be changed; undefined for a new one. */
  readonly meetingId: string | undefined;
  readonly typed: TypedProposal;
  readonly fault: ProposalFault;
}

/** Where the people of a programme in these languages live; English could be anywhere. */
const HOME: Readonly<Record<Locale, string>> = {
  ...{ en: 'Europe/Brussels', et: 'Europe/Tallinn', lv: 'Europe/Riga', lt: 'Europe/Vilnius' },
  ...{ fi: 'Europe/Helsinki', nl: 'Europe/Amsterdam' },
};

export function zoneFor(zone: string | undefined, locale: Locale): string {
  return zone ?? HOME[locale];
}

export function whenModel(startsAt: number, zone: string, locale: Locale): WhenModel {
  return { iso: new Date(startsAt).toISOString(), text: timeIn(startsAt, zone, locale) };
}

/** The page on which a tandem agrees when to meet. */
export function meetingsPage(
  view: MeetingsView,
  failed: FailedProposal | undefined,
  reader: TandemReader,
): Page<MeetingsModel> {
  const { t, base, locale } = reader;
  const zone = zoneFor(view.zone, locale);
  const href = `${base}/tandem/meetings/${view.tandem.id}`;
  const isNew = failed?.meetingId === undefined ? failed : undefined;
  return {
    view: 'tandem/meetings',
    title: t('tandem.meeting.title'),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      zone,
      isZoneKnown: view.zone !== undefined,
      zoneAction: `${base}/tandem/zone${tokenOf(reader)}&back=${view.tandem.id}`,
      zones: zonesWith(zone),
      explanation: t('tandem.meeting.explanation'),
      meetings: view.meetings.map((meeting) => meetingModel(meeting, view, { failed, reader })),
      hasMeetings: view.meetings.length > 0,
      form: view.self
        ? formModel({ id: 'new', action: href, failed: isNew, zone }, undefined, reader)
        : undefined,
    },
  };
}

export function meetingPanel(view: MeetingsView, reader: TandemReader): MeetingPanel {
  const { t, base, locale } = reader;
  const { meetings, now, self, tandem } = view;
  const open = meetings.filter((meeting) => isOpen(meeting, now));
  const next = open.find(({ fixed }) => fixed !== undefined);
  const asked = open.filter(
    ({ fixed, proposedBy, answers }) =>
      !fixed && proposedBy !== self?.id && !answers.some(({ by }) => by === self?.id),
  );
  const waits = open.some(({ fixed }) => !fixed);
  const href = `${base}/tandem/meetings/${tandem.id}`;
  const zone = zoneFor(view.zone, locale);
  return {
    ...{ href, zone, isZoneKnown: view.zone !== undefined },
    next: next?.fixed && whenModel(next.fixed.startsAt, zone, locale),
    place: next?.place ?? '',
    link: next?.link ?? '',
    calendarHref: next ? `${href}/${next.id}/meeting.ics` : '',
    waiting:
      self && asked.length > 0
        ? t('tandem.meeting.asks-you')
        : waits
          ? t('tandem.meeting.waits')
          : '',
    mayPropose: self !== undefined,
  };
}

function meetingModel(
  meeting: Meeting,
  view: MeetingsView,
  at: { readonly failed: FailedProposal | undefined; readonly reader: TandemReader },
): MeetingModel {
  const { reader } = at;
  const { t, locale, base } = reader;
  const { self, now, members } = view;
  const { id, fixed, proposedBy, minutes } = meeting;
  const zone = zoneFor(view.zone, locale);
  const href = `${base}/tandem/meetings/${view.tandem.id}/${id}`;
  const mayWrite = self !== undefined && isOpen(meeting, now);
  const mayAnswer = mayWrite && !fixed && proposedBy !== self.id;
  const failed = at.failed?.meetingId === id ? at.failed : undefined;
  const form = { id, action: `${href}/change`, failed, zone: meeting.zone };
  return {
    id,
    heading: t(fixed ? 'tandem.meeting.fixed' : 'tandem.meeting.proposed', {
      name: nameOf(proposedBy, members, reader),
    }),
    when: fixed && whenModel(fixed.startsAt, zone, locale),
    ...stateOf(meeting, view, reader),
    about: t('tandem.workspace.minutes', { minutes }),
    place: meeting.place,
    link: meeting.link,
    times: fixed ? [] : meeting.times.map((time) => timeModel(time, meeting, { view, reader })),
    answerAction: mayAnswer ? `${href}/answer${tokenOf(reader)}` : '',
    cancelAction: mayWrite ? `${href}/cancel${tokenOf(reader)}` : '',
    calendarHref: fixed ? `${href}/meeting.ics` : '',
    change: mayWrite ? formModel(form, meeting, reader) : undefined,
  };
}

function stateOf(
  meeting: Meeting,
  { now, self }: MeetingsView,
  { t }: TandemReader,
): Pick<MeetingModel, 'state' | 'tone'> {
  const { cancelledAt, fixed, wasFixed, answers, proposedBy } = meeting;
  if (cancelledAt !== undefined) return { state: t('tandem.meeting.cancelled'), tone: 'warn' };
  if (!isOpen(meeting, now)) return { state: t('tandem.meeting.over'), tone: 'plain' };
  if (fixed) return { state: t('tandem.meeting.agreed'), tone: 'good' };
  const isAsked = self && proposedBy !== self.id && !answers.some(({ by }) => by === self.id);
  if (isAsked) return { state: t('tandem.meeting.asks-you'), tone: 'warn' };
  const nothingSuits = answers.some(({ accepted }) => accepted.length === 0);
  if (nothingSuits) return { state: t('tandem.meeting.nothing-suits'), tone: 'warn' };
  return { state: t(wasFixed ? 'tandem.meeting.moved' : 'tandem.meeting.waits'), tone: 'plain' };
}

function timeModel(
  { id, startsAt }: Meeting['times'][number],
  meeting: Meeting,
  { view, reader }: { readonly view: MeetingsView; readonly reader: TandemReader },
): TimeModel {
  const { t, locale } = reader;
  const others = view.members.filter((member) => member.id !== meeting.proposedBy);
  const said = others.map((member) => {
    const has = meeting.answers.some(({ by }) => by === member.id);
    const state = has ? (hasAccepted(meeting, member.id, id) ? 'suits' : 'not') : 'silent';
    return t(`tandem.meeting.said.${state}`, { name: personModel(member, reader).name });
  });
  return {
    ...whenModel(startsAt, zoneFor(view.zone, locale), locale),
    id,
    isTicked: view.self !== undefined && hasAccepted(meeting, view.self.id, id),
    said: said.join(' · '),
  };
}

function formModel(
  at: {
    readonly id: string;
    readonly action: string;
    readonly failed: FailedProposal | undefined;
    readonly zone: string;
  },
  known: Meeting | undefined,
  reader: TandemReader,
): ProposalFormModel {
  const { t } = reader;
  const { failed, id } = at;
  const zone = failed?.typed.zone ?? at.zone;
  const times = failed?.typed.time ?? known?.times.map(({ startsAt }) => localOf(startsAt, zone));
  const minutes = failed?.typed.minutes ?? String(known?.minutes ?? 60);
  return {
    id,
    action: `${at.action}${tokenOf(reader)}`,
    button: t(known ? 'tandem.meeting.change-send' : 'tandem.meeting.propose-send'),
    fault: failed ? t(`tandem.meeting.fault.${failed.fault}`) : '',
    times: Array.from({ length: MOST_TIMES }, (_, n) => times?.[n] ?? ''),
    zones: zonesWith(zone),
    followsBrowser: failed === undefined && known === undefined,
    lengths: LENGTHS.map((value) => ({
      value,
      label: t('tandem.workspace.minutes', { minutes: value }),
      isChosen: String(value) === minutes,
    })),
    place: failed?.typed.place ?? known?.place ?? '',
    link: failed?.typed.link ?? known?.link ?? '',
  };
}

function zonesWith(zone: string): ProposalFormModel['zones'] {
  const known = allZones();
  const names = known.includes(zone) || zone === '' ? known : [zone, ...known];
  return names.map((name) => ({ name, isChosen: name === zone }));
}

function nameOf(id: string, members: readonly Participant[], reader: TandemReader): string {
  const member = members.find((one) => one.id === id);
  return member ? personModel(member, reader).name : reader.t('tandem.files.former');
}

function tokenOf({ pageToken }: TandemReader): string {
  return `?token=${encodeURIComponent(pageToken)}`;
}
