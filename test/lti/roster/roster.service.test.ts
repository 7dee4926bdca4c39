import { afterEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../../src/shared/clock.js';
import { aPrincipal } from '../../support/pages.js';
import { aRoster, type RosterBench } from '../../support/roster.js';
import { paged, sendMembers, type Service } from '../../support/service-platform.js';

const ANNA = { user_id: '3', roles: ['Learner'], name: 'Anna Liepiņa' };
const KARLIS = { user_id: '4', roles: ['Learner'], name: 'Kārlis Bērziņš' };

describe('people of a course', () => {
  let bench: RosterBench | undefined;
  let now = 1_000_000;

  afterEach(async () => {
    await bench?.stop();
    bench = undefined;
  });

  async function course(
    service: Service,
    options: { groups?: boolean } = {},
  ): Promise<RosterBench> {
    bench = await aRoster(service, { clock: () => now, ...options });
    return bench;
  }

  /** Answers with the members, or as it is told meanwhile. */
  function switchable(members: readonly object[]): {
    readonly service: Service;
    answer?: Service | undefined;
  } {
    const state: { service: Service; answer?: Service | undefined } = {
      service: (request, res) => {
        (state.answer ?? paged(members, 100))(request, res);
      },
    };
    return state;
  }

  it('are fetched once, and again when the list is an hour old', async () => {
    const { roster, trainer, school } = await course(paged([ANNA], 10));

    await roster.people(trainer);
    now += HOUR - 1;
    await roster.people(trainer);
    expect(school.seen).toHaveLength(1);

    now += 1;
    expect(await roster.people(trainer)).toMatchObject({ refreshedAt: now, source: 'platform' });
    expect(school.seen).toHaveLength(2);
  });

  it('are fetched at once when somebody asks for it', async () => {
    const { roster, trainer, school } = await course(paged([ANNA], 10));
    await roster.people(trainer);

    await roster.refresh(trainer);

    expect(school.seen).toHaveLength(2);
  });

  it('are fetched once for many who look at the same moment', async () => {
    const { roster, trainer, school } = await course(paged([ANNA], 10));

    await Promise.all(Array.from({ length: 10 }, () => roster.people(trainer)));

    expect(school.seen).toHaveLength(1);
  });

  it.each([
    ['is down', (_request, res) => void res.destroy(), 'away'],
    ['shows a page of its own', (_request, res) => void res.end('<html>'), 'away'],
    ['answers something else', (_request, res) => void res.end('{"members":5}'), 'away'],
    ['is busy', (_request, res) => void res.writeHead(503).end(), 'away'],
    ['refuses', (_request, res) => void res.writeHead(403).end(), 'refused'],
  ] satisfies [string, Service, string][])(
    'are those of the last list, with its time, when the platform %s',
    async (_name, answer, problem) => {
      const platform = switchable([ANNA, KARLIS]);
      const { roster, trainer } = await course(platform.service);
      const { refreshedAt } = await roster.people(trainer);
      platform.answer = answer;
      now += 2 * HOUR;

      const people = await roster.people(trainer);

      expect(people).toMatchObject({ refreshedAt, problem, source: 'platform' });
      expect(people.people.map(({ name }) => name)).toEqual(['Anna Liepiņa', 'Kārlis Bērziņš']);
    },
  );

  it('are not asked for again at each look while the platform is away', async () => {
    const { roster, trainer, school } = await course((_request, res) => void res.destroy());

    await roster.people(trainer);
    await roster.people(trainer);
    expect(school.seen).toHaveLength(1);

    now += 5 * MINUTE;
    await roster.people(trainer);
    expect(school.seen).toHaveLength(2);
  });

  it('are left alone for as long as a busy platform asks', async () => {
    const busy: Service = (_request, res) =>
      void res.writeHead(429, { 'retry-after': '1800' }).end();
    const { roster, trainer, school } = await course(busy);
    await roster.people(trainer);

    now += 29 * MINUTE;
    await roster.people(trainer);
    expect(school.seen).toHaveLength(1);
    now += MINUTE;
    await roster.people(trainer);
    expect(school.seen).toHaveLength(2);
  });

  it('that a new list no longer names are gone', async () => {
    const platform = switchable([ANNA, KARLIS]);
    const { roster, trainer } = await course(platform.service);
    await roster.people(trainer);
    platform.answer = paged([KARLIS], 10);

    await roster.refresh(trainer);

    expect((await roster.people(trainer)).people.map(({ userId }) => userId)).toEqual(['4']);
  });

  it('are asked for with a new token when the platform has forgotten the old one', async () => {
    const { roster, trainer, school } = await course(({ headers }, res) => {
      if (headers.authorization === 'Bearer token-1') res.writeHead(401).end();
      else sendMembers(res, [ANNA]);
    });

    expect((await roster.people(trainer)).people).toHaveLength(1);
    expect(school.tokenRequests).toHaveLength(2);
  });

  it('have launched or not, each in this course', async () => {
    const { roster, trainer, visits } = await course(paged([ANNA, KARLIS], 10));
    await visits.note({ ...trainer, userId: '3', role: 'learner' });
    await visits.note({ ...trainer, contextId: 'another course', userId: '4', role: 'learner' });

    const { people } = await roster.people(trainer);

    expect(people).toMatchObject([
      { userId: '3', hasLaunched: true },
      { userId: '4', hasLaunched: false },
    ]);
  });

  it('have the role of their launch where the list says another: so it is with Moodle', async () => {
    const { roster, trainer, visits } = await course(paged([{ ...ANNA, user_id: '6' }], 10));
    await visits.note({ ...trainer, userId: '6', role: 'instructor' });

    expect((await roster.people(trainer)).people).toMatchObject([{ role: 'instructor' }]);
  });

  it('are learners when they are learners who help', async () => {
    const helper = 'http://purl.imsglobal.org/vocab/lis/v2/membership/Learner#Instructor';
    const { roster, trainer } = await course(paged([{ ...ANNA, roles: [helper] }], 10));

    expect((await roster.people(trainer)).people).toMatchObject([{ role: 'learner' }]);
  });

  it('leave out who only tests', async () => {
    const roles = ['Learner', 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'];
    const { roster, trainer } = await course(paged([{ ...ANNA, roles }, KARLIS], 10));

    expect((await roster.people(trainer)).people).toMatchObject([{ userId: '4' }]);
  });

  it('have the groups that the platform keeps', async () => {
    const { roster, trainer, school } = await course(
      (request, res) => {
        if (request.url.pathname === '/groups') {
          res.end(JSON.stringify({ groups: [{ id: 7, name: 'Tandem 1' }, { name: 'no id' }] }));
          return;
        }
        sendMembers(res, [{ ...ANNA, group_enrollments: [{ group_id: '7' }, { group_id: '8' }] }]);
      },
      { groups: true },
    );

    expect((await roster.people(trainer)).people).toMatchObject([{ groups: ['Tandem 1'] }]);
    expect(school.seen.at(-1)?.headers.accept).toBe(
      'application/vnd.ims.lti-gs.v1.contextgroupcontainer+json',
    );
  });

  it('are there without groups when these cannot be had', async () => {
    const { roster, trainer } = await course(
      (request, res) => {
        if (request.url.pathname === '/groups') res.writeHead(500).end();
        else sendMembers(res, [ANNA]);
      },
      { groups: true },
    );

    const people = await roster.people(trainer);

    expect(people.problem).toBeUndefined();
    expect(people.people).toMatchObject([{ userId: '3', groups: [] }]);
  });

  it('are shown to those who teach, and nobody else', async () => {
    const { roster, school } = await course(paged([ANNA], 10));

    for (const role of ['learner', 'viewer'] as const) {
      await expect(roster.people(aPrincipal({ role }))).rejects.toMatchObject({
        code: 'http.not-allowed',
      });
      await expect(roster.refresh(aPrincipal({ role }))).rejects.toMatchObject({
        code: 'http.not-allowed',
      });
    }
    const nowhere = aPrincipal({ role: 'instructor', contextId: undefined });
    await expect(roster.people(nowhere)).rejects.toMatchObject({ code: 'http.not-found' });
    expect(school.seen).toHaveLength(0);
  });
});
