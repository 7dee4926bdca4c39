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
  at: { readonly target: Target; readonly done: number | undefined },
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
      done: at.done === undefined ? '' : t('tandem.remind.done', { count: at.done }),
      summary: t('tandem.remind.summary', { count: people.length }),
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
