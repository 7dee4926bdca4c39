import type { Principal } from '../../shared/principal.js';

/** Who teaches in a course sees who is in it, and whether the connection to its platform works. */
export function mayLookAfterCourse({ role }: Principal): boolean {
  return role === 'instructor' || role === 'administrator';
}
