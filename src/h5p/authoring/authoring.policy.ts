import type { Principal } from '../../shared/principal.js';
import type { AuthoredExercise } from './authored-exercise.js';

/** Somebody who teaches, in a course of theirs, through a link. */
export type Author = Principal & { readonly contextId: string; readonly linkId: string };

/** Whoever came to choose content is on another errand. */
export function mayAuthor(principal: Principal): principal is Author {
  const { role, contextId, linkId } = principal;
  const teaches = role === 'instructor' || role === 'administrator';
  return teaches && contextId !== undefined && linkId !== undefined;
}

/** The course that owns it edits it, nobody else. */
export function mayEdit(
  author: Author,
  { platformId, contextId }: Pick<AuthoredExercise, 'platformId' | 'contextId'>,
): boolean {
  return author.platformId === platformId && author.contextId === contextId;
}

/** Reading goes with copying; of what others share, what was published. */
export function mayRead(author: Author, exercise: AuthoredExercise): boolean {
  if (mayEdit(author, exercise)) return true;
  if (exercise.state !== 'published') return false;
  switch (exercise.sharing) {
    case 'course':
      return false;
    case 'platform':
      return exercise.platformId === author.platformId;
    case 'installation':
      return true;
  }
}
