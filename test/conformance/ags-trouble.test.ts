import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/shared/clock.js';
import {
  aGradedCourse,
  aWhile,
  EXERCISE,
  triesOf,
  type GradedCourse,
} from '../support/graded-course.js';
import { agsClaim, type Answer, type GradedPlatform } from '../support/graded-platform.js';
import { until, type Visit } from '../support/launch.js';
import { claim } from '../support/messages.js';

const SCOPES = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

describe('a gradebook that is in trouble, or not there', () => {
  let course: GradedCourse;
  let platform: GradedPlatform;

  beforeAll(async () => {
    course = await aGradedCourse();
  });

  afterAll(() => course.stop());

  beforeEach(async () => {
    platform = await course.school();
  });

  afterEach(async () => {
    await platform.stop();
    course.setAhead(0);
  });

  const arrived = (count: number) => until(() => platform.scores.length >= count);

  /** What a trainer sees of a learner's work. */
  async function seenByTrainer(userId = '3'): Promise<string> {
    const { browser, base } = await platform.visit({ userId: '7', role: 'Instructor' });
    const page = await browser.get(`${base}/learners/${userId}`);
    expect(page.status).toBe(200);
    return page.text();
  }

  /** The test of the connection, its steps that do not work. */
  async function brokenSteps(trainer: Visit): Promise<string> {
    const { browser, base, token } = trainer;
    await browser.post(`${base}/connection?token=${encodeURIComponent(token)}`, {});
    let page = '';
    await until(async () => {
      page = await (await browser.get(`${base}/connection`)).text();
      return page.includes('<textarea') || page.includes('id="ticket"');
    });
    return page;
  }

  it.each([
    ['AGS-25', 'no score scope', { scope: [`${SCOPES}lineitem`, `${SCOPES}result.readonly`] }],
    ['AGS-25', 'a scope that only begins like it', { scope: [`${SCOPES}score.readonly`] }],
    ['AGS-26', 'no line items at all', undefined],
  ])(
    '%s given %s when a result is there then it is kept here and nothing is sent',
    async (_id, _name, ags) => {
      const endpoint = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
      const claims = ags ? agsClaim(platform, ags) : { [endpoint]: undefined };
      const learner = await platform.visit({ claims });

      await course.solve(learner);

      expect(await course.standing(learner)).toBe('kept');
      await aWhile();
      expect(platform.scores).toHaveLength(0);
      expect(platform.tokenRequests).toHaveLength(0);
    },
  );

  it('AGS-25 given no score scope when the trainer tests the connection then it says what is not granted', async () => {
    const claims = agsClaim(platform, { scope: [`${SCOPES}result.readonly`] });
    const trainer = await platform.visit({ userId: '7', role: 'Instructor', claims });

    expect(await brokenSteps(trainer)).toContain('lti-ags/scope/score');
  });

  it.each<[string, Answer, string]>([
    ['403', 403, 'refused'],
    ['404, the column having gone', 404, 'refused'],
  ])(
    'AGS-48 given %s when sent then it is not tried again, and the trainer sees that',
    async (_name, answered, state) => {
      const learner = await platform.visit({});
      platform.answerNext(answered);
      await course.solve(learner);
      await course.reaches(learner, state);
      course.setAhead(DAY);
      await aWhile();

      expect(platform.scores).toHaveLength(1);
      course.setAhead(0);
      expect(await seenByTrainer()).toContain('data-standing="refused"');
    },
  );

  it('AGS-53 given a column that has gone when the learner comes again then all but the gradebook works', async () => {
    platform.answerNext(404, 404, 404);
    const learner = await platform.visit({});
    await course.solve(learner, 'wrong');
    await course.reaches(learner, 'refused');

    const again = await platform.visit({});
    await course.solve(again);
    await course.reaches(again, 'refused');

    const page = await again.browser.get(`${again.base}/exercises/${EXERCISE}`);
    expect(page.status).toBe(200);
    expect(await seenByTrainer()).toContain('data-standing="refused"');
  });

  const busy =
    (status: number, text: string): Answer =>
    (res) => {
      res.writeHead(status, { 'retry-after': '120' });
      res.end(text);
    };

  it.each([
    ['429', busy(429, '')],
    ['403 for too many, as Canvas', busy(403, '403 Forbidden (Rate Limit Exceeded)')],
  ])(
    'AGS-47 given %s when sent then the time that was asked for is waited',
    async (_name, answered) => {
      const learner = await platform.visit({});
      platform.answerNext(answered);
      await course.solve(learner);
      await arrived(1);
      course.setAhead(100 * SECOND);
      await aWhile();
      expect(platform.scores).toHaveLength(1);

      course.setAhead(5 * MINUTE);
      await course.reaches(learner, 'delivered');
      expect(platform.scores).toHaveLength(2);
    },
  );

  it('AGS-47 given 429 for one learner when another finishes then the platform is left alone too', async () => {
    const [anna, karlis] = [await platform.visit({}), await platform.visit({ userId: '4' })];
    platform.answerNext(busy(429, ''));
    await course.solve(anna);
    await arrived(1);
    // Until the refusal has been noted.
    await aWhile();
    await course.solve(karlis);
    await aWhile();
    expect(platform.scores).toHaveLength(1);

    course.setAhead(5 * MINUTE);
    await course.reaches(karlis, 'delivered');
  });

  it.each<[string, Answer]>([
    ['500', 500],
    ['503', 503],
    ['no answer to the end', (res) => res.destroy()],
    [
      'half an answer',
      (res) => {
        res.writeHead(200, { 'content-length': '10' });
        res.write('[');
        setTimeout(() => res.destroy(), 10);
      },
    ],
    [
      'a redirect',
      (res) => {
        res.writeHead(302, { location: 'http://elsewhere.invalid/' });
        res.end();
      },
    ],
  ])(
    'AGS-49 given %s when sent then it waits, longer each time, until it is there',
    async (_name, answered) => {
      const learner = await platform.visit({});
      const before = await triesOf(course.pair);
      platform.answerNext(answered, answered, answered);
      await course.solve(learner);
      for (const tries of [1, 2, 3]) {
        await course.noted(before + tries);
        expect(platform.scores).toHaveLength(tries);
        expect(await course.standing(learner)).toBe('waiting');
        course.setAhead(tries * HOUR);
      }
      await course.reaches(learner, 'delivered');

      expect(platform.scores).toHaveLength(4);
    },
  );

  it('AGS-51 given a sign-in page with 200 when sent then it is tried again', async () => {
    const learner = await platform.visit({});
    platform.answerNext((res) => {
      res.setHeader('content-type', 'text/html');
      res.end('<!doctype html><title>Sign in</title>');
    });
    await course.solve(learner);
    await arrived(1);
    expect(await course.standing(learner)).toBe('waiting');

    course.setAhead(MINUTE);
    await course.reaches(learner, 'delivered');
  });

  it('AGS-54 given two who finish together when sent then each score goes to its own person', async () => {
    const [anna, karlis] = [await platform.visit({}), await platform.visit({ userId: '4' })];

    await Promise.all([course.solve(anna), course.solve(karlis, 'wrong')]);
    await course.reaches(anna, 'delivered');
    await course.reaches(karlis, 'delivered');

    const points = new Map(platform.scores.map(({ body }) => [body.userId, body.scoreGiven]));
    expect([...points.keys()].sort()).toEqual(['3', '4']);
    expect(points.get('4')).toBe(0);
    expect(points.get('3')).toBeGreaterThan(0);
  });

  it.each([
    ['a test user', [`${MEMBERSHIP}Learner`, TEST_USER]],
    ['a trainer', [`${MEMBERSHIP}Instructor`]],
    ['somebody without a role', ['']],
  ])('AGS-55 given %s when there is a result then it goes nowhere', async (_name, roles) => {
    const visitor = await platform.visit({ claims: { [claim('roles')]: roles } });

    await course.solve(visitor);
    await aWhile();

    expect(platform.scores).toHaveLength(0);
  });
});
