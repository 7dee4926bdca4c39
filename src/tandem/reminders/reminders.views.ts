import { dayIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import { LONGEST_WORDS, type Reminder } from './reminder.js';
import type { Preview, Target } from './reminders.service.js';

/** What waits for somebody at the top of a page. */
export interface ReminderBanner {
  readonly text: string;
  readonly when: string;
  readonly action: string;
}

export interface RemindModel {
  /** How many were reminded just now; '' before. */
  readonly done: string;
  readonly summary: string;
  /** Who gets a mail too, or why nobody does. */
  readonly mail: string;
  readonly people: readonly string[];
  readonly tooSoon: string;
  readonly hasPeople: boolean;
  readonly action: string;
  /** Whom the trainer means, handed on. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly longest: number;
}

/** Whom a reminder would reach, before it is sent. @param done undefined before */
export function remindPage(
  preview: Preview,
  at: {
    readonly target: Target;
    readonly done: number | undefined;
    readonly mails: number | undefined;
  },
  reader: TandemReader,
): Page<RemindModel> {
  const { t, base, pageToken, locale } = reader;
  const { people, tooSoon, fingerprint } = preview;
  const names = (some: readonly Participant[]): readonly string[] =>
    some
      .map((person) => personModel(person, reader).name)
      .toSorted((a, b) => a.localeCompare(b, locale));
  return {
    view: 'tandem/remind',
    title: t('tandem.remind.title'),
    back: { href: `${base}/tandem/board`, label: t('tandem.board.title') },
    model: {
      done: doneWords(at, reader),
      summary: t('tandem.remind.summary', { count: people.length }),
      mail: people.length === 0 ? '' : mailWords(preview, names, reader),
      people: names(people),
      tooSoon:
        tooSoon.length === 0
          ? ''
          : t('tandem.remind.too-soon', {
              names: new Intl.ListFormat(locale).format(names(tooSoon)),
            }),
      hasPeople: people.length > 0,
      action: `${base}/tandem/remind?token=${encodeURIComponent(pageToken)}`,
      fields: Object.entries({ ...at.target, fingerprint }).map(([name, value]) => ({
        name,
        value,
      })),
      longest: LONGEST_WORDS,
    },
  };
}

function doneWords(
  { done, mails = 0 }: { readonly done: number | undefined; readonly mails: number | undefined },
  { t }: TandemReader,
): string {
  if (done === undefined) return '';
  const words = t('tandem.remind.done', { count: done });
  return mails === 0 ? words : `${words} ${t('tandem.remind.mailed', { count: mails })}`;
}

function mailWords(
  { byMail, mailIsOn }: Preview,
  names: (some: readonly Participant[]) => readonly string[],
  { t, locale }: TandemReader,
): string {
  if (!mailIsOn) return t('tandem.remind.mail-off');
  if (byMail.length === 0) return t('tandem.remind.mail-none');
  return t('tandem.remind.by-mail', { names: new Intl.ListFormat(locale).format(names(byMail)) });
}

/** @param back `<tandem>/<activity>` of the workspace on whose page it stands; '': on the first page */
export function banners(
  waiting: readonly Reminder[],
  back: string,
  { t, base, pageToken, locale }: TandemReader,
): readonly ReminderBanner[] {
  const query = new URLSearchParams({ token: pageToken, ...(back !== '' && { back }) });
  return waiting.map(({ id, text, at }) => ({
    text: text === '' ? t('tandem.remind.own-words') : text,
    when: dayIn(at, locale),
    action: `${base}/tandem/reminders/${id}/seen?${query.toString()}`,
  }));
}
