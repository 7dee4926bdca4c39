import { Router } from 'express';
import type { Assets } from '../http/assets.js';
import type { BrowserKey } from '../http/browser-key.js';
import type { Job } from '../jobs/runner.js';
import type { Database } from '../persistence/database.js';
import type { Catalogue } from '../shared/catalogue-entry.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { Sealer } from '../shared/seal.js';
import { createAccessTokens } from './access-tokens.client.js';
import { createAgs, type Ags, type Score } from './ags.client.js';
import { createCourseServices, type CourseServices } from './course-services/index.js';
import { keyRingJob } from './key-ring.jobs.js';
import { createKeyRing, type KeyRing } from './key-ring.js';
import { openDeepLinkingStore } from './deep-linking/deep-linking.store.js';
import { choosingPages } from './deep-linking/pages.js';
import { createArrivals } from './launch/arrivals.js';
import { createDeploymentCheck } from './launch/check-deployment.js';
import { openUsedNonces } from './launch/used-nonces.js';
import { createLoginStates } from './login-state.js';
import { createIdTokens } from './ltijs.provider.js';
import { ltiRoutes, type LtiRoutesDeps } from './lti.routes.js';
import { createLtiService } from './lti.service.js';
import { createStorageProofs } from './storage-proof.js';
import { createPlatformKeys } from './platform-keys.client.js';
import { createPlatforms, PlatformDisabled, type Platforms } from './platform.service.js';
import { openPlatformStore } from './platform.store.js';
import type { ResourceLink } from './resource-link.js';
import { openResourceLinkStore } from './resource-link.store.js';

export { originsOf } from './platform.js';
export type { Platform } from './platform.js';
export { PlatformRegistration } from './platform.service.js';
export { createKeyRing, type KeyRing } from './key-ring.js';
export type { Platforms } from './platform.service.js';
export type { Arrival } from './launch.js';
export { mayReview } from './roles.js';
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
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<Platforms> {
  const { database, audit, clock, newId } = deps;
  return createPlatforms({ platforms: await openPlatformStore(database), audit, clock, newId });
}

/** Everything that speaks LTI. */
export interface Lti {
  readonly router: Router;
  /** Below a session, before all other pages of it. */
  readonly pages: Router;
  readonly jobs: readonly Job[];
  /** The tool's own keys, for those who look after them. */
  readonly keys: KeyRing;
  /** A whole test of a platform; undefined link: by one that people have come through. @throws {NotFound} */
  readonly testConnection: CourseServices['testConnection'];
  /** `context.id` of the courses of which this one is a copy, as its platform said. */
  readonly courseOrigins: CourseServices['originsOf'];
  readonly platforms: Platforms;
  resourceLink(id: string): Promise<ResourceLink | undefined>;
  /**
   * Sends one score to the link's line item. Retries are the caller's.
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {NotFound} the platform was removed
   * @throws {PlatformDisabled}
   */
  postScore(link: ResourceLink & { readonly lineItem: string }, score: Score): Promise<void>;
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

export interface LtiDeps {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly browserKey: BrowserKey;
  readonly publicUrl: URL;
  readonly hasContent: (contentId: string) => boolean;
  /** What trainers may choose from. */
  readonly catalogue: Catalogue;
  readonly assets: Pick<Assets, 'url'>;
  readonly onLaunch: LtiRoutesDeps['onLaunch'];
}

export async function createLti(deps: LtiDeps): Promise<Lti> {
  const { database, sealer, clock, newId, logger, browserKey, publicUrl } = deps;
  const { audit, hasContent } = deps;
  const { launch: launchUrl } = ltiUrls(publicUrl);
  const store = await openPlatformStore(database);
  const platforms = createPlatforms({ platforms: store, audit, clock, newId });
  const links = await openResourceLinkStore(database);
  const deepLinkings = await openDeepLinkingStore(database);
  const usedNonces = await openUsedNonces(database, clock);
  const keyRing = await createKeyRing({ database, sealer, clock, newId, audit });
  const accessTokens = createAccessTokens({ keyRing, clock });
  const platformKeys = createPlatformKeys({ clock });
  const services = await createCourseServices({
    ...{ database, clock, logger, audit, publicUrl, links, accessTokens, platformKeys },
    platforms: store,
  });
  const lti = createLtiService({
    platforms: store,
    arrivals: createArrivals({ links, deepLinkings, clock, newId, hasContent }),
    usedNonces,
    states: createLoginStates({ sealer, clock }),
    idTokens: createIdTokens({ platformKeys }),
    checkDeployment: createDeploymentCheck(platforms),
    launchUrl,
  });
  return {
    router: Router().use(
      services.router,
      ltiRoutes({
        ...{ lti, keyRing, browserKey, publicUrl, logger },
        async onLaunch(arrival, key) {
          await services.noteArrival(arrival);
          return deps.onLaunch(arrival, key);
        },
        proofs: createStorageProofs({ sealer, clock }),
      }),
    ),
    pages: Router({ mergeParams: true }).use(
      choosingPages({
        ...{ store: deepLinkings, platforms, keyRing, clock, newId, launchUrl },
        catalogue: deps.catalogue,
        assets: deps.assets,
      }),
      services.pages,
    ),
    jobs: [...services.jobs, keyRingJob(keyRing)],
    keys: keyRing,
    testConnection: (platformId, linkId) => services.testConnection(platformId, linkId),
    courseOrigins: (course) => services.originsOf(course),
    platforms,
    resourceLink: (id) => links.get(id),
    postScore: scoreSender(platforms, createAgs({ tokens: accessTokens })),
    sweep: () => sweepAll([usedNonces, deepLinkings, services]),
  };
}

function scoreSender(platforms: Platforms, ags: Ags): Lti['postScore'] {
  return async (link, score) => {
    const platform = await platforms.show(link.platformId);
    if (platform.status !== 'active') throw new PlatformDisabled('nothing is sent to it');
    await ags.postScore(platform, link.lineItem, score);
  };
}

async function sweepAll(stores: readonly { sweep(): Promise<number> }[]): Promise<number> {
  return Math.max(...(await Promise.all(stores.map((store) => store.sweep()))));
}
