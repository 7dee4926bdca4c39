import { performance } from 'node:perf_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccessTokens } from '../lti/services/access-tokens.client.js';
import { createCourseGroups } from '../lti/services/groups.client.js';
import { createKeyRing } from '../lti/keys/key-ring.js';
import { createNrps } from '../lti/services/nrps.client.js';
import type { Platform } from '../lti/platforms/platform.js';
import { courseIdOf } from '../lti/roster/course.js';
import { createRosterService, type RosterService } from '../lti/roster/roster.service.js';
import { openRosterStore } from '../lti/roster/roster.store.js';
import { createServiceReader } from '../lti/services/service-reader.js';
import { openDatabase } from '../persistence/open-database.js';
import { createSandbox, type Sandbox } from '../sandbox/index.js';
import { newId } from '../shared/ids.js';
import { silent } from '../shared/logger.js';
import { createSealer } from '../shared/seal.js';
import { digits, median, type Line } from './table.js';
import type { Workplace } from './workplace.js';

const MEMBERS = 5000;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 2;
const SAMPLE_MILLISECONDS = 2;

/** A course of 5,000 members, read page by page from the sandbox, kept, and shown. */
export async function rosterLines(workplace: Workplace): Promise<Line[]> {
  workplace.say(`a roster of ${MEMBERS.toLocaleString('en')} members`);
  const { roster, principal } = await openCourse(workplace);
  const times: number[] = [];
  const peaks: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const { time, peak } = await measured(() => fetched(roster, principal));
    if (round < 0) continue;
    times.push(time);
    peaks.push(peak);
  }
  const looks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    looks.push((await measured(() => roster.people(principal))).time);
  }
  const what = `Roster of ${MEMBERS.toLocaleString('en')} members`;
  return [
    {
      what: `${what}: time`,
      figure: `${digits(median(times))} ms`,
      detail: `read in pages of 500 from the sandbox in the same process, kept on disk; median of ${ROUNDS}`,
    },
    {
      what: `${what}: memory`,
      figure: `${digits(median(peaks))} MB`,
      detail: `most that the heap grew meanwhile, the sandbox's answers included; median of ${ROUNDS}`,
    },
    {
      what: `${what}: a look`,
      figure: `${digits(median(looks))} ms`,
      detail: 'the kept list read from disk and put together with who has launched',
    },
  ];
}

type Asker = Parameters<RosterService['people']>[0];

async function fetched(roster: RosterService, principal: Asker): Promise<void> {
  await roster.refresh(principal);
  let people = await roster.people(principal);
  while (people.isRefreshing) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MILLISECONDS));
    people = await roster.people(principal);
  }
  const { length } = people.people;
  if (length !== MEMBERS) throw new Error(`the roster has ${length} members`);
}

/** Milliseconds, and the megabytes by which the heap grew at most. */
async function measured(
  work: () => Promise<unknown>,
): Promise<{ readonly time: number; readonly peak: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  };
  const timer = setInterval(look, SAMPLE_MILLISECONDS);
  const startedAt = performance.now();
  await work();
  const time = performance.now() - startedAt;
  look();
  clearInterval(timer);
  return { time, peak: (most - before) / 1024 / 1024 };
}

async function openCourse(
  workplace: Workplace,
): Promise<{ readonly roster: RosterService; readonly principal: Asker }> {
  const clock = Date.now;
  const database = await openDatabase({ dataDir: await workplace.folder(), clock });
  workplace.atEnd(() => database.close());
  const keyRing = await createKeyRing({
    ...{ database, clock, newId },
    sealer: createSealer('only for measurements, never for a school'),
    audit: () => Promise.resolve(),
  });
  const { sandbox, issuer } = await openSchool(workplace, keyRing.published());
  const { platform, memberships } = registered(sandbox, issuer);
  const reader = createServiceReader({ tokens: createAccessTokens({ keyRing, clock }), clock });
  const course = { platformId: platform.id, deploymentId: '1', contextId: sandbox.state.course.id };
  const link = {
    ...{ id: 'link', ...course, resourceLinkId: '1', memberships },
    scopes: [],
  };
  const visits = Array.from({ length: MEMBERS / 2 }, (_, at) => ({
    ...{ id: `visit-${at}`, courseId: courseIdOf(course), userId: String(1000 + at) },
    ...{ role: 'learner' as const, firstAt: clock() },
  }));
  const roster = createRosterService({
    ...{ clock, logger: silent },
    rosters: await openRosterStore(database),
    nrps: createNrps({ reader }),
    courseGroups: createCourseGroups({ reader }),
    platform: () => Promise.resolve(platform),
    link: () => Promise.resolve(link),
    visitsOf: () => Promise.resolve(visits),
  });
  return { roster, principal: { ...course, userId: '7', linkId: 'link', role: 'instructor' } };
}

/** The sandbox with its 5,000, and our keys where it finds them. */
async function openSchool(
  workplace: Workplace,
  keys: object,
): Promise<{ readonly sandbox: Sandbox; readonly issuer: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  workplace.atEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const users = Array.from({ length: MEMBERS }, (_, at) => person(at));
  const sandbox = await createSandbox({
    ...{ issuer, nodeEnv: 'test', clock: Date.now, logger: silent },
    seed: { users },
  });
  server.on('request', (req, res) => {
    if (req.url === '/tool-keys') res.end(JSON.stringify(keys));
    else sandbox.handler(req, res);
  });
  return { sandbox, issuer };
}

function registered(
  sandbox: Sandbox,
  issuer: string,
): { readonly platform: Platform; readonly memberships: string } {
  const tool = 'http://tool.invalid';
  const { clientId, deploymentId, authUrl, tokenUrl, jwksUrl } = sandbox.registerTool({
    ...{ name: 'Tandem', loginUrl: tool, launchUrl: tool },
    jwksUrl: `${issuer}/tool-keys`,
  });
  const course = sandbox.state.course.id;
  return {
    platform: {
      ...{ id: 'platform', name: 'Sandbox', issuer, clientId, authUrl, tokenUrl, jwksUrl },
      deployments: [{ id: deploymentId, status: 'allowed' }],
      status: 'active',
      createdAt: 0,
    },
    memberships: `${issuer}/services/CourseSection/${course}/bindings/${deploymentId}/memberships`,
  };
}

function person(at: number): ReturnType<Sandbox['state']['users']>[number] {
  return {
    ...{ id: String(1000 + at), username: `person${at}`, email: `person${at}@school.example` },
    ...{ givenName: `Given${at}`, familyName: `Family${at}`, locale: 'lv' },
    ...{ timezone: 'Europe/Riga', role: 'student', enrolled: true },
    ...{ sourcedId: `p-${at}`, groupIds: [], note: '' },
  };
}
