import type { Page } from '../../http/page.js';
import { inHalves } from '../pairing/pair-code.js';
import type { Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import type { Guest } from './guest.js';

export interface OwnPageModel {
  readonly kept: readonly string[];
  /** Made just now; '' otherwise. */
  readonly code: string;
  readonly makeAction: string;
  readonly isAsked: boolean;
  readonly asked: string;
  readonly answerAction: string;
  readonly leaveAction: string;
  /** False for somebody who was handed a link: no address is known. */
  readonly hasAddress: boolean;
  readonly remindersAction: string;
  readonly reminders: string;
  readonly remindersButton: string;
  readonly remindersWanted: '0' | '1';
}

/** What is kept of a guest, and the two ways in which that ends. @param at `code`: made just now */
export function ownPage(
  at: {
    readonly guest: Guest;
    readonly asking: Participant | undefined;
    readonly code?: string | undefined;
  },
  reader: TandemReader,
): Page<OwnPageModel> {
  const { t, base } = reader;
  const { guest, asking, code } = at;
  const hasNone = guest.hasNoReminders === true;
  return {
    view: 'tandem/guest-own',
    title: t('tandem.guest.own.title'),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      kept: [
        ...(guest.address === undefined
          ? []
          : [t('tandem.guest.own.address', { address: guest.address })]),
        t('tandem.guest.kept.name'),
        t('tandem.guest.kept.work'),
        t('tandem.guest.kept.tries'),
        t('tandem.guest.kept.end'),
      ],
      code: code === undefined ? '' : inHalves(code),
      makeAction: actionOf('guest/code', reader),
      isAsked: asking !== undefined,
      asked: asking ? t('tandem.guest.own.asked', { name: personModel(asking, reader).name }) : '',
      answerAction: actionOf('guest/answer', reader),
      leaveAction: actionOf('guest/leave', reader),
      hasAddress: guest.address !== undefined,
      remindersAction: actionOf('guest/reminders', reader),
      reminders: t(hasNone ? 'tandem.guest.own.reminders-off' : 'tandem.guest.own.reminders-on'),
      remindersButton: t(
        hasNone ? 'tandem.guest.own.reminders-again' : 'tandem.letter.reminder.stop',
      ),
      remindersWanted: hasNone ? '1' : '0',
    },
  };
}

export interface SamePersonModel {
  readonly explanation: string;
  /** False once there is nothing left to do here. */
  readonly hasForm: boolean;
  readonly isLook: boolean;
  readonly action: string;
  readonly code: string;
  readonly button: string;
  /** '' when nothing is wrong. */
  readonly fault: string;
}

/** In the platform's session: enter the code of the guest's session, then say yes. */
export function samePersonPage(
  at: {
    readonly guest?: Participant | undefined;
    readonly code?: string | undefined;
    readonly isFault?: boolean;
    readonly isDone?: boolean;
  },
  reader: TandemReader,
): Page<SamePersonModel> {
  const { t, base } = reader;
  const { guest, code = '', isFault, isDone } = at;
  const explanation = guest
    ? t('tandem.same.look', { name: personModel(guest, reader).name })
    : t(isDone ? 'tandem.same.done' : 'tandem.same.explanation');
  return {
    view: 'tandem/guest-same-person',
    title: t('tandem.same.title'),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      explanation,
      hasForm: isDone !== true,
      isLook: guest === undefined,
      action: actionOf(guest ? 'same-person/take' : 'same-person/look', reader),
      code,
      button: t(guest ? 'tandem.same.yes' : 'tandem.code.look'),
      fault: isFault ? t('tandem.code.fault') : '',
    },
  };
}

function actionOf(path: string, { base, pageToken }: TandemReader): string {
  return `${base}/tandem/${path}?token=${encodeURIComponent(pageToken)}`;
}
