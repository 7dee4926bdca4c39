import type { Page } from '../../http/page.js';
import type { TandemReader } from '../people/people.views.js';
import { Kept, Share } from './cooperation.js';
import type { MemberView } from './results.service.js';
import { lackLines, outcomeRows, passLines, pointsIn, pointsLine } from './rubric.views.js';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface ResultModel {
  readonly contentLang: string;
  readonly workHref: string;
  readonly isReleased: boolean;
  readonly state: string;
  readonly pass: readonly string[];
  readonly points: string;
  /** Where they stand on the way to the person's gradebook; '' for a guest. */
  readonly standing: string;
  readonly isPassed: boolean;
  readonly lacks: readonly string[];
  /** Why the person has other points than the tandem; '' when they have the same. */
  readonly credit: string;
  readonly reason: string;
  readonly rows: readonly {
    readonly name: string;
    readonly level: string;
    readonly text: string;
    readonly comments: readonly string[];
  }[];
  readonly cooperation: {
    readonly action: string;
    readonly isSaid: boolean;
    readonly share: readonly Choice[];
    readonly kept: readonly Choice[];
    readonly words: string;
  };
}

/** The result for one of the members, and before it the question how the two worked together. */
export function resultPage(
  view: MemberView,
  standing: string,
  reader: TandemReader,
): Page<ResultModel> {
  const { activity, tandem, result, cooperation } = view;
  const { t, base, pageToken } = reader;
  const token = encodeURIComponent(pageToken);
  return {
    view: 'tandem/assessment-result',
    title: t('tandem.assess.result-title', { activity: activity.title }),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      contentLang: activity.language,
      workHref: `${base}/tandem/workspaces/${tandem.id}/${activity.id}`,
      isReleased: result !== undefined,
      state: t(view.isHandedIn ? 'tandem.assess.waits' : 'tandem.assess.waits-for-you'),
      pass: passLines(activity, reader),
      points: result ? pointsLine(result.points, activity, reader) : '',
      standing: result ? standing : '',
      isPassed: result?.lacks.length === 0,
      lacks: lackLines(result?.lacks ?? [], activity, reader),
      credit: creditOf(view, reader),
      reason: result?.credit?.reason ?? '',
      rows: rowsOf(view, reader),
      cooperation: {
        action: `${base}/tandem/assessments/${tandem.id}/${activity.id}/cooperation?token=${token}`,
        isSaid: cooperation !== undefined,
        share: Share.options.map((value) => ({
          value,
          label: t(`tandem.assess.share.${value}`),
          isChosen: cooperation?.share === value,
        })),
        kept: Kept.options.map((value) => ({
          value,
          label: t(`tandem.assess.kept.${value}`),
          isChosen: cooperation?.kept === value,
        })),
        words: cooperation?.words ?? '',
      },
    },
  };
}

function creditOf({ result }: MemberView, { t, locale }: TandemReader): string {
  if (!result?.credit) return '';
  return t('tandem.assess.own-points', { points: pointsIn(result.outcome.points, locale) });
}

function rowsOf({ activity, result }: MemberView, reader: TandemReader): ResultModel['rows'] {
  if (!result) return [];
  const rows = outcomeRows(result.outcome, activity, reader);
  return rows.map((row, at) => ({
    ...row,
    comments: result.comments.flatMap((all) => all[activity.rubric.texts[at]?.id ?? ''] ?? []),
  }));
}
