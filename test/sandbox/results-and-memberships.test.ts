import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { SCOPES, startBench, TYPES, type ServiceBench } from './services.js';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startBench();
  const score = {
    scoreMaximum: 20,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: '2026-11-22T10:00:15.609Z',
  };
  await bench.post({ ...score, userId: '3', scoreGiven: 13 });
  await bench.post({ ...score, userId: '4', scoreGiven: 19 });
  await bench.post({ ...score, userId: '5', gradingProgress: 'Pending' });
});
afterAll(() => bench.close());

const RESULTS = '/services/2/lineitems/2/lineitem/results';
const MEMBERS = '/services/CourseSection/2/bindings/1/memberships';
const results = (query: string) => bench.call('get', RESULTS + query);
const members = (query = '') => bench.call('get', MEMBERS + query).set('Accept', TYPES.members);
const idsOf = (body: unknown) =>
  (body as { members: { user_id: string }[] }).members.map(({ user_id }) => user_id);

describe('results', () => {
  it('show grades, and only the owner of an erased one', async () => {
    const answer = await results('?type_id=1');
    const id = (userId: string) => `${bench.issuer}${RESULTS}?type_id=1&user_id=${userId}`;
    const graded = {
      resultMaximum: 20,
      scoreOf: `${bench.issuer}/services/2/lineitems/2/lineitem?type_id=1`,
      timestamp: '2026-11-22T10:00:15+00:00',
    };

    expect(answer.headers['content-type']).toBe(`${TYPES.results}; charset=utf-8`);
    expect(answer.body).toEqual([
      { id: id('3'), userId: '3', resultScore: 13, ...graded },
      { id: id('4'), userId: '4', resultScore: 19, ...graded },
      { id: id('5'), userId: '5' },
    ]);
  });

  it('may be those of one person', async () => {
    expect((await results('?type_id=1&user_id=4')).body).toEqual([
      expect.objectContaining({ userId: '4', resultScore: 19 }),
    ]);
    expect((await results('?type_id=1&user_id=7')).body).toEqual([]);
  });

  it('cannot be paged together with type_id, as in Moodle', async () => {
    const answer = await results('?type_id=1&limit=1');

    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('are paged without type_id', async () => {
    const answer = await results('?limit=1&from=1');
    const link = Buffer.from(answer.headers.link ?? '', 'latin1').toString('utf8');

    expect(answer.body).toEqual([expect.objectContaining({ userId: '4' })]);
    expect(link).toContain(`<${bench.issuer}${RESULTS}?limit=1&amp;from=2>; rel=“next”`);
    expect(link).toContain('rel=“prev”');
  });

  it('want a token for results', async () => {
    const token = await bench.token(SCOPES.score);
    const answer = await request(bench.sandbox.handler)
      .get(`${RESULTS}?type_id=1`)
      .set({ Authorization: `Bearer ${token}`, Accept: TYPES.results });

    expect(answer.body).toEqual({
      status: 401,
      reason: 'Unauthorized',
      request: {
        method: 'GET',
        url: `${RESULTS}?type_id=1`,
        accept: TYPES.results,
        contentType: '',
      },
    });
  });
});

describe('memberships', () => {
  it('list who is enrolled, with short roles', async () => {
    const answer = await members();

    expect(answer.headers['content-type']).toBe(`${TYPES.members}; charset=utf-8`);
    expect(answer.body).toEqual({
      id: `${bench.issuer}${MEMBERS}`,
      context: { id: '2', label: 'TANDEM', title: 'Tandem tutors' },
      members: expect.arrayContaining([
        {
          status: 'Active',
          roles: ['Learner'],
          user_id: '3',
          lis_person_sourcedid: 'vet-lv-1',
          name: 'Ilze Ozoliņa',
          given_name: 'Ilze',
          family_name: 'Ozoliņa',
          email: 'ilze@sandbox.invalid',
          ext_user_username: 'ilze',
        },
        { status: 'Active', roles: ['Learner'], user_id: '6', lis_person_sourcedid: 'p-6' },
      ]),
    });
    expect(idsOf(answer.body)).toEqual(['3', '4', '5', '6', '7']);
    expect(answer.headers).not.toHaveProperty('link');
  });

  it('are paged with a plain Link header', async () => {
    const first = await members('?limit=3');
    expect(first.headers.link).toBe(`<${bench.issuer}${MEMBERS}?limit=3&from=3>; rel="next"`);
    expect(idsOf(first.body)).toEqual(['3', '4', '5']);

    const second = await members('?limit=3&from=3');
    expect(second.headers).not.toHaveProperty('link');
    expect(idsOf(second.body)).toEqual(['6', '7']);
  });

  it('keep rlid and drop the role on the way to the next page', async () => {
    const answer = await members('?role=Learner&rlid=1&limit=1');

    expect(answer.headers.link).toBe(
      `<${bench.issuer}${MEMBERS}?limit=1&from=1&rlid=1>; rel="next"`,
    );
  });

  it.each([
    ['Learner', ['3', '4', '5', '6']],
    ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner', ['3', '4', '5', '6']],
    ['Instructor', ['7']],
    ['Mentor', ['3', '4', '5', '6', '7']],
  ])('are filtered by the role %s', async (role, ids) => {
    expect(idsOf((await members(`?role=${encodeURIComponent(role)}`)).body)).toEqual(ids);
  });

  it('carry a message for a link', async () => {
    expect((await members('?rlid=1')).body).toMatchObject({
      members: expect.arrayContaining([
        expect.objectContaining({
          message: [
            {
              'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiResourceLinkRequest',
            },
          ],
        }),
      ]),
    });
    expect((await members('?rlid=999')).body).toMatchObject({
      status: 404,
      reason: "Not Found: LTI link 999 doesn't exist",
    });
  });

  it('are for the tool of the address and the course there is', async () => {
    expect((await members().set('Accept', '*/*')).status).toBe(200);
    expect((await members().set('Accept', 'application/json')).status).toBe(400);
    for (const [path, status] of [
      ['/services/CourseSection/2/bindings/2/memberships', 401],
      ['/services/CourseSection/77/bindings/1/memberships', 404],
    ] as const) {
      expect((await bench.call('get', path).set('Accept', TYPES.members)).status).toBe(status);
    }
  });
});
