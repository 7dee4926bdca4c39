import type { Page } from '../../http/page.js';
import type { Counting, LinkGrading } from '../columns/link-grading.js';
import { COUNTINGS } from '../columns/link-grading.js';
import type { GradeChange, ResendPreview } from './decisions.service.js';
import { nameOf, pointsText, type GradebookReader } from './grade-row.views.js';
import type { Activity } from './grade-row.js';
import type { CourseGradebook } from './gradebook.service.js';
import { columnText } from './gradebook.views.js';

/** What has been chosen on the page of an activity. */
export interface Choice {
  readonly counting: Counting;
  readonly column: LinkGrading['column'];
  readonly completion: boolean;
}

export interface ResendModel {
  readonly lead: string;
  readonly unread: string;
  readonly hasChanges: boolean;
  readonly changes: readonly ChangeModel[];
  readonly more: string;
  readonly forms: readonly {
    readonly action: string;
    readonly label: string;
    readonly style: string;
  }[];
  readonly cancelHref: string;
}

interface ChangeModel {
  readonly name: string;
  readonly activity: string;
  readonly from: string;
  readonly to: string;
  readonly isForeign: boolean;
}

/** As many as anybody reads; the number of all is said. */
const SHOWN = 100;

/** What sending all again would change. */
export function resendPage(
  { changes, same, unread }: ResendPreview,
  { rows, activities }: CourseGradebook,
  reader: GradebookReader,
): Page<ResendModel> {
  const { t, base, pageToken } = reader;
  const ours = changes.filter(({ isForeign }) => !isForeign).length;
  const foreign = changes.length - ours;
  const action = `${base}/gradebook/resend?token=${encodeURIComponent(pageToken)}`;
  const titles = activities
    .filter(({ link }) => unread.includes(link.id))
    .map(({ title }) => title);
  const change = (one: GradeChange): ChangeModel => {
    const row = rows.find(({ progressId }) => progressId === one.progressId);
    return {
      name: nameOf(row ?? one, t),
      activity: row?.title ?? '',
      from: one.from ? pointsText(one.from, reader) : t('gradebook.resend.unknown'),
      to: pointsText(one.to, reader),
      isForeign: one.isForeign,
    };
  };
  return {
    view: 'grading/resend',
    title: t('gradebook.resend-all'),
    back: { href: `${base}/gradebook`, label: t('gradebook.title') },
    model: {
      lead: t('gradebook.resend.lead', { changes: changes.length, same }),
      unread: titles.length > 0 ? t('gradebook.resend.unread', { titles: titles.join(', ') }) : '',
      hasChanges: changes.length > 0,
      changes: changes.slice(0, SHOWN).map(change),
      more:
        changes.length > SHOWN ? t('gradebook.resend.more', { count: changes.length - SHOWN }) : '',
      forms: [
        ...(ours > 0
          ? [{ action, label: t('gradebook.resend.send', { count: ours }), style: 'button' }]
          : []),
        ...(foreign > 0
          ? [
              {
                action: `${action}&replace=yes`,
                label: t('gradebook.resend.replace', { count: changes.length, foreign }),
                style: 'button button-secondary',
              },
            ]
          : []),
      ],
      cancelHref: `${base}/gradebook`,
    },
  };
}

interface RadioModel {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface ActivityPageModel {
  readonly column: string;
  readonly lookAction: string;
  readonly countings: readonly RadioModel[];
  readonly columns: readonly RadioModel[];
  readonly completion: boolean;
  readonly mayComplete: boolean;
  readonly preview: string;
  readonly decideAction: string;
}

/** What a trainer decides for one activity; with a preview, how many grades that would change. */
export function activityPage(
  { link, title, grading }: Activity,
  {
    chosen,
    preview,
  }: {
    readonly chosen: Choice;
    readonly preview: { readonly changes: number; readonly of: number } | undefined;
  },
  reader: GradebookReader,
): Page<ActivityPageModel> {
  const { t, base, pageToken } = reader;
  const path = `${base}/gradebook/activities/${link.id}`;
  const { counting, column, completion } = chosen;
  const query = new URLSearchParams({ token: pageToken, counting, column });
  if (completion) query.set('completion', 'yes');
  return {
    view: 'grading/activity',
    title: t('gradebook.activity-title', { title }),
    back: { href: `${base}/gradebook`, label: t('gradebook.title') },
    model: {
      column: t(columnText(link.lineItem, grading.column)),
      lookAction: path,
      countings: COUNTINGS.map((value) => ({
        value,
        label: t(`gradebook.counting.${value}`),
        isChosen: value === counting,
      })),
      columns: columnChoices(link).map((value) => ({
        value,
        label: t(`gradebook.wanted.${value}`),
        isChosen: value === column,
      })),
      completion,
      mayComplete: link.lineItems !== undefined,
      preview: preview ? t('gradebook.preview', preview) : '',
      decideAction: preview ? `${path}?${query.toString()}` : '',
    },
  };
}

/** A column of ours only where launches bring none and the platform lets us make one. */
function columnChoices({
  lineItem,
  lineItems,
}: Activity['link']): readonly LinkGrading['column'][] {
  const mayMake = lineItem === undefined && lineItems !== undefined;
  return mayMake ? ['as-launched', 'make', 'none'] : ['as-launched', 'none'];
}
