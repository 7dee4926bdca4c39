import { basePathOf, type SessionKey } from './http/session.js';
import type { Sessions } from './http/sessions.js';
import { originsOf, type Arrival } from './lti/index.js';

/**
 * A session for somebody whom a platform has sent.
 * @returns the path of the page on which they start
 */
export async function openSession(
  sessions: Sessions,
  arrival: Arrival,
  key: SessionKey,
): Promise<string> {
  const { platform, principal, locale } = arrival;
  const frameAncestors = originsOf(platform);
  const session = await sessions.open({ principal, frameAncestors, locale }, key);
  return `${basePathOf(session, key)}${startPathOf(arrival)}`;
}

/** Below the session. */
function startPathOf(arrival: Arrival): string {
  switch (arrival.kind) {
    case 'resource-link':
      return '/';
    case 'deep-linking':
      return `/choose/${arrival.deepLinkingId}`;
    case 'submission-review':
      // A platform's user ids may be addresses (Sakai).
      return `/learners/${encodeURIComponent(arrival.learnerId)}`;
  }
}
