import { SignJWT } from 'jose';
import { SECOND, type Clock } from '../../shared/clock.js';
import type { NewId } from '../../shared/ids.js';
import { LTI_CLAIM } from '../launch/claims.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Platform } from '../platforms/platform.js';
import type { ContentItem } from './content-item.js';
import type { DeepLinking } from './deep-linking.js';

const DL_CLAIM = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** Some platforms grant no leeway to a clock that is ahead; ours then seems a little behind. */
const BACKDATED = 10;
/** Seconds from `iat` to `exp`. */
const LIFETIME = 300;

/** What the platform is told: what was chosen, or why nothing was. */
export interface Outcome {
  /** Empty when the person chose nothing. */
  readonly items: readonly ContentItem[];
  /** In the person's language, for the platform to show. */
  readonly errorMessage?: string | undefined;
  /** For the platform's log; no personal data. */
  readonly errorLog?: string | undefined;
}

/** Signs answers to deep linking requests (Deep Linking 2.0, section 4.5). */
export type SignResponse = (
  platform: Platform,
  deepLinking: DeepLinking,
  outcome: Outcome,
) => Promise<string>;

export function createSignResponse(deps: {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly newId: NewId;
}): SignResponse {
  const { keyRing, clock, newId } = deps;
  return async (platform, { deploymentId, data }, { items, errorMessage, errorLog }) => {
    const { kid, key } = keyRing.signingKey();
    const issuedAt = Math.floor(clock() / SECOND) - BACKDATED;
    return new SignJWT({
      nonce: newId(),
      [`${LTI_CLAIM}message_type`]: 'LtiDeepLinkingResponse',
      [`${LTI_CLAIM}version`]: '1.3.0',
      [`${LTI_CLAIM}deployment_id`]: deploymentId,
      [`${DL_CLAIM}content_items`]: items,
      // An empty text is sent back too.
      ...(data !== undefined && { [`${DL_CLAIM}data`]: data }),
      ...(errorMessage !== undefined && { [`${DL_CLAIM}errormsg`]: errorMessage }),
      ...(errorLog !== undefined && { [`${DL_CLAIM}errorlog`]: errorLog }),
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setIssuer(platform.clientId)
      .setAudience(platform.issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME)
      .sign(key);
  };
}
