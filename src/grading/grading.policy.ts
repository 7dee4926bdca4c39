import type { Principal } from '../shared/principal.js';

/** Somebody whose answers are kept and count. */
export type Gradable = Principal & { readonly linkId: string };

/** Platforms refuse scores of anybody else (Moodle answers 400), and without a link there is no gradebook to send to. */
export function isGradable(principal: Principal): principal is Gradable {
  return principal.role === 'learner' && principal.linkId !== undefined;
}

/** Who teaches in a course looks after its grades; whoever came to choose content is on another errand. */
export function mayLookAfterGrades(principal: Principal): principal is GradeKeeper {
  const { role, linkId } = principal;
  return (role === 'instructor' || role === 'administrator') && linkId !== undefined;
}

/** Somebody who teaches and came through a link. */
export type GradeKeeper = Principal & { readonly linkId: string };
