import type { Principal } from '../shared/principal.js';

/** Somebody whose answers are kept and count. */
export type Gradable = Principal & { readonly linkId: string };

/** Platforms refuse scores of anybody else (Moodle answers 400), and without a link there is no gradebook to send to. */
export function isGradable(principal: Principal): principal is Gradable {
  return principal.role === 'learner' && principal.linkId !== undefined;
}
