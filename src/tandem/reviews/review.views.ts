import type { Page } from '../../http/page.js';
import type { Participant } from '../participant.js';
import { personModel, type TandemReader } from '../people/people.views.js';
import { artefactInWords, type ArtefactPart } from '../workspace/artefact-in-words.js';
import type { ReviewView } from './reviewing.service.js';
import { unwritten } from './review.js';

export interface ReviewModel {
  readonly contentLang: string;
  /** Who wrote, and about whose work. */
  readonly who: string;
  readonly isBlind: boolean;
  readonly parts: readonly (ArtefactPart & { readonly hasTable: boolean })[];
  readonly mayWrite: boolean;
  readonly action: string;
  readonly revision: number;
  readonly isWanting: boolean;
  readonly state: string;
  readonly criteria: readonly {
    readonly id: string;
    readonly criterion: string;
    readonly lookFor: string;
    readonly strength: string;
    readonly risk: string;
    readonly isMissing: boolean;
  }[];
  readonly hasReply: boolean;
  readonly reply: string;
  readonly mayThank: boolean;
  readonly thanksAction: string;
}

/** @param at whether something was missing when the review was to be sent */
export function reviewPage(
  view: ReviewView,
  { isWanting }: { readonly isWanting: boolean },
  reader: TandemReader,
): Page<ReviewModel> {
  const { activity, review, side } = view;
  const { t, base, pageToken } = reader;
  const href = `${base}/tandem/reviews/${activity.id}`;
  const token = `?token=${encodeURIComponent(pageToken)}`;
  const missing = unwritten(activity.review, review.notes);
  const isSent = review.sentAt !== undefined;
  return {
    view: 'tandem/review',
    title: t('tandem.review.title', { activity: activity.title }),
    back: { href, label: t('tandem.review.all') },
    model: {
      contentLang: activity.language,
      who: whoOf(view, reader),
      isBlind: review.isBlind,
      parts: artefactInWords(activity, view.values, reader).map((part) => ({
        ...part,
        hasTable: part.table !== undefined,
      })),
      mayWrite: side.kind === 'reviewer' && !isSent,
      action: `${href}/${review.id}/write${token}`,
      revision: review.revision,
      isWanting,
      state: t(isSent ? 'tandem.review.sent' : 'tandem.review.open'),
      criteria: activity.review.map(({ id, criterion, lookFor }) => ({
        ...{ id, criterion, lookFor },
        strength: review.notes[id]?.strength ?? '',
        risk: review.notes[id]?.risk ?? '',
        isMissing: isWanting && missing.includes(id),
      })),
      hasReply: review.reply !== undefined,
      reply: review.reply?.text ?? '',
      mayThank: side.kind === 'reviewed' && !review.reply,
      thanksAction: `${href}/${review.id}/thanks${token}`,
    },
  };
}

/** '' for a blind one, where nobody is to be named. */
function whoOf({ review, side, reviewers, reviewed }: ReviewView, reader: TandemReader): string {
  const { t, locale } = reader;
  const names = (members: readonly Participant[]): string =>
    new Intl.ListFormat(locale).format(members.map((each) => personModel(each, reader).name));
  if (side.kind === 'trainer') {
    return t('tandem.review.between', {
      reviewers: names(reviewers),
      reviewed: names(reviewed),
    });
  }
  if (review.isBlind) return t('tandem.review.is-blind');
  return side.kind === 'reviewer'
    ? t('tandem.review.about', { names: names(reviewed) })
    : t('tandem.review.from', { names: names(reviewers) });
}
