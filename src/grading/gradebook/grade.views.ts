import { momentIn } from '../../i18n/moments.js';
import type { Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { Delivery } from '../delivery/delivery.js';
import {
  actionOf,
  gradeRowModel,
  nameOf,
  pointsText,
  type GradebookReader,
  type GradeRowModel,
} from './grade-row.views.js';
import type { GradeRow } from './grade-row.js';
import type { DONE } from './gradebook.views.js';
import type { Try } from '../delivery/try.js';

export interface GradeModel {
  readonly done: string;
  readonly row: GradeRowModel;
  readonly isLive: boolean;
  readonly there: string;
  readonly answer: string;
  readonly pseudonym: string;
  readonly choices: readonly {
    readonly action: string;
    readonly label: string;
    readonly style: string;
  }[];
  readonly workHref: string;
  readonly tries: readonly TryModel[];
}

interface TryModel {
  readonly when: string;
  /** For machines: ISO 8601. */
  readonly at: string;
  readonly result: string;
  readonly facts: string;
  readonly request: string;
  readonly answer: string;
}

/** One grade: what became of it, and every try. */
export function gradePage(
  { row, tries }: { readonly row: GradeRow; readonly tries: readonly Try[] },
  done: (typeof DONE)[number] | undefined,
  reader: GradebookReader,
): Page<GradeModel> {
  const { t, base } = reader;
  const { delivery, userId, linkId, pseudonym } = row;
  return {
    view: 'grading/grade',
    title: nameOf(row, t),
    back: { href: `${base}/gradebook?activity=${linkId}`, label: t('gradebook.title') },
    model: {
      done: done ? t(`gradebook.done.${done}`, { count: 1 }) : '',
      row: gradeRowModel(row, reader),
      isLive: delivery.state === 'waiting' && delivery.tries === 0,
      there: thereText(delivery, reader),
      answer: delivery.failure ? answerText(delivery.failure) : '',
      pseudonym,
      choices: choicesOf(row, reader),
      // A platform's user ids may be addresses (Sakai).
      workHref: `${base}/learners/${encodeURIComponent(userId)}`,
      tries: tries.map((tried) => tryModel(tried, reader)),
    },
  };
}

function thereText({ there, sent, deliveredAt }: Delivery, { t, locale }: GradebookReader): string {
  if (there) {
    const time = momentIn(there.at, locale);
    if (!there.points) return t('gradebook.there.nothing', { time });
    const { scoreGiven: score, scoreMaximum: maximum } = there.points;
    return t('gradebook.there.points', { score, maximum, time });
  }
  const last = sent?.at(-1);
  if (!last || deliveredAt === undefined) return t('gradebook.there.unknown');
  const points = { score: last.scoreGiven, maximum: last.scoreMaximum };
  return t('gradebook.there.sent', { ...points, time: momentIn(deliveredAt, locale) });
}

function answerText({
  status,
  service,
  excerpt,
}: Pick<Try, 'status' | 'service' | 'excerpt'>): string {
  const head = [service, status === undefined ? undefined : `HTTP ${String(status)}`];
  return [head.filter((word) => word !== undefined).join(' '), excerpt ?? '']
    .filter((part) => part !== '')
    .join(': ');
}

function choicesOf(row: GradeRow, reader: GradebookReader): GradeModel['choices'] {
  const { t } = reader;
  const { delivery } = row;
  if (delivery.state === 'kept') return [];
  const resend = { action: actionOf(row, 'resend', reader), style: 'button' };
  if (delivery.state === 'changed') {
    const label = t('gradebook.send-ours', { points: pointsText(row, reader) });
    const keep = { action: actionOf(row, 'keep', reader), label: t('gradebook.keep-theirs') };
    return [
      { ...keep, style: 'button' },
      { ...resend, label, style: 'button button-secondary' },
    ];
  }
  const key = delivery.state === 'waiting' ? 'gradebook.send-now' : 'gradebook.send-again';
  return [{ ...resend, label: t(key) }];
}

function tryModel(tried: Try, { t, locale }: GradebookReader): TryModel {
  const { at, result, cause, milliseconds, request = '' } = tried;
  return {
    when: momentIn(at, locale),
    at: new Date(at).toISOString(),
    result: resultText(tried, t),
    facts: [
      ...(result === 'later' || result === 'refused' ? [t(`cause.${cause}`)] : []),
      t('gradebook.milliseconds', { count: milliseconds }),
    ].join(' '),
    request,
    answer: answerText(tried),
  };
}

function resultText({ result }: Try, t: Translate): string {
  return t(`gradebook.result.${result}`);
}
