import type { Router } from 'express';
import type { BrowserKey } from '../http/browser-key.js';
import type { Database } from '../persistence/database.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import type { Sealer } from '../shared/seal.js';
import { createAccessTokens } from './access-tokens.client.js';
import { createAgs, type Score } from './ags.client.js';
import { createKeyRing } from './key-ring.js';
import { openUsedNonces } from './launch/used-nonces.js';
import { createLoginStates } from './login-state.js';
import { createIdTokens } from './ltijs.provider.js';
import { ltiRoutes, type LtiRoutesDeps } from './lti.routes.js';
import { createLtiService } from './lti.service.js';
import { createPlatformKeys } from './platform-keys.client.js';
import { createPlatforms, PlatformDisabled, type Platforms } from './platform.service.js';
import { openPlatformStore } from './platform.store.js';
import type { ResourceLink } from './resource-link.js';
import { openResourceLinkStore } from './resource-link.store.js';

export { originsOf } from './platform.js';
export type { Platform } from './platform.js';
export { PlatformRegistration } from './platform.service.js';
export type { Platforms } from './platform.service.js';
export type { Arrival } from './lti.service.js';
export type { ResourceLink } from './resource-link.js';
export type { Score } from './ags.client.js';
export { ServiceRefused } from './service-refused.js';

/** Where a platform finds us: what its administrator is given, and the sandbox too. */
export function ltiUrls(publicUrl: URL): {
  readonly login: string;
  readonly launch: string;
  readonly keys: string;
} {
  const at = (path: string): string => new URL(path, publicUrl).href;
  return { login: at('/lti/login'), launch: at('/lti/launch'), keys: at('/lti/keys') };
}

/** Registered platforms alone, for the command line. */
export async function openPlatforms(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<Platforms> {
  const { database, clock, newId } = deps;
  return createPlatforms({ platforms: await openPlatformStore(database), clock, newId });
}

/** Everything that speaks LTI. */
export interface Lti {
  readonly router: Router;
  readonly platforms: Platforms;
  resourceLink(id: string): Promise<ResourceLink | undefined>;
  /**
   * Sends one score to the link's line item. Retries are the caller's.
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {NotFound} the platform was removed
   * @throws {PlatformDisabled}
   */
  postScore(link: ResourceLink & { readonly lineItem: string }, score: Score): Promise<void>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export interface LtiDeps {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly browserKey: BrowserKey;
  readonly publicUrl: URL;
  readonly hasContent: (contentId: string) => boolean;
  readonly onLaunch: LtiRoutesDeps['onLaunch'];
}

export async function createLti(deps: LtiDeps): Promise<Lti> {
  const { database, sealer, clock, newId, browserKey, publicUrl, hasContent, onLaunch } = deps;
  const store = await openPlatformStore(database);
  const platforms = createPlatforms({ platforms: store, clock, newId });
  const links = await openResourceLinkStore(database);
  const usedNonces = await openUsedNonces(database, clock);
  const keyRing = await createKeyRing({ database, sealer, clock, newId });
  const ags = createAgs({ tokens: createAccessTokens({ keyRing, clock }) });
  const lti = createLtiService({
    platforms: store,
    links,
    usedNonces,
    states: createLoginStates({ sealer, clock }),
    idTokens: createIdTokens({ platformKeys: createPlatformKeys({ clock }) }),
    launchUrl: ltiUrls(publicUrl).launch,
    hasContent,
  });
  return {
    router: ltiRoutes({ lti, keyRing, browserKey, onLaunch }),
    platforms,
    resourceLink: (id) => links.get(id),
    async postScore(link, score) {
      const platform = await platforms.show(link.platformId);
      if (platform.status !== 'active') throw new PlatformDisabled('nothing is sent to it');
      await ags.postScore(platform, link.lineItem, score);
    },
    sweep: () => usedNonces.sweep(),
  };
}
