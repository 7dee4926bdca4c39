import type { Seated } from '../people/membership.service.js';
import { MOST_RATINGS, type Assessment } from './assessment.js';

/** A trainer who looks after one of the members; members themselves never do. */
export function mayAssess({ self, may }: Pick<Seated, 'self' | 'may'>): boolean {
  return self === undefined && may === 'read';
}

/** @returns false for a third trainer */
export function mayRate({ ratings }: Pick<Assessment, 'ratings'>, trainerId: string): boolean {
  return ratings.length < MOST_RATINGS || ratings.some(({ by }) => by === trainerId);
}

/**
 * Each trainer rates without knowing what the other found.
 * @returns whether this one may see everything
 */
export function maySeeRatings(assessment: Pick<Assessment, 'ratings'>, trainerId: string): boolean {
  const hasRated = assessment.ratings.some(({ by }) => by === trainerId);
  return hasRated || !mayRate(assessment, trainerId);
}
