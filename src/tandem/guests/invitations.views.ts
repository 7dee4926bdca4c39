import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import { LOCALES } from '../../i18n/i18n.js';
import type { TutorRole } from '../participant.js';
import { languageName, personModel, type TandemReader } from '../people/people.views.js';
import { trainerTabs, type Tab } from '../people/trainer-tabs.js';
import type { InvitationPlace, Invited } from './invitations.service.js';

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface InvitationsModel {
  readonly tabs: readonly Tab[];
  readonly isTrainer: boolean;
  readonly explanation: string;
  readonly mailIsOn: boolean;
  /** Why nobody can be invited now; '' when somebody can. */
  readonly whyNot: string;
  readonly mayInvite: boolean;
  readonly action: string;
  readonly address: string;
  /** '' when nothing is wrong. */
  readonly fault: string;
  /** Tandem and side in one: `<tandem>:<side>`. */
  readonly places: readonly Option[];
  readonly languages: readonly Option[];
  readonly button: string;
  readonly hasInvited: boolean;
  readonly invited: readonly InvitedModel[];
}

interface InvitedModel {
  readonly name: string;
  readonly address: string;
  readonly tandem: string;
  readonly state: string;
  readonly isGood: boolean;
  /** What the mail server says; '' when all is well. */
  readonly trouble: string;
  readonly mayAgain: boolean;
  readonly againAction: string;
  readonly againLabel: string;
  readonly removeAction: string;
  readonly removeLabel: string;
}

/** Invite a partner who has no account, and see who was. @param typed undefined: nothing is wrong */
export function invitationsPage(
  place: InvitationPlace,
  typed: { readonly address: string } | undefined,
  reader: TandemReader,
): Page<InvitationsModel> {
  const { t, base, locale } = reader;
  const { isTrainer, mailIsOn, invited } = place;
  const places = placesOf(place, reader);
  const whyNot = whyNotOf(place, places.length, reader);
  return {
    view: 'tandem/guest-invitations',
    title: t('tandem.guests.title'),
    back: isTrainer ? undefined : { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      tabs: isTrainer ? trainerTabs('guests', reader) : [],
      isTrainer,
      explanation: t(mailIsOn ? 'tandem.guests.explanation' : 'tandem.guests.explanation-no-mail'),
      mailIsOn,
      whyNot,
      mayInvite: whyNot === '',
      action: actionOf(mailIsOn ? 'invite' : 'hand', reader),
      address: typed?.address ?? '',
      fault: typed ? t('tandem.guests.fault-address') : '',
      places,
      languages: LOCALES.map((value) => ({
        value,
        label: languageName(value, locale),
        isChosen: value === locale,
      })),
      button: t(mailIsOn ? 'tandem.guests.invite' : 'tandem.guests.make-link'),
      hasInvited: invited.length > 0,
      invited: invited.map((each) => invitedModel(each, place, reader)),
    },
  };
}

function whyNotOf(
  { isTrainer, mailIsOn }: InvitationPlace,
  places: number,
  { t }: TandemReader,
): string {
  if (!mailIsOn && !isTrainer) return t('tandem.guests.ask-trainer');
  if (places > 0) return '';
  return t(isTrainer ? 'tandem.guests.no-place-trainer' : 'tandem.guests.no-place');
}

function placesOf({ places }: InvitationPlace, { t }: TandemReader): readonly Option[] {
  const all = places.flatMap(({ tandem, sides }) =>
    sides.map((side: TutorRole) => ({
      value: `${tandem?.id ?? ''}:${side}`,
      label: tandem
        ? t('tandem.guests.place', { number: tandem.number, role: t(`tandem.role.${side}`) })
        : t(`tandem.role.${side}`),
    })),
  );
  return all.map((place, at) => ({ ...place, isChosen: at === 0 }));
}

function invitedModel(
  { guest, participant, number, mail }: Invited,
  { now, isTrainer, mailIsOn }: InvitationPlace,
  reader: TandemReader,
): InvitedModel {
  const { t, locale } = reader;
  const { id, address, invitedUntil, joinedAt } = guest;
  const name = participant ? personModel(participant, reader).name : t('tandem.guests.unknown');
  const until = momentIn(invitedUntil, locale);
  const isOpen = invitedUntil > now;
  const isHanded = address === undefined;
  const waiting = isOpen ? t('tandem.guests.until', { until }) : t('tandem.guests.ran-out');
  const isSeated = participant?.tandemId !== undefined;
  return {
    name,
    address: address ?? t('tandem.guests.by-link'),
    tandem: number === undefined ? '' : t('tandem.name', { number }),
    state:
      joinedAt === undefined
        ? waiting
        : t(isSeated ? 'tandem.guests.here' : 'tandem.guests.unseated'),
    isGood: joinedAt !== undefined && isSeated,
    trouble: mail === 'none' ? '' : t(`tandem.guests.mail-${mail}`),
    mayAgain: isHanded ? isTrainer : mailIsOn,
    againAction: actionOf(`${id}/again`, reader),
    againLabel: t(isHanded ? 'tandem.guests.new-link' : 'tandem.guests.again', {
      name: participant ? name : (address ?? ''),
    }),
    removeAction: actionOf(`${id}/remove`, reader),
    removeLabel: t(joinedAt === undefined ? 'tandem.guests.take-back' : 'tandem.guests.remove', {
      name: participant ? name : (address ?? ''),
    }),
  };
}

export interface HandOverModel {
  readonly url: string;
  readonly steps: readonly string[];
}

/** The only page that shows the link. */
export function handOverPage(url: string, { t, base }: TandemReader): Page<HandOverModel> {
  return {
    view: 'tandem/guest-link-made',
    title: t('tandem.guests.made-title'),
    back: { href: `${base}/tandem/guests`, label: t('tandem.guests.title') },
    model: {
      url,
      steps: [t('tandem.guests.made-1'), t('tandem.guests.made-2'), t('tandem.guests.made-3')],
    },
  };
}

function actionOf(path: string, { base, pageToken }: TandemReader): string {
  return `${base}/tandem/guests/${path}?token=${encodeURIComponent(pageToken)}`;
}
