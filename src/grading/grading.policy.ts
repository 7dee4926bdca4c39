import type { Principal } from '../shared/principal.js';

/** Platforms refuse scores of anybody else (Moodle answers 400). */
export function isGradable(principal: Principal): boolean {
  return principal.role === 'learner';
}
