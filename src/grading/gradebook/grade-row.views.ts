import { momentIn } from '../../i18n/moments.js';
import type { Locale, TextKey, Translate } from '../../i18n/i18n.js';
import type { GradeRow } from './grade-row.js';

/** For whom, and where links and forms lead. */
export interface GradebookReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly base: string;
  readonly pageToken: string;
}

/** One grade, as the list and its own page show it. */
export interface GradeRowModel {
  readonly name: string;
  readonly activity: string;
  readonly points: string;
  readonly state: string;
  /** Class of the state's chip. */
  readonly chip: string;
  /** Why it is so; '' where the state says it all. */
  readonly reason: string;
  /** Who can mend it; '' for nobody. */
  readonly remedy: string;
  readonly detailsHref: string;
  /** Where the button posts to; '' for none. */
  readonly action: string;
  readonly button: string;
}

export function gradeRowModel(row: GradeRow, reader: GradebookReader): GradeRowModel {
  const { t, base } = reader;
  const { progressId, kind, delivery } = row;
  const isPlain = row.cause === 'delivered' || row.cause === 'on-its-way';
  const button = BUTTONS[delivery.state];
  return {
    name: nameOf(row, t),
    activity: kind === 'completion' ? t('gradebook.completion', { title: row.title }) : row.title,
    points: pointsText(row, reader),
    state: stateOf(row, reader),
    chip: chipOf(row),
    reason: isPlain ? '' : t(`cause.${row.cause}`),
    remedy: row.remedy === 'nothing' || isPlain ? '' : t(`remedy.${row.remedy}`),
    detailsHref: `${base}/gradebook/grades/${progressId}/${kind}`,
    action: button ? actionOf(row, 'resend', reader) : '',
    button: button ? t(button) : '',
  };
}

/** Of one grade: `resend` or `keep`. */
export function actionOf(
  { progressId, kind }: Pick<GradeRow, 'progressId' | 'kind'>,
  what: 'resend' | 'keep',
  { base, pageToken }: GradebookReader,
): string {
  const token = encodeURIComponent(pageToken);
  return `${base}/gradebook/grades/${progressId}/${kind}/${what}?token=${token}`;
}

/** What somebody else has put there is decided on the page of the grade, not in passing. */
const BUTTONS = {
  waiting: 'gradebook.send-now',
  delivered: 'gradebook.send-again',
  refused: 'gradebook.send-again',
  kept: undefined,
  changed: undefined,
} as const satisfies Record<GradeRow['delivery']['state'], TextKey | undefined>;

export function nameOf(
  { name, userId }: { readonly name?: string | undefined; readonly userId: string },
  t: Translate,
): string {
  // Platforms use long random ids, and Sakai whole addresses; the end tells them apart.
  const id = userId.length <= 10 ? userId : `…${userId.slice(-8)}`;
  return name ?? t('people.unnamed', { id });
}

export function stateOf(
  { delivery, cause, nextTryAt }: Pick<GradeRow, 'delivery' | 'cause' | 'nextTryAt'>,
  { t, locale }: Pick<GradebookReader, 't' | 'locale'>,
): string {
  switch (delivery.state) {
    case 'delivered':
      return t(cause === 'not-there' ? 'gradebook.state.not-there' : 'gradebook.state.delivered');
    case 'waiting':
      if (delivery.tries === 0 || nextTryAt === undefined) return t('gradebook.state.waiting');
      return t('gradebook.state.retrying', { time: momentIn(nextTryAt, locale) });
    case 'refused':
      return t('gradebook.state.refused');
    case 'kept':
      return t('gradebook.state.kept');
    case 'changed':
      return t(delivery.isKept === true ? 'gradebook.state.theirs' : 'gradebook.state.changed');
  }
}

function chipOf({ delivery, cause }: GradeRow): string {
  switch (delivery.state) {
    case 'delivered':
      return cause === 'not-there' ? 'chip chip-warn' : 'chip chip-good';
    case 'waiting':
      return delivery.tries === 0 ? 'chip' : 'chip chip-warn';
    case 'refused':
      return 'chip chip-bad';
    case 'kept':
      return 'chip';
    case 'changed':
      return delivery.isKept === true ? 'chip' : 'chip chip-warn';
  }
}

export function pointsText(
  { scoreGiven, scoreMaximum }: { readonly scoreGiven: number; readonly scoreMaximum: number },
  { t }: Pick<GradebookReader, 't'>,
): string {
  return t('gradebook.points', { score: scoreGiven, maximum: scoreMaximum });
}
