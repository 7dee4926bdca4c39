import type { Principal } from '../shared/principal.js';
import type { Curriculum } from './index.js';

/**
 * A link opens what it points to and what lies inside it. Where nothing has been chosen yet,
 * those who teach may look at everything.
 */
export function mayOpen(curriculum: Curriculum, principal: Principal, id: string): boolean {
  const { contentId, role } = principal;
  if (contentId !== undefined) return curriculum.contains(contentId, id);
  return (role === 'instructor' || role === 'administrator') && curriculum.has(id);
}
