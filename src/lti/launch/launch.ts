import type { Principal, Role } from '../../shared/principal.js';
import type { LinkClaims } from './claims.js';
import type { Platform } from '../platforms/platform.js';

/** A person's arrival through a resource link, every check passed. */
export interface Launch {
  readonly platform: Platform;
  readonly deploymentId: string;
  /** `sub`. */
  readonly userId: string;
  readonly role: Role;
  readonly link: LinkClaims;
}

interface Arrived {
  readonly platform: Platform;
  readonly principal: Principal;
  /** As the platform named it; undefined: the browser's. */
  readonly locale?: string | undefined;
  /** The platform made this person up, to try things out: nobody who belongs on a list of people. */
  readonly isMadeUp: boolean;
}

/** Somebody has arrived: what the start of a session needs to know. */
export type Arrival =
  | (Arrived & { readonly kind: 'resource-link'; readonly launch: Launch })
  /** To choose content for the course. */
  | (Arrived & { readonly kind: 'deep-linking'; readonly deepLinkingId: string })
  /** To look at the work of one learner, who may be the person themself. */
  | (Arrived & { readonly kind: 'submission-review'; readonly learnerId: string });
