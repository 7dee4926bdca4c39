import type { StandingsOf, TandemStanding } from '../board/standing.js';
import type { ReviewDutiesDeps } from './review-duties.service.js';
import type { Review } from './review.js';

interface StandingsDeps extends Pick<ReviewDutiesDeps, 'store'> {
  readonly participants: {
    inTandems(
      ids: readonly string[],
    ): Promise<readonly { readonly id: string; readonly tandemId?: string | undefined }[]>;
  };
  /** Undefined for an activity that was taken out of the content. */
  readonly activity: (id: string, locale: string) => { readonly title: string } | undefined;
}

/** Behind the other standings of a tandem: the reviews that it has to write. */
export function withReviews(standingsOf: StandingsOf, deps: StandingsDeps): StandingsOf {
  return async (tandemIds, reader) => {
    const standings = await standingsOf(tandemIds, reader);
    const reviews = await deps.store.ofTandems(tandemIds);
    const members = await deps.participants.inTandems(tandemIds);
    const { t, locale } = reader;
    const dutiesOf = (tandemId: string): readonly TandemStanding[] => {
      const own = reviews.filter(({ reviewerTandemId }) => reviewerTandemId === tandemId);
      const seated = members.filter((member) => member.tandemId === tandemId);
      return [...byActivity(own)].flatMap(([activityId, duties]) => {
        const about = deps.activity(activityId, locale);
        if (!about) return [];
        const sent = duties.filter(({ sentAt }) => sentAt !== undefined).length;
        const isDone = sent === duties.length;
        return {
          ...{ activityId, isDone, waitsForTrainer: false },
          title: t('tandem.review.standing-title', { activity: about.title }),
          state: t('tandem.review.share', { sent, count: duties.length }),
          waitsFor: isDone ? [] : seated.map(({ id }) => id),
        };
      });
    };
    return new Map(
      tandemIds
        .map((id) => [id, [...(standings.get(id) ?? []), ...dutiesOf(id)]] as const)
        .filter(([, all]) => all.length > 0),
    );
  };
}

function byActivity(reviews: readonly Review[]): ReadonlyMap<string, readonly Review[]> {
  const groups = new Map<string, readonly Review[]>();
  for (const review of reviews) {
    groups.set(review.activityId, [...(groups.get(review.activityId) ?? []), review]);
  }
  return groups;
}
