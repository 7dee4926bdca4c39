import type { ActivityText } from '../../curriculum/index.js';
import type { Link, Page } from '../../http/page.js';
import type { Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import type { ReviewRow } from './review-duties.service.js';
import type { OwnReviews } from './reviewing.service.js';
import type { Review } from './review.js';

export interface DutiesModel {
  readonly hasRows: boolean;
  readonly evenlyAction: string;
  readonly byHandAction: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly works: readonly { readonly id: string; readonly label: string }[];
  readonly mayAssign: boolean;
  readonly rows: readonly {
    readonly name: string;
    readonly people: string;
    readonly state: string;
    readonly assess: Link;
    /** How many of its reviews are written. */
    readonly share: string;
    readonly isBehind: boolean;
    readonly gives: readonly DutyModel[];
    readonly gets: string;
  }[];
}

interface DutyModel extends Link {
  readonly state: string;
  readonly isSent: boolean;
  readonly removeAction: string;
}

/** Who reviews whom, for trainers. */
export function dutiesPage(
  found: { readonly activity: ActivityText; readonly rows: readonly ReviewRow[] },
  reader: TandemReader,
): Page<DutiesModel> {
  const { activity, rows } = found;
  const { t, base, pageToken } = reader;
  const href = `${base}/tandem/reviews/${activity.id}`;
  const token = `?token=${encodeURIComponent(pageToken)}`;
  const named = (row: ReviewRow): { readonly id: string; readonly label: string } => ({
    id: row.tandem.id,
    label: `${t('tandem.name', { number: row.tandem.number })}: ${namesOf(row.members, reader)}`,
  });
  const works = rows.filter(({ isHandedIn }) => isHandedIn);
  return {
    view: 'tandem/review-duties',
    title: t('tandem.review.duties-title', { activity: activity.title }),
    back: { href: `${base}/tandem/board`, label: t('tandem.board.title') },
    model: {
      hasRows: rows.length > 0,
      evenlyAction: `${href}/evenly${token}`,
      byHandAction: `${href}/by-hand${token}`,
      choices: rows.filter(({ members }) => members.length > 0).map(named),
      works: works.map(named),
      mayAssign: works.length > 0 && rows.length > 1,
      rows: rows.map((row) => ({
        name: t('tandem.name', { number: row.tandem.number }),
        people: namesOf(row.members, reader),
        state: t(row.isHandedIn ? 'tandem.review.handed-in' : 'tandem.review.not-handed-in'),
        assess: {
          href: `${base}/tandem/assessments/${row.tandem.id}/${activity.id}`,
          label: t('tandem.review.assess', { number: row.tandem.number }),
        },
        ...shareOf(row.gives, reader),
        gives: row.gives.map((review) => dutyOf(review, rows, { ...reader, href, token })),
        gets: t('tandem.review.gets', {
          sent: row.gets.filter(isSent).length,
          count: row.gets.length,
        }),
      })),
    },
  };
}

function dutyOf(
  review: Review,
  rows: readonly ReviewRow[],
  { t, href, token }: TandemReader & { readonly href: string; readonly token: string },
): DutyModel {
  const about = rows.find(({ tandem }) => tandem.id === review.reviewedTandemId);
  const isDone = isSent(review);
  return {
    href: `${href}/${review.id}`,
    label: t('tandem.review.of', { number: about?.tandem.number ?? '' }),
    state: [
      t(isDone ? 'tandem.review.sent' : 'tandem.review.open'),
      t(review.isBlind ? 'tandem.review.blind' : 'tandem.review.named'),
    ].join(' · '),
    isSent: isDone,
    removeAction: `${href}/${review.id}/remove${token}`,
  };
}

function shareOf(
  gives: readonly Review[],
  { t }: TandemReader,
): { readonly share: string; readonly isBehind: boolean } {
  const sent = gives.filter(isSent).length;
  return {
    share: t('tandem.review.share', { sent, count: gives.length }),
    isBehind: sent < gives.length,
  };
}

function isSent({ sentAt }: Review): boolean {
  return sentAt !== undefined;
}

function namesOf(members: readonly Participant[], reader: TandemReader): string {
  const names = members.map((member) => personModel(member, reader).name);
  return new Intl.ListFormat(reader.locale).format(names);
}

export interface OwnReviewsModel {
  readonly hasDuties: boolean;
  readonly gives: readonly (Link & { readonly state: string; readonly isSent: boolean })[];
  readonly hasReviews: boolean;
  readonly gets: readonly (Link & { readonly state: string; readonly isThanked: boolean })[];
}

/** What a tandem has to review, and what others wrote. */
export function ownReviewsPage(
  { activity, gives, gets }: OwnReviews,
  { t, base }: TandemReader,
): Page<OwnReviewsModel> {
  const href = `${base}/tandem/reviews/${activity.id}`;
  return {
    view: 'tandem/review-own',
    title: t('tandem.review.own-title', { activity: activity.title }),
    back: { href: `${base}/tandem`, label: t('tandem.title') },
    model: {
      hasDuties: gives.length > 0,
      gives: gives.map((review, at) => ({
        href: `${href}/${review.id}`,
        label: t('tandem.review.work', { number: at + 1 }),
        state: t(isSent(review) ? 'tandem.review.sent' : 'tandem.review.open'),
        isSent: isSent(review),
      })),
      hasReviews: gets.length > 0,
      gets: gets.map((review, at) => ({
        href: `${href}/${review.id}`,
        label: t('tandem.review.number', { number: at + 1 }),
        state: t(review.reply ? 'tandem.review.thanked' : 'tandem.review.not-thanked'),
        isThanked: review.reply !== undefined,
      })),
    },
  };
}
