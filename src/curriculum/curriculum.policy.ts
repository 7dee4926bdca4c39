import type { Principal } from '../shared/principal.js';
import type { Curriculum } from './curriculum.js';

/**
 * A link opens what it points to and what lies inside it. Where nothing has been chosen yet,
 * those who teach may look at everything.
 */
export function mayOpen(curriculum: Curriculum, principal: Principal, id: string): boolean {
  const { contentId } = principal;
  if (contentId !== undefined) return curriculum.contains(contentId, id);
  return teaches(principal) && curriculum.has(id);
}

/** Those who teach choose content, and are told how sure a translation is. */
export function teaches({ role }: Principal): boolean {
  return role === 'instructor' || role === 'administrator';
}
