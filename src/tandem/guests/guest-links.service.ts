import type { I18n, Locale } from '../../i18n/i18n.js';
import type { Letter, Mail } from '../../mail/index.js';
import type { Clock } from '../../shared/clock.js';
import { newSecret } from '../../shared/ids.js';
import type { LetterReader } from './letters.js';
import { codeLetter, invitationLetter, visitLetter } from './letters.js';
import { VISIT_LIFETIME, type Guest } from './guest.js';
import { linkIdOf, type GuestLink } from './guest-link.js';
import type { GuestStore } from './guest.store.js';

/** Makes links and writes the letters that carry them. */
export interface GuestLinks {
  /** Takes back the links before it. @param inviter name of a tutor; undefined for a trainer */
  invite(guest: Guest, inviter: string | undefined): Promise<void>;
  /** For a quarter of an hour. */
  visit(guest: Guest): Promise<void>;
  /** Takes back the links before it. @returns the link itself, this once */
  hand(guest: Guest): Promise<string>;
  /** @param until epoch milliseconds */
  sendCode(guest: Guest, code: string, until: number): Promise<void>;
}

export interface GuestLinksDeps {
  readonly store: GuestStore;
  readonly mail: Mail;
  readonly i18n: I18n;
  readonly publicUrl: URL;
  readonly clock: Clock;
}

export function createGuestLinks(deps: GuestLinksDeps): GuestLinks {
  const { store, publicUrl, clock } = deps;

  async function made(
    guest: Guest,
    purpose: GuestLink['purpose'],
    expiresAt: number,
  ): Promise<string> {
    const token = newSecret();
    const link = { id: linkIdOf(token), guestId: guest.id, purpose, wrongCodes: 0, expiresAt };
    await store.insertLink(link);
    return new URL(`/guest/links/${token}`, publicUrl).href;
  }

  async function takeBack({ id }: Guest): Promise<void> {
    for (const link of await store.linksOf(id)) await store.useLink(link);
  }

  return {
    async invite(guest, inviter) {
      await takeBack(guest);
      const href = await made(guest, 'invitation', guest.invitedUntil);
      const write = (to: LetterReader): Letter => invitationLetter({ href, inviter }, to);
      await post(deps, guest, { write, until: guest.invitedUntil });
    },

    async visit(guest) {
      const until = clock() + VISIT_LIFETIME;
      const href = await made(guest, 'visit', until);
      await post(deps, guest, { write: (to) => visitLetter(href, to), until });
    },

    async hand(guest) {
      await takeBack(guest);
      return made(guest, 'handed', guest.invitedUntil);
    },

    sendCode: (guest, code, until) =>
      post(deps, guest, { write: (to) => codeLetter(code, to), until }),
  };
}

async function post(
  { mail, i18n }: GuestLinksDeps,
  { id, address, locale: language }: Guest,
  what: { readonly write: (to: LetterReader) => Letter; readonly until: number },
): Promise<void> {
  if (address === undefined) return;
  const locale: Locale = i18n.choose(language);
  const letter = what.write({ to: address, locale, t: i18n.translator(locale) });
  await mail.post(letter, { about: id, until: what.until });
}
