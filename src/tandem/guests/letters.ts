import type { Locale, Translate } from '../../i18n/i18n.js';
import { compose, spokenName, type Letter } from '../../mail/index.js';

/** To whom, and in which language. */
export interface LetterReader {
  readonly to: string;
  readonly locale: Locale;
  readonly t: Translate;
}

/** "Come and work with me." @param inviter name of a tutor; undefined when a trainer invites */
export function invitationLetter(
  at: { readonly href: string; readonly inviter: string | undefined },
  { to, locale, t }: LetterReader,
): Letter {
  const name = spokenName(at.inviter ?? '');
  return compose({
    to,
    lang: locale,
    subject: t('tandem.letter.invitation.subject'),
    parts: [
      {
        kind: 'text',
        text:
          name === undefined
            ? t('tandem.letter.invitation.from-somebody')
            : t('tandem.letter.invitation.from', { name }),
      },
      { kind: 'text', text: t('tandem.letter.invitation.what') },
      { kind: 'link', label: t('tandem.letter.invitation.link'), href: at.href },
      { kind: 'text', text: t('tandem.letter.invitation.holds') },
      { kind: 'text', text: t('tandem.letter.not-you') },
    ],
  });
}

/** The way back in, asked for by whoever typed the address. */
export function visitLetter(href: string, { to, locale, t }: LetterReader): Letter {
  return compose({
    to,
    lang: locale,
    subject: t('tandem.letter.visit.subject'),
    parts: [
      { kind: 'text', text: t('tandem.letter.visit.asked') },
      { kind: 'link', label: t('tandem.letter.visit.link'), href },
      { kind: 'text', text: t('tandem.letter.visit.holds') },
      { kind: 'text', text: t('tandem.letter.visit.not-you') },
    ],
  });
}

/**
 * "Your trainer asks." The trainer's own words stay in the tool: a mail passes many hands.
 * @param at `door`: where guests come in; `stop`: where they say that they want no more of these
 */
export function reminderLetter(
  at: { readonly door: string; readonly stop: string },
  { to, locale, t }: LetterReader,
): Letter {
  return compose({
    to,
    lang: locale,
    subject: t('tandem.letter.reminder.subject'),
    parts: [
      { kind: 'text', text: t('tandem.letter.reminder.asks') },
      { kind: 'link', label: t('tandem.letter.reminder.link'), href: at.door },
      { kind: 'text', text: t('tandem.letter.reminder.why') },
      { kind: 'link', label: t('tandem.letter.reminder.stop'), href: at.stop },
    ],
  });
}

/** The code is not in the subject: subjects are shown on locked screens. */
export function codeLetter(code: string, { to, locale, t }: LetterReader): Letter {
  return compose({
    to,
    lang: locale,
    subject: t('tandem.letter.code.subject'),
    parts: [
      { kind: 'text', text: t('tandem.letter.code.enter') },
      { kind: 'code', code },
      { kind: 'text', text: t('tandem.letter.code.holds') },
      { kind: 'text', text: t('tandem.letter.code.secret') },
    ],
  });
}
