import type { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { Platforms } from '../platforms/platform.service.js';
import { createAddressCheck, createGuardedFetch } from '../services/guarded-fetch.client.js';
import { openInvitationStore } from './invitation.store.js';
import { createInvitations, type Invitations } from './invitations.service.js';
import { isLoopback, type Reach } from '../services/public-address.js';
import { createRegistrationClient } from './registration.client.js';
import { registrationRoutes } from './registration.routes.js';
import { createRegistrationService } from './registration.service.js';
import type { ToolUrls } from './tool-configuration.js';

export { NewInvitation, type Invitations } from './invitations.service.js';

/** How platforms get to know us, and we them. */
export interface Registration {
  /** Below `/lti`. */
  readonly router: Router;
  readonly invitations: Invitations;
}

export interface InvitationsDeps {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly publicUrl: URL;
}

export interface RegistrationDeps extends InvitationsDeps {
  readonly platforms: Platforms;
  readonly urls: ToolUrls;
  readonly logger: Logger;
}

/** Invitations alone, for the command line. */
export async function openInvitations(deps: InvitationsDeps): Promise<Invitations> {
  return createInvitations({ ...deps, invitations: await openInvitationStore(deps.database) });
}

export async function createRegistration(deps: RegistrationDeps): Promise<Registration> {
  const { platforms, publicUrl, urls, logger } = deps;
  const invitations = await openInvitations(deps);
  const reach = reachFrom(publicUrl);
  const checkAddress = createAddressCheck(reach);
  const client = createRegistrationClient({
    guardedFetch: createGuardedFetch(reach),
    ...{ checkAddress, publicUrl, urls },
  });
  const registration = createRegistrationService({
    ...{ invitations, platforms, client, checkAddress },
  });
  return {
    router: registrationRoutes({ registration, publicUrl, urls, reach, logger }),
    invitations,
  };
}

/** A tool that only this machine reaches is there for a trial: its platforms are on this machine too. */
function reachFrom({ protocol, hostname }: URL): Reach {
  const isHere = hostname === 'localhost' || isLoopback(hostname);
  return { allowLoopback: protocol === 'http:' && isHere };
}
