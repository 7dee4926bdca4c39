import type { Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { GuestDoor } from './guest-arrivals.service.js';

type Reader = { readonly t: Translate };

export interface GuestFrontModel {
  readonly action: string;
  readonly mayAsk: boolean;
  /** '' when nothing is wrong. */
  readonly fault: string;
}

/** Where guests come back in. @param mailIsOn whether links can be mailed at all */
export function guestFrontPage(
  at: { readonly mailIsOn: boolean; readonly isFault: boolean },
  { t }: Reader,
): Page<GuestFrontModel> {
  return {
    view: 'tandem/guest-front',
    title: t('tandem.guest.front.title'),
    model: {
      action: '/guest',
      mayAsk: at.mailIsOn,
      fault: at.isFault ? t('tandem.guests.fault-address') : '',
    },
  };
}

export interface GuestNoteModel {
  readonly text: string;
}

/** The same for every address. */
export function guestAskedPage({ t }: Reader): Page<GuestNoteModel> {
  return {
    view: 'tandem/guest-note',
    title: t('tandem.guest.asked.title'),
    model: { text: t('tandem.guest.asked.text') },
  };
}

/** For a link that is good for nothing. */
export function guestSpentPage({ t }: Reader): Page<GuestNoteModel> {
  return {
    view: 'tandem/guest-note',
    title: t('tandem.guest.spent.title'),
    model: { text: t('error.tandem.guest-link-spent') },
  };
}

export interface GuestLinkModel {
  readonly explanation: string;
  readonly action: string;
  readonly button: string;
}

/** A button: programs that look into mails open links, and press nothing. */
export function guestLinkPage(token: string, door: GuestDoor, { t }: Reader): Page<GuestLinkModel> {
  return {
    view: 'tandem/guest-link',
    title: t(door.isNew ? 'tandem.guest.link.new-title' : 'tandem.guest.link.title'),
    model: {
      explanation: t(door.needsCode ? 'tandem.guest.link.code' : 'tandem.guest.link.no-code'),
      action: `/guest/links/${token}`,
      button: t(door.needsCode ? 'tandem.guest.link.send-code' : 'tandem.guest.link.go-on'),
    },
  };
}

export interface GuestEnterModel {
  readonly action: string;
  readonly againAction: string;
  /** The key, where the browser keeps no cookie; '' otherwise. */
  readonly key: string;
  readonly needsCode: boolean;
  readonly isNew: boolean;
  readonly name: string;
  readonly codeFault: string;
  readonly nameFault: string;
  readonly kept: readonly string[];
  readonly button: string;
}

/** The code, and for somebody new the name and what is kept. */
export function guestEnterPage(
  token: string,
  door: GuestDoor,
  typed: {
    readonly key: string;
    readonly name: string;
    readonly fault: 'code' | 'name' | undefined;
  },
  { t }: Reader,
): Page<GuestEnterModel> {
  return {
    view: 'tandem/guest-enter',
    title: t(door.isNew ? 'tandem.guest.enter.new-title' : 'tandem.guest.enter.title'),
    model: {
      action: `/guest/links/${token}/enter`,
      againAction: `/guest/links/${token}`,
      ...{ key: typed.key, name: typed.name },
      ...{ needsCode: door.needsCode, isNew: door.isNew },
      codeFault: typed.fault === 'code' ? t('tandem.guest.enter.fault-code') : '',
      nameFault: typed.fault === 'name' ? t('tandem.profile.fault-name') : '',
      kept: [
        ...(door.needsCode ? [t('tandem.guest.kept.address')] : []),
        t('tandem.guest.kept.name'),
        t('tandem.guest.kept.work'),
        t('tandem.guest.kept.tries'),
        t('tandem.guest.kept.end'),
      ],
      button: t(door.isNew ? 'tandem.guest.enter.join' : 'tandem.guest.enter.go-on'),
    },
  };
}
