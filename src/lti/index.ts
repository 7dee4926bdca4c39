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
import type { Principal } from '../shared/principal.js';
import type { Sealer } from '../shared/seal.js';
import { createAccessTokens } from './services/access-tokens.client.js';
import { createCourseServices, type CourseServices } from './course-services/index.js';
import { createGradebook, type Gradebook } from './services/gradebook.service.js';
import { keyRingJob } from './keys/key-ring.jobs.js';
import { createKeyRing, type KeyRing } from './keys/key-ring.js';
import { openDeepLinkingStore } from './deep-linking/deep-linking.store.js';
import { choosingPages } from './deep-linking/index.js';
import { createArrivals } from './launch/arrivals.js';
import { createDeploymentCheck } from './launch/check-deployment.js';
import { openUsedNonces } from './launch/used-nonces.js';
import { createLoginStates } from './login/login-state.js';
import { createIdTokens } from './login/ltijs.provider.js';
import { ltiRoutes, type LtiRoutesDeps } from './login/lti.routes.js';
import { createLtiService } from './login/lti.service.js';
import { createStorageProofs } from './login/storage-proof.js';
import { createPlatformKeys } from './keys/platform-keys.client.js';
import { createPlatforms, type Platforms } from './platforms/platform.service.js';
import { openPlatformStore } from './platforms/platform.store.js';
import { createRegistration, type Invitations } from './registration/index.js';
import { withUsableLineItem, type ResourceLink } from './platforms/resource-link.js';
import type { Course } from './roster/course.js';
import type { People } from './roster/roster.service.js';
import { openResourceLinkStore, type ResourceLinkStore } from './platforms/resource-link.store.js';

export { originsOf, OtherOrigins } from './platforms/platform.js';
export type { Platform } from './platforms/platform.js';
export { PlatformRegistration } from './platforms/platform.service.js';
export { connectionModel, type ConnectionModel } from './connection/connection.views.js';
export type { Connection, PlatformConnection } from './connection/connection.service.js';
export { createKeyRing, type KeyRing } from './keys/key-ring.js';
export type { Platforms } from './platforms/platform.service.js';
export type { Arrival } from './launch/launch.js';
export { NewInvitation, openInvitations, type Invitations } from './registration/index.js';
export type { Gradebook, GradedLink } from './services/gradebook.service.js';
export { mayReview } from './launch/roles.js';
export type { Course } from './roster/course.js';
export type { People, Person } from './roster/roster.service.js';
export type { Result as GradebookResult } from './services/results.client.js';
export type { ResourceLink } from './platforms/resource-link.js';
export type { Score } from './services/ags.client.js';
export { ServiceRefused } from './services/service-refused.js';

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
  /** The test of a platform, for whoever runs the tool. */
  readonly platformConnection: CourseServices['platformConnection'];
  /** `context.id` of the courses of which this one is a copy, as its platform said. */
  readonly courseOrigins: CourseServices['originsOf'];
  readonly platforms: Platforms;
  /** Who may register a platform. */
  readonly invitations: Invitations;
  resourceLink(id: string): Promise<ResourceLink | undefined>;
  /** Links in this course from which somebody has come. */
  linksOf(course: Course): Promise<readonly ResourceLink[]>;
  /** Everybody in the course of this person. @throws {NotAllowed} @throws {NotFound} without a course */
  people(principal: Principal): Promise<People>;
  /** The gradebooks of the courses that launch from us. */
  readonly gradebook: Gradebook;
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
  /** From one address to one platform. */
  readonly loginsPerMinute: number;
  readonly hasContent: (contentId: string, platformId: string) => Promise<boolean>;
  /** What trainers may choose from. */
  readonly catalogue: Catalogue;
  readonly assets: Pick<Assets, 'url'>;
  readonly onLaunch: LtiRoutesDeps['onLaunch'];
}

export async function createLti(deps: LtiDeps): Promise<Lti> {
  const { database, sealer, clock, newId, logger, browserKey, publicUrl } = deps;
  const { audit, loginsPerMinute, catalogue, assets } = deps;
  const urls = ltiUrls(publicUrl);
  const store = await openPlatformStore(database);
  const platforms = createPlatforms({ platforms: store, audit, clock, newId });
  const registration = await createRegistration({ ...deps, platforms, urls });
  const links = await openResourceLinkStore(database);
  const deepLinkings = await openDeepLinkingStore(database);
  const usedNonces = await openUsedNonces(database, clock);
  const keyRing = await createKeyRing({ database, sealer, clock, newId, audit });
  const tokens = createAccessTokens({ keyRing, clock });
  const gradebook = await createGradebook({ database, platforms, links, tokens, clock });
  const platformKeys = createPlatformKeys({ clock });
  const services = await createCourseServices({
    ...{ database, clock, logger, audit, publicUrl, links, platformKeys },
    accessTokens: tokens,
    platforms: store,
  });
  const lti = createLtiService({
    platforms: store,
    arrivals: createArrivals({ ...deps, links, deepLinkings, originsOf: services.originsOf }),
    usedNonces,
    states: createLoginStates({ sealer, clock }),
    idTokens: createIdTokens({ platformKeys, clock }),
    checkDeployment: createDeploymentCheck(platforms),
    launchUrl: urls.launch,
  });
  return {
    router: Router().use(
      services.router,
      registration.router,
      ltiRoutes({
        ...{ lti, keyRing, browserKey, publicUrl, logger, loginsPerMinute },
        onLaunch: afterNoting(services, deps.onLaunch),
        proofs: createStorageProofs({ sealer, clock }),
      }),
    ),
    pages: Router({ mergeParams: true }).use(
      choosingPages({
        ...{ store: deepLinkings, platforms, keyRing, clock, newId, catalogue, assets },
        launchUrl: urls.launch,
      }),
      services.pages,
    ),
    jobs: [...services.jobs, keyRingJob(keyRing)],
    keys: keyRing,
    platformConnection: services.platformConnection,
    courseOrigins: services.originsOf,
    platforms,
    invitations: registration.invitations,
    resourceLink: linkReader(links),
    linksOf: (course) => links.inCourse(course),
    people: (principal) => services.people(principal),
    gradebook,
    sweep: () =>
      sweepAll([usedNonces, deepLinkings, services, registration.invitations, gradebook]),
  };
}

function afterNoting(
  services: Pick<CourseServices, 'noteArrival'>,
  onLaunch: LtiDeps['onLaunch'],
): LtiDeps['onLaunch'] {
  return async (arrival, key) => {
    await services.noteArrival(arrival);
    return onLaunch(arrival, key);
  };
}

function linkReader(links: ResourceLinkStore): Lti['resourceLink'] {
  return async (id) => {
    const link = await links.get(id);
    return link && withUsableLineItem(link);
  };
}

async function sweepAll(stores: readonly { sweep(): Promise<number> }[]): Promise<number> {
  return Math.max(...(await Promise.all(stores.map((store) => store.sweep()))));
}
