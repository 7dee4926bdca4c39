import { z } from 'zod';
import { digest } from '../../shared/ids.js';

/** What a review says about one criterion. */
export const Note = z.object({ strength: z.string(), risk: z.string() });
export type Note = Readonly<z.infer<typeof Note>>;

/** One tandem looks at what another made. It gives no points. */
export const Review = z.object({
  /** `reviewIdOf`. */
  id: z.string(),
  activityId: z.string(),
  /** Who writes. */
  reviewerTandemId: z.string(),
  /** Whose work it is. */
  reviewedTandemId: z.string(),
  /** Neither side is told who the other is. */
  isBlind: z.boolean(),
  /** Epoch milliseconds. */
  assignedAt: z.number(),
  /** By criterion; a draft until it is sent. */
  notes: z.record(z.string(), Note),
  /** Undefined while it is not sent: until then the other tandem sees nothing. */
  sentAt: z.number().optional(),
  /** Participant who sent it. */
  sentBy: z.string().optional(),
  /** Thanks of the other tandem; `text` is '' for thanks alone. */
  reply: z.object({ by: z.string(), text: z.string(), at: z.number() }).optional(),
});
export type Review = Readonly<z.infer<typeof Review>>;

/** Of a tandem on another, in one activity, there is one. */
export function reviewIdOf(
  activityId: string,
  { reviewerTandemId, reviewedTandemId }: Pick<Review, 'reviewerTandemId' | 'reviewedTandemId'>,
): string {
  return digest('review', activityId, reviewerTandemId, reviewedTandemId);
}

/** @param criteria of the activity @returns those that lack the strength or the risk */
export function unwritten(
  criteria: readonly { readonly id: string }[],
  notes: Review['notes'],
): readonly string[] {
  return criteria
    .map(({ id }) => id)
    .filter((id) => {
      const { strength = '', risk = '' } = notes[id] ?? {};
      return strength === '' || risk === '';
    });
}
