import type { Collection, Database, Query, Stored } from '../../persistence/database.js';
import { everything, inParts } from '../everything.js';
import { Review } from './review.js';

export interface ReviewStore {
  get(id: string): Promise<Stored<Review> | undefined>;
  /** That these tandems write or get, whatever the activity; each once. */
  ofTandems(tandemIds: readonly string[]): Promise<readonly Stored<Review>[]>;
  /** @throws {DuplicateKey} when it is there */
  insert(review: Review): Promise<Stored<Review>>;
  /** @throws {StaleRevision} */
  replace(review: Stored<Review>): Promise<Stored<Review>>;
  /** @returns whether it was still as it was read */
  remove(review: Stored<Review>): Promise<boolean>;
}

export async function openReviewStore(database: Database): Promise<ReviewStore> {
  const reviews: Collection<Review> = await database.collection({
    name: 'reviews',
    schema: Review,
    indexes: ['reviewerTandemId', 'reviewedTandemId'],
  });
  return {
    get: (id) => reviews.get(id),
    async ofTandems(tandemIds) {
      const found = new Map<string, Stored<Review>>();
      for (const part of inParts(tandemIds)) {
        const sides: readonly Query<Review>[] = [
          { reviewerTandemId: { $in: part } },
          { reviewedTandemId: { $in: part } },
        ];
        for (const side of sides) {
          for (const review of await everything(reviews, side)) found.set(review.id, review);
        }
      }
      return [...found.values()].sort((a, b) => a.assignedAt - b.assignedAt);
    },
    insert: (review) => reviews.insert(review),
    replace: (review) => reviews.replace(review),
    remove: ({ id, revision }) => reviews.remove(id, revision),
  };
}
