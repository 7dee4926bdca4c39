import { MINUTE, SECOND, type Clock } from '../../shared/clock.js';
import { hasCode, NotAllowed, NotFound } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import type { Principal, Role } from '../../shared/principal.js';
import type { CourseGroup, CourseGroups } from '../services/groups.client.js';
import type { Member, Nrps } from '../services/nrps.client.js';
import { orAfter } from '../services/patience.js';
import type { Platform } from '../platforms/platform.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import { roleOf } from '../launch/roles.js';
import { ServiceRefused } from '../services/service-refused.js';
import { courseIdOf, courseOf, type Course } from './course.js';
import { isDue, ROSTER_KEPT, type Roster, type RosterFailure } from './roster.js';
import { mayLookAfterCourse } from './roster.policy.js';
import type { RosterStore } from './roster.store.js';
import type { Visit } from './visit.store.js';

/** A page waits this long for the platform; then it shows what is known. */
const PATIENCE = 1.5 * SECOND;
/** After a failure nobody who merely looks asks the platform again for so long. */
const REST = 5 * MINUTE;

/** Somebody in a course, as the people page shows them. */
export interface Person {
  readonly userId: string;
  readonly name?: string | undefined;
  /** Of the last launch, else of the roster: Moodle's roster calls a teacher who may not edit a learner. */
  readonly role: Role;
  readonly status: 'Active' | 'Inactive';
  /** False: has never opened anything of ours in this course. */
  readonly hasLaunched: boolean;
  /** Names of groups. */
  readonly groups: readonly string[];
}

export interface People {
  readonly people: readonly Person[];
  /** `platform`: its list. `visits`: no list to be had, so whoever has opened something here. */
  readonly source: 'platform' | 'visits';
  /** Epoch milliseconds of the platform's list. */
  readonly refreshedAt?: number | undefined;
  /** A new list is on its way. */
  readonly isRefreshing: boolean;
  /** Undefined when nothing is wrong; `not-offered`: the platform has no such list for us. */
  readonly problem?: 'not-offered' | RosterFailure['reason'] | undefined;
}

export interface RosterService {
  /**
   * Everybody in the course of this person, fetched anew when the list is old, within a moment.
   * @throws {NotAllowed} for those who do not teach @throws {NotFound} without a course
   */
  people(principal: Principal): Promise<People>;
  /** Starts to fetch the list, whatever its age. @throws {NotAllowed} @throws {NotFound} */
  refresh(principal: Principal): Promise<void>;
}

export interface RosterDeps {
  readonly rosters: RosterStore;
  readonly nrps: Nrps;
  readonly courseGroups: CourseGroups;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: (id: string) => Promise<Platform | undefined>;
  readonly link: (id: string) => Promise<ResourceLink | undefined>;
  /** Whoever has come from a course so far. */
  readonly visitsOf: (courseId: string) => Promise<readonly Visit[]>;
}

export function createRosterService(deps: RosterDeps): RosterService {
  const { rosters, clock, visitsOf } = deps;
  const underway = new Map<string, Promise<void>>();

  /** Callers that come meanwhile share one fetch. */
  function start(course: Course, link: ResourceLink): Promise<void> {
    const id = courseIdOf(course);
    const running = underway.get(id);
    if (running) return running;
    const fetching = fetchAndKeep(deps, course, link)
      .catch((fault: unknown) => {
        // Nobody may be waiting any more.
        deps.logger.error({ platformId: course.platformId, ...reasonOf(fault) }, 'roster not kept');
      })
      .finally(() => underway.delete(id));
    underway.set(id, fetching);
    return fetching;
  }

  async function linkOf({ linkId }: Principal): Promise<ResourceLink | undefined> {
    return linkId === undefined ? undefined : deps.link(linkId);
  }

  return {
    async people(principal) {
      const course = requireCourse(principal);
      const id = courseIdOf(course);
      const [link, visits] = await Promise.all([linkOf(principal), visitsOf(id)]);
      let roster: Roster | undefined = await rosters.get(id);
      if (link?.memberships !== undefined && isDue(roster, clock())) {
        await orAfter(PATIENCE, start(course, link));
        roster = await rosters.get(id);
      }
      const isRefreshing = underway.has(id);
      if (roster?.refreshedAt === undefined) {
        const problem = link?.memberships === undefined ? 'not-offered' : roster?.failure?.reason;
        return { people: visits.map(visitorOf), source: 'visits', isRefreshing, problem };
      }
      const { refreshedAt, failure } = roster;
      const people = peopleOf(roster, visits);
      return { people, source: 'platform', refreshedAt, isRefreshing, problem: failure?.reason };
    },

    async refresh(principal) {
      const course = requireCourse(principal);
      const link = await linkOf(principal);
      if (link?.memberships === undefined) throw new NotFound('no roster offered');
      await orAfter(PATIENCE, start(course, link));
    },
  };
}

function requireCourse(principal: Principal): Course {
  if (!mayLookAfterCourse(principal)) throw new NotAllowed('does not teach');
  const course = courseOf(principal);
  if (!course) throw new NotFound('launch named no course');
  return course;
}

/** What went wrong is kept with the list, and the list stays. */
async function fetchAndKeep(deps: RosterDeps, course: Course, link: ResourceLink): Promise<void> {
  const { rosters, clock, logger } = deps;
  const { platformId } = course;
  const id = courseIdOf(course);
  try {
    const fetched = await fetchRoster(deps, link);
    const refreshedAt = clock();
    const expiresAt = refreshedAt + ROSTER_KEPT;
    await rosters.update(id, () => ({ id, platformId, ...fetched, refreshedAt, expiresAt }));
  } catch (fault) {
    const failure = failureOf(fault, clock());
    if (!failure) throw fault;
    logger.warn({ platformId, ...reasonOf(fault) }, 'roster not read');
    const expiresAt = failure.at + ROSTER_KEPT;
    await rosters.update(id, (known) => ({
      ...(known ?? { id, platformId, members: [], groups: [], expiresAt }),
      failure,
    }));
  }
}

async function fetchRoster(
  deps: RosterDeps,
  { platformId, memberships, groups: groupsUrl }: ResourceLink,
): Promise<Pick<Roster, 'members' | 'groups'>> {
  const platform = await deps.platform(platformId);
  if (platform?.status !== 'active') throw new NotFound('platform removed or switched off');
  const members = await deps.nrps.members(platform, memberships ?? '');
  const groups = groupsUrl === undefined ? [] : await groupsOrNone(deps, platform, groupsUrl);
  return {
    members: members.map(rosterMember),
    groups: groups.map(({ id, name }) => ({ id, name })),
  };
}

/** A list of people without their groups is worth more than none. */
async function groupsOrNone(
  { courseGroups, logger }: RosterDeps,
  platform: Platform,
  url: string,
): Promise<readonly CourseGroup[]> {
  try {
    return await courseGroups.groups(platform, url);
  } catch (fault) {
    logger.warn({ platformId: platform.id, ...reasonOf(fault) }, 'groups not read');
    return [];
  }
}

function rosterMember({ userId, roles, status, name, groupIds }: Member): Roster['members'][0] {
  return { userId, role: roleOf(roles), status, name, groupIds: [...groupIds] };
}

/** Undefined for a fault of ours. */
function failureOf(fault: unknown, at: number): RosterFailure | undefined {
  if (fault instanceof ServiceRefused) {
    const until = at + Math.max(REST, (fault.retryAfterSeconds ?? 0) * SECOND);
    const isBusy = fault.platformStatus === 429 || fault.platformStatus >= 500;
    return { reason: isBusy ? 'away' : 'refused', at, until };
  }
  if (!hasCode(fault)) return undefined;
  if (fault.code === 'lti.address-refused') return { reason: 'refused', at, until: at + REST };
  return AWAY.has(fault.code) ? { reason: 'away', at, until: at + REST } : undefined;
}

const AWAY: ReadonlySet<string> = new Set([
  'lti.service-unreachable',
  'lti.list-not-readable',
  'http.not-found',
]);

function reasonOf(fault: unknown): Record<string, unknown> {
  const code = hasCode(fault) ? fault.code : 'unexpected';
  return { code, reason: fault instanceof Error ? fault.message.slice(0, 200) : undefined };
}

function peopleOf(roster: Roster, visits: readonly Visit[]): Person[] {
  const roles = new Map(visits.map(({ userId, role }) => [userId, role]));
  const names = new Map(roster.groups.map(({ id, name }) => [id, name]));
  return roster.members.map(({ userId, name, role, status, groupIds }) => ({
    userId,
    name,
    role: roles.get(userId) ?? role,
    status,
    hasLaunched: roles.has(userId),
    groups: groupIds.flatMap((id) => names.get(id) ?? []),
  }));
}

function visitorOf({ userId, role }: Visit): Person {
  return { userId, role, status: 'Active', hasLaunched: true, groups: [] };
}
