import { Router } from 'express';
import type { Job } from '../../jobs/runner.js';
import type { Database } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { Principal } from '../../shared/principal.js';
import type { AccessTokens } from '../services/access-tokens.client.js';
import { createChecks } from '../connection/checks.client.js';
import { connectionRoutes } from '../connection/connection.routes.js';
import {
  createConnectionService,
  type PlatformConnection,
} from '../connection/connection.service.js';
import { openReportStore } from '../connection/report.store.js';
import { createCourseGroups } from '../services/groups.client.js';
import type { Arrival } from '../launch/launch.js';
import { openHandlerStore } from '../notices/handler.store.js';
import { createHandlers, type Handlers } from '../notices/handlers.service.js';
import { openNoticeStore, type NoticeStore } from '../notices/notice.store.js';
import { createNoticeService } from '../notices/notice-service.client.js';
import { createNoticeTokens } from '../notices/notice-tokens.js';
import { noticeHandlersJob } from '../notices/notices.jobs.js';
import { noticeRoutes } from '../notices/notices.routes.js';
import { createNotices, type Notices } from '../notices/notices.service.js';
import { createNrps } from '../services/nrps.client.js';
import type { PlatformKeys } from '../keys/platform-keys.client.js';
import type { Platform } from '../platforms/platform.js';
import type { PlatformStore } from '../platforms/platform.store.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';
import type { Course } from '../roster/course.js';
import { courseLinks } from '../roster/course-links.middleware.js';
import { rosterRoutes } from '../roster/roster.routes.js';
import { createRosterService, type People } from '../roster/roster.service.js';
import { openRosterStore } from '../roster/roster.store.js';
import { openVisitStore } from '../roster/visit.store.js';
import { createServiceReader } from '../services/service-reader.js';

/** What platforms offer around a course beside the gradebook: its people, its copies, and a test of all of it. */
export interface CourseServices {
  /** Below `/lti`: where platforms deliver notices. */
  readonly router: Router;
  /** Below a session: `/people` and `/connection`. */
  readonly pages: Router;
  readonly jobs: readonly Job[];
  /** Notes who has come, and which notices the platform offers. */
  noteArrival(arrival: Arrival): Promise<void>;
  /** Everybody in the course of this person. @throws {NotAllowed} @throws {NotFound} */
  people(principal: Principal): Promise<People>;
  /** The test of a platform, for whoever runs the tool. */
  readonly platformConnection: PlatformConnection;
  /** `context.id` of the courses of which this one is a copy, as notices said. */
  readonly originsOf: (course: Course) => Promise<readonly string[]>;
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

export interface CourseServicesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly publicUrl: URL;
  readonly platforms: PlatformStore;
  readonly links: ResourceLinkStore;
  readonly accessTokens: AccessTokens;
  readonly platformKeys: PlatformKeys;
}

export async function createCourseServices(deps: CourseServicesDeps): Promise<CourseServices> {
  const { database, clock, logger, publicUrl, platforms, links, accessTokens } = deps;
  const lookUp: LookUp = {
    platform: (id) => platforms.get(id),
    link: (id) => links.get(id),
    linksOf: (platformId) => links.of(platformId),
  };
  const reader = createServiceReader({ tokens: accessTokens, clock });
  const visits = await openVisitStore(database, clock);
  const rosters = await openRosterStore(database);
  const roster = createRosterService({
    ...{ rosters, clock, logger, ...lookUp },
    nrps: createNrps({ reader }),
    courseGroups: createCourseGroups({ reader }),
    visitsOf: (courseId) => visits.of(courseId),
  });
  const reports = await openReportStore(database);
  const checks = createChecks({ accessTokens });
  const connections = createConnectionService({ reports, checks, clock, logger, ...lookUp });
  const notices = await createNoticeRoom(deps, lookUp);
  const stores = [rosters, reports, notices.store];
  return {
    router: noticeRoutes(notices),
    pages: Router({ mergeParams: true }).use(
      courseLinks,
      rosterRoutes({ roster }),
      connectionRoutes({ connections, publicUrl }),
    ),
    jobs: [noticeHandlersJob(notices.handlers)],
    async noteArrival(arrival) {
      if (!arrival.isMadeUp) await visits.note(arrival.principal);
      if (arrival.kind === 'resource-link') await notices.handlers.note(arrival.launch);
    },
    people: (principal) => roster.people(principal),
    platformConnection: connections.ofPlatform,
    originsOf: (course) => notices.notices.originsOf(course),
    async sweep() {
      return Math.max(...(await Promise.all(stores.map((store) => store.sweep()))));
    },
  };
}

interface LookUp {
  readonly platform: (id: string) => Promise<Platform | undefined>;
  readonly link: (id: string) => Promise<ResourceLink | undefined>;
  readonly linksOf: (platformId: string) => Promise<readonly ResourceLink[]>;
}

async function createNoticeRoom(
  deps: CourseServicesDeps,
  { platform }: LookUp,
): Promise<{
  readonly notices: Notices;
  readonly handlers: Handlers;
  readonly store: NoticeStore;
}> {
  const { database, clock, logger, audit, publicUrl, platforms, platformKeys } = deps;
  const store = await openNoticeStore(database);
  const noticeTokens = createNoticeTokens({ platforms, platformKeys, clock });
  const handlers = createHandlers({
    ...{ platform, clock, logger },
    handlers: await openHandlerStore(database),
    service: createNoticeService({ tokens: deps.accessTokens }),
    handlerUrl: new URL('/lti/notices', publicUrl),
  });
  return {
    notices: createNotices({ notices: store, noticeTokens, audit, clock, logger }),
    handlers,
    store,
  };
}
