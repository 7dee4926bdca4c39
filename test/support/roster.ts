import { createCourseGroups } from '../../src/lti/services/groups.client.js';
import type { ResourceLink } from '../../src/lti/index.js';
import { createNrps } from '../../src/lti/services/nrps.client.js';
import { createRosterService, type RosterService } from '../../src/lti/roster/roster.service.js';
import { openRosterStore } from '../../src/lti/roster/roster.store.js';
import { openVisitStore, type VisitStore } from '../../src/lti/roster/visit.store.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import type { Clock } from '../../src/shared/clock.js';
import { silent } from '../../src/shared/logger.js';
import type { Principal } from '../../src/shared/principal.js';
import { aPrincipal } from './pages.js';
import { aServicePlatform, type Service, type ServicePlatform } from './service-platform.js';

/** The roster of one course whose platform's services a test writes. */
export interface RosterBench {
  readonly roster: RosterService;
  readonly visits: VisitStore;
  readonly school: ServicePlatform;
  readonly trainer: Principal;
  readonly database: Database;
  stop(): Promise<void>;
}

export async function aRoster(
  service: Service,
  options: { readonly clock?: Clock; readonly groups?: boolean } = {},
): Promise<RosterBench> {
  const clock = options.clock ?? Date.now;
  const database = openSqlite({ file: ':memory:', clock });
  const school = await aServicePlatform(service, { clock });
  const { platform, reader, url } = school;
  const visits = await openVisitStore(database, clock);
  const link: ResourceLink = {
    id: 'link',
    platformId: platform.id,
    deploymentId: '1',
    resourceLinkId: '1',
    contextId: 'course',
    memberships: `${url}/members`,
    groups: options.groups === true ? `${url}/groups` : undefined,
    scopes: [],
  };
  const roster = createRosterService({
    rosters: await openRosterStore(database),
    nrps: createNrps({ reader }),
    courseGroups: createCourseGroups({ reader }),
    clock,
    logger: silent,
    platform: () => Promise.resolve(platform),
    link: () => Promise.resolve(link),
    visitsOf: (courseId) => visits.of(courseId),
  });
  return {
    ...{ roster, visits, school, database },
    trainer: aPrincipal({ platformId: platform.id, deploymentId: '1', role: 'instructor' }),
    async stop() {
      await school.stop();
      await database.close();
    },
  };
}
