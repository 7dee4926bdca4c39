import type { Sessions } from '../../http/sessions.js';
import { basePathOf, type SessionKey } from '../../http/session.js';
import type { Principal } from '../../shared/principal.js';
import type { Participant } from '../participant.js';
import type { Guest } from './guest.js';

/** @returns the path of the page on which the guest starts */
export type OpenGuestSession = (
  who: { readonly participant: Participant; readonly guest: Guest },
  locale: string,
  key: SessionKey,
) => Promise<string>;

/** A narrow session: one tandem, and the module of the link with which they were invited. */
export function guestSessions(sessions: Pick<Sessions, 'open'>): OpenGuestSession {
  return async ({ participant, guest }, locale, key) => {
    const principal: Principal = {
      platformId: 'guest',
      deploymentId: 'guest',
      userId: participant.id,
      contextId: participant.cohortId,
      contentId: guest.contentId,
      role: 'learner',
    };
    const session = await sessions.open({ principal, frameAncestors: [], locale }, key);
    return `${basePathOf(session, key)}/tandem`;
  };
}
