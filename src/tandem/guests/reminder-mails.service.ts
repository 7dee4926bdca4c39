import type { I18n } from '../../i18n/i18n.js';
import type { Mail } from '../../mail/index.js';
import { DAY, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { newSecret } from '../../shared/ids.js';
import type { Allowances } from './allowances.service.js';
import { GuestLinkSpent, TooManyMails } from './faults.js';
import { asReminded, stopKeyOf, type Guest } from './guest.js';
import type { GuestStore } from './guest.store.js';
import { reminderLetter } from './letters.js';

/** Reminders that go by mail too, to those whose address we know and who want them. */
export interface ReminderMails {
  /** Whether a mail server is set. */
  readonly isOn: boolean;
  /** Of these participants, those whom a mail would reach. */
  reached(participantIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * At most one a day to an address.
   * @returns whether a letter is on its way; false for whoever has no address here, or wants none
   */
  send(participantId: string): Promise<boolean>;
  /** By the link of a letter. @throws {GuestLinkSpent} for a link that is good for nothing */
  look(guestId: string, token: string): Promise<void>;
  /** Sends no more of them. @throws as `look` @throws {StaleRevision} */
  stop(guestId: string, token: string): Promise<void>;
}

export interface ReminderMailsDeps {
  readonly store: Pick<GuestStore, 'get' | 'replace'>;
  readonly allowances: Pick<Allowances, 'take'>;
  readonly mail: Mail;
  readonly i18n: I18n;
  readonly publicUrl: URL;
  readonly clock: Clock;
}

export function createReminderMails(deps: ReminderMailsDeps): ReminderMails {
  const { store, mail } = deps;

  async function known(
    guestId: string,
    token: string,
  ): Promise<NonNullable<Awaited<ReturnType<GuestStore['get']>>>> {
    const guest = await store.get(guestId);
    const isTheirs = guest?.stopKeys?.includes(stopKeyOf(token));
    if (!guest || isTheirs !== true) throw new GuestLinkSpent('no such reminder');
    return guest;
  }

  return {
    isOn: mail.isOn,

    async reached(participantIds) {
      if (!mail.isOn) return new Set();
      const guests = await Promise.all(participantIds.map((id) => store.get(id)));
      return new Set(guests.flatMap((guest) => (guest && wantsMail(guest) ? [guest.id] : [])));
    },

    async send(participantId) {
      const guest = mail.isOn ? await store.get(participantId) : undefined;
      if (!guest || !wantsMail(guest)) return false;
      try {
        await deps.allowances.take('reminder', guest.addressKey ?? '');
      } catch (fault) {
        if (!(fault instanceof TooManyMails)) throw fault;
        return false;
      }
      return post(deps, guest);
    },

    async look(guestId, token) {
      await known(guestId, token);
    },

    async stop(guestId, token) {
      await store.replace({ ...(await known(guestId, token)), hasNoReminders: true });
    },
  };
}

function wantsMail({ address, hasNoReminders }: Guest): boolean {
  return address !== undefined && hasNoReminders !== true;
}

async function post(
  { store, mail, i18n, publicUrl, clock }: ReminderMailsDeps,
  guest: Parameters<GuestStore['replace']>[0],
): Promise<boolean> {
  const token = newSecret();
  try {
    await store.replace(asReminded(guest, stopKeyOf(token)));
  } catch (fault) {
    // Their access ends at this moment, or they come in: they need no mail now.
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    return false;
  }
  const locale = i18n.choose(guest.locale);
  const letter = reminderLetter(
    {
      door: new URL('/guest', publicUrl).href,
      stop: new URL(`/guest/reminders/${guest.id}/${token}`, publicUrl).href,
    },
    { to: guest.address ?? '', locale, t: i18n.translator(locale) },
  );
  await mail.post(letter, { about: guest.id, until: clock() + DAY });
  return true;
}
