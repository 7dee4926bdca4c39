import { comparable } from '../../shared/comparable.js';
import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { TextKey } from '../../i18n/i18n.js';
import {
  gradeRowModel,
  nameOf,
  type GradebookReader,
  type GradeRowModel,
} from './grade-row.views.js';
import type { Activity, GradeRow } from './grade-row.js';
import type { CourseGradebook } from './gradebook.service.js';

/** Grades on one page of the list. */
const PAGE_LENGTH = 50;

export const SHOWS = ['all', 'trainer', 'administrator', 'waiting', 'delivered', 'kept'] as const;
export const DONE = ['sent', 'resent', 'kept', 'compared', 'decided'] as const;

/** What of the list is wanted. */
export interface GradebookQuery {
  readonly show: (typeof SHOWS)[number];
  /** Id of a link; '' for all. */
  readonly activity: string;
  /** Part of a name; '' for everybody. */
  readonly search: string;
  /** From 1. */
  readonly page: number;
  /** What the trainer has just done, and to how many. */
  readonly done?: (typeof DONE)[number] | undefined;
  readonly count: number;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface GradebookModel {
  readonly done: string;
  readonly status: string;
  readonly isLive: boolean;
  readonly summary: string;
  readonly problem: string;
  readonly waiting: number;
  readonly sendAction: string;
  readonly sendLabel: string;
  readonly compareAction: string;
  readonly resendHref: string;
  readonly connectionHref: string;
  readonly listHref: string;
  readonly gradesCsvHref: string;
  readonly triesCsvHref: string;
  readonly receiptHref: string;
  readonly shows: readonly Option[];
  readonly activityOptions: readonly Option[];
  readonly search: string;
  readonly caption: string;
  readonly rows: readonly GradeRowModel[];
  readonly none: string;
  readonly steps: readonly { readonly href: string; readonly label: string }[];
  readonly activities: readonly ActivityModel[];
  readonly notGradable: readonly { readonly name: string; readonly why: string }[];
  readonly notGradableLabel: string;
}

interface ActivityModel {
  readonly title: string;
  readonly column: string;
  readonly counting: string;
  readonly compared: string;
  readonly href: string;
}

/** The panel of those who teach. */
export function gradebookPage(
  gradebook: CourseGradebook,
  query: GradebookQuery,
  reader: GradebookReader,
): Page<GradebookModel> {
  const { t, base, pageToken } = reader;
  const { rows, activities, notGradable, isComparing } = gradebook;
  const found = foundIn(rows, query, reader);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_LENGTH));
  const page = Math.min(query.page, pages);
  const shown = found.slice((page - 1) * PAGE_LENGTH, page * PAGE_LENGTH);
  const waiting = rows.filter(({ delivery }) => delivery.state === 'waiting').length;
  const token = encodeURIComponent(pageToken);
  return {
    view: 'grading/gradebook',
    title: t('gradebook.title'),
    back: { href: `${base}/`, label: t('people.back') },
    model: {
      done: query.done ? t(`gradebook.done.${query.done}`, { count: query.count }) : '',
      status: statusOf(gradebook, reader),
      isLive: isComparing || rows.some(isOnItsWay),
      summary: summaryOf(rows, reader),
      problem: problemOf(gradebook, reader),
      waiting,
      sendAction: `${base}/gradebook/send?token=${token}`,
      sendLabel: t('gradebook.send-waiting', { count: waiting }),
      compareAction: `${base}/gradebook/compare?token=${token}`,
      resendHref: `${base}/gradebook/resend`,
      connectionHref: `${base}/connection`,
      listHref: `${base}/gradebook`,
      gradesCsvHref: `${base}/gradebook/grades.csv`,
      triesCsvHref: `${base}/gradebook/tries.csv`,
      receiptHref: `${base}/gradebook/receipt`,
      ...filterOf(activities, query, reader),
      caption: t('gradebook.caption', { count: found.length, page, pages }),
      rows: shown.map((row) => gradeRowModel(row, reader)),
      none: t(rows.length === 0 ? 'gradebook.nothing' : 'gradebook.none-found'),
      steps: stepsOf({ ...query, page }, pages, reader),
      activities: activities.map((activity) => activityModel(activity, reader)),
      notGradable: notGradable.map((person) => ({
        name: nameOf(person, t),
        why: t(`gradebook.not-gradable.${person.why}`),
      })),
      notGradableLabel: t('gradebook.not-gradable', { count: notGradable.length }),
    },
  };
}

/** A moment later the page will say something else. */
function isOnItsWay({ delivery }: GradeRow): boolean {
  return delivery.state === 'waiting' && delivery.tries === 0;
}

function statusOf(
  { activities, isComparing }: CourseGradebook,
  { t, locale }: GradebookReader,
): string {
  if (isComparing) return t('gradebook.comparing');
  const times = activities.flatMap(({ grading }) => grading.checkedAt ?? []);
  if (times.length === 0) return t('gradebook.never-compared');
  return t('gradebook.compared', { time: momentIn(Math.max(...times), locale) });
}

function summaryOf(rows: readonly GradeRow[], { t }: GradebookReader): string {
  const all = rows.filter(({ delivery }) => delivery.state !== 'kept');
  const there = all.filter(({ cause }) => cause === 'delivered').length;
  const trainer = all.filter(({ remedy }) => remedy === 'trainer').length;
  const administrator = all.filter(({ remedy }) => remedy === 'administrator').length;
  return [
    t('gradebook.summary', { there, all: all.length }),
    ...(trainer > 0 ? [t('gradebook.summary.trainer', { count: trainer })] : []),
    ...(administrator > 0 ? [t('gradebook.summary.administrator', { count: administrator })] : []),
  ].join(' ');
}

function problemOf(
  { closedUntil, activities }: CourseGradebook,
  { t, locale }: GradebookReader,
): string {
  if (closedUntil !== undefined) {
    return t('gradebook.closed', { time: momentIn(closedUntil, locale) });
  }
  const failure = activities.find(({ grading }) => grading.checkFailure)?.grading.checkFailure;
  return failure ? t('gradebook.not-compared', { reason: t(`cause.${failure.cause}`) }) : '';
}

function filterOf(
  activities: readonly Activity[],
  { show, activity, search }: GradebookQuery,
  { t }: GradebookReader,
): Pick<GradebookModel, 'shows' | 'activityOptions' | 'search'> {
  const shows = SHOWS.map((value) => ({
    value,
    label: t(`gradebook.show.${value}`),
    isChosen: value === show,
  }));
  const options = activities.map(({ link: { id }, title }) => ({
    value: id,
    label: title,
    isChosen: id === activity,
  }));
  const all = { value: '', label: t('gradebook.all-activities'), isChosen: activity === '' };
  return { shows, activityOptions: [all, ...options], search };
}

/** Those who are wanted: what needs somebody first, then by name. */
function foundIn(
  rows: readonly GradeRow[],
  { show, activity, search }: GradebookQuery,
  { t, locale }: GradebookReader,
): readonly GradeRow[] {
  const wanted = comparable(search);
  const compare = new Intl.Collator(locale, { numeric: true }).compare;
  return rows
    .filter((row) => isShown(row, show) && (activity === '' || row.linkId === activity))
    .filter((row) => wanted === '' || comparable(nameOf(row, t)).includes(wanted))
    .sort(
      (a, b) =>
        rankOf(a) - rankOf(b) ||
        compare(nameOf(a, t), nameOf(b, t)) ||
        compare(a.title, b.title) ||
        compare(b.kind, a.kind),
    );
}

function isShown({ delivery, cause, remedy }: GradeRow, show: GradebookQuery['show']): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'trainer':
    case 'administrator':
      return remedy === show;
    case 'waiting':
    case 'kept':
      return delivery.state === show;
    case 'delivered':
      return cause === 'delivered';
  }
}

function rankOf({ remedy, delivery }: GradeRow): number {
  if (remedy === 'trainer') return 0;
  if (remedy === 'administrator') return 1;
  return delivery.state === 'waiting' ? 2 : 3;
}

function stepsOf(
  { show, activity, search, page }: GradebookQuery,
  pages: number,
  { t, base }: GradebookReader,
): GradebookModel['steps'] {
  const to = (number: number, key: TextKey): { href: string; label: string } => {
    const query = new URLSearchParams({ show, activity, search, page: String(number) });
    return { href: `${base}/gradebook?${query.toString()}`, label: t(key) };
  };
  return [
    ...(page > 1 ? [to(page - 1, 'people.previous')] : []),
    ...(page < pages ? [to(page + 1, 'people.next')] : []),
  ];
}

function activityModel(
  { link, title, grading }: Activity,
  { t, locale, base }: GradebookReader,
): ActivityModel {
  const { checkedAt, counting } = grading;
  return {
    title,
    column: t(columnText(link.lineItem, grading.column)),
    counting: t(`gradebook.counting.${counting}`),
    compared: checkedAt === undefined ? '' : momentIn(checkedAt, locale),
    href: `${base}/gradebook/activities/${link.id}`,
  };
}

export function columnText(
  lineItem: string | undefined,
  column: Activity['grading']['column'],
): TextKey {
  if (column === 'none') return 'gradebook.column.none';
  if (lineItem !== undefined) return 'gradebook.column.there';
  return column === 'make' ? 'gradebook.column.to-be-made' : 'gradebook.column.undecided';
}
