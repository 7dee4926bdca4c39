import type { Role } from '../shared/principal.js';
import type { LinkClaims } from './claims.js';
import type { Platform } from './platform.js';

/** A person's arrival through a resource link, every check passed. */
export interface Launch {
  readonly platform: Platform;
  readonly deploymentId: string;
  /** `sub`. */
  readonly userId: string;
  readonly role: Role;
  readonly link: LinkClaims;
}
