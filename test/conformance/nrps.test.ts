import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { createNrps, type Member } from '../../src/lti/services/nrps.client.js';
import { ResourceLink, resourceLinkIdOf } from '../../src/lti/platforms/resource-link.js';
import { readServiceClaims } from '../../src/lti/launch/service-claims.js';
import { openRosterStore } from '../../src/lti/roster/roster.store.js';
import { courseIdOf } from '../../src/lti/roster/course.js';
import { momentIn } from '../../src/i18n/moments.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit, type Visit } from '../support/launch.js';
import { manyPeople } from '../support/people.js';
import { texts } from '../support/pages.js';
import { aRoster } from '../support/roster.js';
import {
  aServicePlatform,
  paged,
  sendMembers,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';
import { aPair, type Pair } from '../support/tool.js';

const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const URL_OF_MEMBERS = 'https://lms.school.example/memberships';
const LEARNER = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner';

/** Of the trainer, who reads Estonian. */
const t = texts().translator('et');

describe('names and role provisioning', () => {
  let school: ServicePlatform | undefined;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
  });

  /** What we make of a platform whose list is served so. */
  async function membersOf(service: Service, path = '/members'): Promise<readonly Member[]> {
    school = await aServicePlatform(service);
    return createNrps({ reader: school.reader }).members(school.platform, `${school.url}${path}`);
  }

  const one =
    (member: object): Service =>
    (_request, res) =>
      sendMembers(res, [member]);

  it('NRPS-01 given a service of version 2.0 when the list is read then its media type is asked for', async () => {
    await membersOf(paged([], 10));

    expect(school?.seen[0]).toMatchObject({
      method: 'GET',
      headers: { accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' },
    });
  });

  it.each([
    ['1.0 and 2.0', ['1.0', '2.0'], URL_OF_MEMBERS],
    ['1.0 alone', ['1.0'], undefined],
  ])('NRPS-02 given versions %s when launched then only 2.0 is used', (_name, versions, used) => {
    const claim = { context_memberships_url: URL_OF_MEMBERS, service_versions: versions };

    expect(readServiceClaims({ [NRPS]: claim }).memberships).toBe(used);
  });

  it('NRPS-04 given a service when its token is asked for then the scope is that of reading members', async () => {
    await membersOf(paged([], 10));

    expect(school?.tokenRequests[0]?.get('scope')).toBe(
      'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    );
    expect(school?.seen[0]?.headers.authorization).toBe('Bearer token-1');
  });

  it.each([
    ['as the standard writes it', (url: string) => `<${url}>; rel="next"`],
    ['without quotes, after another', (url: string) => `<${url}x>; rel=prev, <${url}>; rel=next`],
    [
      'as Moodle writes it elsewhere',
      (url: string) =>
        Buffer.from(`<${url.replaceAll('&', '&amp;')}>; rel=“next”`).toString('latin1'),
    ],
    [
      'relative, one of several relations',
      (url: string) => `<${new URL(url).search}>; REL="last NEXT"`,
    ],
  ])('NRPS-05 given a next page %s when read then every page is', async (_name, link) => {
    const people = Array.from({ length: 25 }, (_, at) => ({ user_id: String(at), roles: [] }));

    const members = await membersOf(({ url }, res) => {
      const from = Number(url.searchParams.get('from') ?? 0);
      url.searchParams.set('from', String(from + 10));
      if (from + 10 < people.length) res.setHeader('Link', link(url.href));
      sendMembers(res, people.slice(from, from + 10));
    });

    expect(members).toHaveLength(25);
    expect(school?.seen).toHaveLength(3);
  });

  it.each([
    ['the same address again and again', (_from: number) => '/members?limit=500'],
    ['two that point to one another', (from: number) => `/members?from=${(from + 1) % 2}`],
    ['one more, for ever', (from: number) => `/members?from=${from + 1}`],
  ])('NRPS-07 given next pages that are %s when read then it stops', async (_name, next) => {
    const reading = membersOf(({ url }, res) => {
      const from = Number(url.searchParams.get('from') ?? 0);
      res.setHeader('Link', `<${next(from)}>; rel="next"`);
      sendMembers(res, []);
    });

    await expect(reading).rejects.toMatchObject({ code: 'lti.list-not-readable' });
    expect(school?.seen.length).toBeLessThanOrEqual(1000);
  });

  it('NRPS-08 given a next page elsewhere when read then our token does not go there', async () => {
    const elsewhere = await aServicePlatform(paged([], 1));
    try {
      const reading = membersOf((_request, res) => {
        res.setHeader('Link', `<${elsewhere.url}/members>; rel="next"`);
        sendMembers(res, []);
      });

      await expect(reading).rejects.toMatchObject({ code: 'lti.list-not-readable' });
      expect(elsewhere.seen).toHaveLength(0);
    } finally {
      await elsewhere.stop();
    }
  });

  it('NRPS-09 given an address with a query when asked then the limit joins it', async () => {
    await membersOf(paged([], 10), '/members?course=2&type_id=1');

    expect(school?.seen[0]?.url.search).toBe('?course=2&type_id=1&limit=500');
  });

  it('NRPS-10 given a member without name and mail when read then they are in the list', async () => {
    expect(await membersOf(one({ user_id: '4', roles: ['Learner'] }))).toEqual([
      { userId: '4', roles: ['Learner'], status: 'Active', name: undefined, groupIds: [] },
    ]);
  });

  it('NRPS-11 given a member without status when read then they are active', async () => {
    expect(await membersOf(one({ user_id: '4', roles: [] }))).toMatchObject([{ status: 'Active' }]);
  });

  it('NRPS-12 given an inactive member when read then they stay, as inactive', async () => {
    const members = await membersOf(one({ user_id: '4', roles: [], status: 'Inactive' }));

    expect(members).toMatchObject([{ userId: '4', status: 'Inactive' }]);
  });

  it('NRPS-13 given a deleted member when read then they are out of the course', async () => {
    expect(await membersOf(one({ user_id: '4', roles: [], status: 'Deleted' }))).toEqual([]);
  });

  it('NRPS-16 given one person twice when read then they are one, with both roles', async () => {
    const members = await membersOf(
      paged(
        [
          { user_id: '4', roles: ['Learner'], status: 'Inactive' },
          { user_id: '4', roles: ['Instructor', 'Learner'], name: 'Anna' },
        ],
        1,
      ),
    );

    expect(members).toEqual([
      {
        userId: '4',
        roles: ['Learner', 'Instructor'],
        status: 'Active',
        name: 'Anna',
        groupIds: [],
      },
    ]);
  });

  it('NRPS-06 given page 3 of 5 fails when fetched again then nobody is removed', async () => {
    const people = Array.from({ length: 50 }, (_, at) => ({ user_id: String(at), roles: [] }));
    let isBroken = false;
    const bench = await aRoster((request, res) => {
      if (isBroken && request.url.searchParams.get('from') === '20') res.destroy();
      else paged(people, 10)(request, res);
    });
    await bench.roster.people(bench.trainer);
    isBroken = true;

    await bench.roster.refresh(bench.trainer);

    const { people: shown, problem } = await bench.roster.people(bench.trainer);
    expect(shown).toHaveLength(50);
    expect(problem).toBe('away');
    isBroken = false;
    await bench.roster.refresh(bench.trainer);
    expect((await bench.roster.people(bench.trainer)).problem).toBeUndefined();
    await bench.stop();
  });

  describe('in a course', () => {
    let pair: Pair;
    let linkId: string;

    beforeAll(async () => {
      pair = await aPair({ jobs: false });
      linkId = addLink(pair, 'M1').id;
    });

    afterAll(() => pair.stop());
    afterEach(() => pair.sandbox.heal());

    function trainer(): Promise<Visit> {
      return visit(pair, aBrowser(), { userId: TRAINER, linkId });
    }

    async function pageOf({ browser, base }: Visit): Promise<string> {
      const answer = await browser.get(`${base}/people`);
      expect(answer.status).toBe(200);
      return answer.text();
    }

    async function refresh({ browser, base, token }: Visit): Promise<void> {
      expect((await browser.post(`${base}/people/refresh?token=${token}`, {})).status).toBe(303);
    }

    it('NRPS-17 given short role names when shown then they are read as in launches', async () => {
      const page = await pageOf(await trainer());

      expect(rowOf(page, 'Ilze Ozoliņa')).toContain(t('people.role.learner'));
      expect(rowOf(page, 'Liis Kask')).toContain(t('people.role.instructor'));
    });

    it('NRPS-18 given a user_id that is the sub of a launch when shown then it is one person', async () => {
      const visitor = await trainer();
      expect(rowOf(await pageOf(visitor), 'Ilze Ozoliņa')).toContain(t('people.not-launched'));

      await visit(pair, aBrowser(), { userId: ILZE, linkId });

      expect(rowOf(await pageOf(visitor), 'Ilze Ozoliņa')).toContain(`>${t('people.launched')}<`);
      expect((await pageOf(visitor)).match(/Ilze Ozoliņa/g)).toHaveLength(1);
    });

    it('tells from when the list is, and shows those alone who never came', async () => {
      const visitor = await trainer();
      const before = Date.now();
      await refresh(visitor);
      const page = await pageOf(visitor);
      const { browser, base } = visitor;
      const answer = await browser.get(`${base}/people?show=not-launched`);
      const missing = await answer.text();

      const told = [before, Date.now()].map((at) =>
        t('people.as-of', { time: momentIn(at, 'et') }),
      );
      expect(told.some((words) => page.includes(words))).toBe(true);
      expect(rowsOf(page)).toBeGreaterThan(rowsOf(missing));
      expect(rowsOf(missing)).toBeGreaterThan(0);
      expect(page).toContain('Liis Kask');
      expect(missing).not.toContain('Liis Kask');
    });

    it('NRPS-19 given a refusal when the list is fetched then the trainer reads that sharing is off', async () => {
      const visitor = await trainer();
      await pageOf(visitor);
      pair.sandbox.misbehave({ nrps: { kind: 'status', status: 403 } });

      await refresh(visitor);

      const page = await pageOf(visitor);
      expect(page).toContain(t('people.problem.refused'));
      expect(page).toContain('Ilze Ozoliņa');
    });

    it('NRPS-21 given names, mails and numbers when the list is kept then only id, role, status and name are', async () => {
      await pageOf(await trainer());

      const rosters = await openRosterStore(pair.database);
      const [platform] = await pair.tool.lti.platforms.list();
      const { deploymentId } = pair;
      const course = { platformId: platform!.id, deploymentId, contextId: '2' };
      const kept = await rosters.get(courseIdOf(course));
      const fields = new Set(kept?.members.flatMap((member) => Object.keys(member)));
      expect([...fields].sort()).toEqual(['groupIds', 'name', 'role', 'status', 'userId']);
      expect(JSON.stringify(kept)).not.toContain('@sandbox.invalid');
    });
  });

  describe('when something is in the way', () => {
    let pair: Pair;

    afterEach(() => pair.stop());

    it('NRPS-03 given no service when the page is opened then it shows who has come, and says why', async () => {
      pair = await aPair({ jobs: false, seed: { users: manyPeople(0) } });
      const linkId = addLink(pair, 'M1').id;
      await visit(pair, aBrowser(), { userId: ILZE, linkId });
      const visitor = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
      await forgetMemberships(pair, linkId);

      const answer = await visitor.browser.get(`${visitor.base}/people`);

      expect(answer.status).toBe(200);
      const page = await answer.text();
      expect(page).toContain('Names and roles');
      expect(page.match(/scope="row"/g)).toHaveLength(2);
    });

    it('NRPS-20 given 3000 members when the list comes slowly then the page does not wait for it', async () => {
      pair = await aPair({ jobs: false, seed: { users: manyPeople(3000) } });
      const linkId = addLink(pair, 'M1').id;
      const visitor = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
      pair.sandbox.misbehave({ nrps: { kind: 'slow', milliseconds: 600 } });

      const first = await (await visitor.browser.get(`${visitor.base}/people`)).text();
      expect(first).toContain('data-live>');

      pair.sandbox.heal();
      let page = first;
      while (page.includes('data-live>')) {
        page = await (await visitor.browser.get(`${visitor.base}/people`)).text();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(page).toContain('3001');
    });
  });

  it('NRPS-17 given roles that are no roles when read then the person is in the list', async () => {
    expect(await membersOf(one({ user_id: 4, roles: 'Learner' }))).toMatchObject([
      { userId: '4', roles: [] },
    ]);
    await school?.stop();
    expect(await membersOf(one({ user_id: '4', roles: [LEARNER, ''] }))).toMatchObject([
      { roles: [LEARNER, ''] },
    ]);
  });
});

function rowsOf(page: string): number {
  return page.match(/scope="row"/g)?.length ?? 0;
}

function rowOf(page: string, name: string): string {
  const row = page.split('<tr>').find((part) => part.includes(name));
  if (row === undefined) throw new Error(`no row for ${name}`);
  return row;
}

/** As if the platform had never offered its list. */
async function forgetMemberships(pair: Pair, resourceLinkId: string): Promise<void> {
  const [platform] = await pair.tool.lti.platforms.list();
  const place = { platformId: platform!.id, deploymentId: pair.deploymentId, resourceLinkId };
  const links = await pair.database.collection({
    name: 'resource_links',
    schema: ResourceLink,
    indexes: ['lineItem', 'platformId'],
  });
  const known = await links.get(resourceLinkIdOf(place));
  await links.replace({ ...known!, memberships: undefined });
}
