import type { Principal } from '../../shared/principal.js';
import { latestOf, type AuthoredExercise } from './authored-exercise.js';

/**
 * Whether links of a platform may lead to an exercise. Whichever course of the platform that owns
 * it: a copied course has a new id, and its links must still open.
 */
export function isWithinReach(
  { platformId: owner, sharing, ...exercise }: AuthoredExercise,
  platformId: string,
): boolean {
  return latestOf(exercise) !== undefined && (owner === platformId || sharing === 'installation');
}

/** Through the link that leads to it; by those who teach also while they choose. */
export function mayPlay(principal: Principal, exercise: AuthoredExercise): boolean {
  if (!isWithinReach(exercise, principal.platformId)) return false;
  const { contentId, role } = principal;
  if (contentId !== undefined) return contentId === exercise.id;
  const teaches = role === 'instructor' || role === 'administrator';
  const isTheirs =
    exercise.platformId === principal.platformId && exercise.contextId === principal.contextId;
  return teaches && (isTheirs || exercise.sharing !== 'course');
}
