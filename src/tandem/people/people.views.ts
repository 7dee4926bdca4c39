import type { Link, Page } from '../../http/page.js';
import type { Locale, TextKey, Translate } from '../../i18n/i18n.js';
import type { Principal } from '../../shared/principal.js';
import { freeSides } from '../tandem.js';
import { cameWithoutPlatform, type Participant, type TutorRole } from '../participant.js';
import type { OwnTandem } from './people.service.js';
import {
  LANGUAGES,
  PROFILE_FIELDS,
  type ProfileFault,
  type ProfileFaults,
  type ProfileField,
  type TypedProfile,
} from './profile-form.js';

export interface TandemReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly base: string;
  readonly pageToken: string;
}

/** The activities of the module behind somebody's link, in their language. */
export type Activities = (
  principal: Principal,
  locale: Locale,
) => readonly { readonly id: string; readonly title: string; readonly text: string }[];

export interface FieldModel {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly isRequired: boolean;
  /** '' when nothing is wrong. */
  readonly fault: string;
}

export interface ProfileModel {
  readonly explanation: string;
  readonly action: string;
  readonly roleFault: string;
  readonly roles: readonly {
    readonly value: TutorRole;
    readonly label: string;
    readonly hint: string;
    readonly isChosen: boolean;
  }[];
  readonly name: FieldModel;
  readonly optional: readonly FieldModel[];
  /** A learner's mark is kept. */
  readonly hasMark: boolean;
  readonly languages: readonly {
    readonly code: string;
    readonly label: string;
    readonly isTicked: boolean;
  }[];
  readonly hasFaults: boolean;
  readonly faults: readonly Link[];
  readonly button: string;
}

/** Who are you? Asked once, and to be changed at any time. */
export function profilePage(
  form: {
    readonly typed: TypedProfile;
    readonly faults: ProfileFaults;
    /** As the person is kept. */
    readonly self: Participant;
  },
  reader: TandemReader,
): Page<ProfileModel> {
  const { typed, faults, self } = form;
  const isNew = self.profile === undefined;
  const { t, base, pageToken } = reader;
  const field = (id: ProfileField): FieldModel => fieldOf(id, form, t);
  return {
    view: 'tandem/profile',
    title: t('tandem.profile.title'),
    back: isNew ? undefined : { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      explanation: t('tandem.profile.explanation'),
      action: `${base}/tandem/profile?token=${encodeURIComponent(pageToken)}`,
      roleFault: faultOf('tutorRole', faults.tutorRole, t),
      roles: (['vet', 'company'] as const).map((value) => ({
        value,
        label: t(`tandem.role.${value}`),
        hint: t(`tandem.role.${value}-hint`),
        isChosen: typed.tutorRole === value,
      })),
      name: field('displayName'),
      optional: (['occupation', 'organisation', 'region', 'learnerMark'] as const).map(field),
      hasMark: self.learnerKey !== undefined,
      languages: LANGUAGES.map((code) => ({
        code,
        label: languageName(code, reader.locale),
        isTicked: typed.languages.includes(code),
      })),
      hasFaults: Object.keys(faults).length > 0,
      faults: PROFILE_FIELDS.filter((id) => faults[id] !== undefined).map((id) => ({
        href: `#${id}`,
        label: faultOf(id, faults[id], t),
      })),
      button: t(isNew ? 'tandem.profile.start' : 'tandem.profile.save'),
    },
  };
}

function fieldOf(
  id: ProfileField,
  { typed, faults }: { readonly typed: TypedProfile; readonly faults: ProfileFaults },
  t: Translate,
): FieldModel {
  return {
    id,
    label: t(`tandem.profile.${id}` as TextKey),
    hint: t(`tandem.profile.${id}-hint` as TextKey),
    value: typed[id],
    isRequired: id === 'displayName',
    fault: faultOf(id, faults[id], t),
  };
}

function faultOf(field: ProfileField, fault: ProfileFault | undefined, t: Translate): string {
  if (fault === undefined) return '';
  if (fault === 'long') return t('tandem.profile.fault-long');
  if (fault === 'mark') return t('tandem.profile.fault-mark');
  if (fault === 'seated') return t('tandem.profile.fault-seated');
  return t(field === 'tutorRole' ? 'tandem.profile.fault-role' : 'tandem.profile.fault-name');
}

export interface PersonModel {
  readonly name: string;
  readonly role: string;
  /** Occupation, company and place, as far as they were told. */
  readonly details: string;
  readonly side: TutorRole | 'unknown';
  /** Says of a guest how they come in; '' for everybody else. */
  readonly way: string;
}

export interface StartModel {
  readonly heading: string;
  readonly people: readonly (PersonModel & { readonly isYou: boolean; readonly note: string })[];
  /** What the empty seats are for; '' when none is needed. */
  readonly missing: string;
  readonly hasActivities: boolean;
  readonly activities: readonly {
    readonly href: string;
    readonly title: string;
    readonly text: string;
  }[];
  /** Somebody has entered the person's code and waits for a yes. */
  readonly isAsked: boolean;
  readonly asked: string;
  readonly mayPair: boolean;
  readonly codeHref: string;
  readonly codeLabel: string;
  /** A button as long as somebody is missing. */
  readonly codeClass: string;
  readonly profileHref: string;
  /** To the pages about partners without an account. */
  readonly guestLinks: readonly Link[];
}

/** Your tandem, or the way to one. */
export function startPage(
  at: {
    readonly self: Participant;
    readonly own: OwnTandem | undefined;
    readonly askedBy: readonly Participant[];
    readonly activities: ReturnType<Activities>;
  },
  reader: TandemReader,
): Page<StartModel> {
  const { self, own, askedBy, activities } = at;
  const { t, base, locale } = reader;
  const asking = askedBy.map((person) => personModel(person, reader).name);
  const members = own ? [self, ...own.partners] : [self];
  return {
    view: 'tandem/start',
    title: t('tandem.title'),
    back: { href: `${base}/`, label: t('tandem.to-module') },
    model: {
      heading: own
        ? t('tandem.start.yours', { number: own.tandem.number })
        : t('tandem.start.no-partner'),
      people: members.map((member) => ({
        ...personModel(member, reader),
        isYou: member.id === self.id,
        note: own?.missed.includes(member) ? t('tandem.start.missed') : '',
      })),
      missing: own?.isWhole ? '' : t(`tandem.start.missing.${self.profile?.tutorRole ?? 'vet'}`),
      hasActivities: own !== undefined && activities.length > 0,
      activities: activities.map(({ id, title, text }) => ({
        href: `${base}/tandem/workspaces/${own?.tandem.id ?? ''}/${id}`,
        title,
        text,
      })),
      isAsked: asking.length > 0,
      asked: t('tandem.start.asked', { names: new Intl.ListFormat(locale).format(asking) }),
      mayPair: freeSides(members).length > 0,
      codeHref: `${base}/tandem/code`,
      codeLabel: t(own?.isWhole ? 'tandem.start.one-more' : 'tandem.start.use-code'),
      codeClass: own?.isWhole ? '' : 'button',
      profileHref: `${base}/tandem/profile`,
      guestLinks: guestLinksOf(self, own, reader),
    },
  };
}

/** A guest sees what is kept of them; others invite one, or say that they were one. */
function guestLinksOf(
  self: Participant,
  own: OwnTandem | undefined,
  { t, base }: TandemReader,
): readonly Link[] {
  if (cameWithoutPlatform(self)) {
    return [{ href: `${base}/tandem/guest`, label: t('tandem.guest.own.title') }];
  }
  const invite = { href: `${base}/tandem/guests`, label: t('tandem.guests.invite-link') };
  const same = { href: `${base}/tandem/same-person`, label: t('tandem.same.title') };
  return own ? [invite] : [invite, same];
}

/** A person as others see them. */
export function personModel(
  person: Participant,
  { t, locale }: Pick<TandemReader, 't' | 'locale'>,
): PersonModel {
  const { profile } = person;
  if (!profile) {
    return { name: t('tandem.person.unnamed'), role: '', details: '', side: 'unknown', way: '' };
  }
  const { displayName, tutorRole, occupation, organisation, region, languages } = profile;
  const spoken = languages.map((code) => languageName(code, locale)).join(', ');
  const told = [occupation, organisation, region, spoken].filter((word) => word !== undefined);
  return {
    name: displayName,
    role: t(`tandem.role.${tutorRole}`),
    details: told.filter((word) => word !== '').join(' · '),
    side: tutorRole,
    way: cameWithoutPlatform(person) ? t('tandem.person.by-mail') : '',
  };
}

/** In the reader's language: `Latvian`, `läti`. */
export function languageName(code: string, locale: Locale): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
}
