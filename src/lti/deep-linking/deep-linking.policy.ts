import type { Principal } from '../../shared/principal.js';

/** Those who teach choose what is in the course. */
export function mayChoose({ role }: Principal): boolean {
  return role === 'instructor' || role === 'administrator';
}
