import type { Principal } from '../shared/principal.js';

/** A person who trains to be a tutor: a learner in the platform's words. */
export function isTutor({ role, contextId }: Principal): boolean {
  return role === 'learner' && contextId !== undefined;
}

/** Stands where a platform's id stands, for somebody who came without a platform: no such id is made. */
const GUEST = 'guest';

/** Came without a platform: `userId` is the id of the participant, `contextId` that of the cohort. */
export function isGuest({ platformId }: Principal): boolean {
  return platformId === GUEST;
}

/** Who looks after tandems. */
export function isTrainer(principal: Principal): boolean {
  const { role, contextId } = principal;
  const teaches = role === 'instructor' || role === 'administrator';
  return teaches && contextId !== undefined && !isGuest(principal);
}
