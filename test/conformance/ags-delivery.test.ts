import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/shared/clock.js';
import { aGradedCourse, aWhile, EXERCISE, type GradedCourse } from '../support/graded-course.js';
import type { GradedPlatform } from '../support/graded-platform.js';
import { until } from '../support/launch.js';

describe('a result on its way to the gradebook', () => {
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
  const times = () => platform.scores.map(({ body }) => Date.parse(String(body.timestamp)));
  const pointsSent = () => platform.scores.map(({ body }) => body.scoreGiven);
  it('AGS-09 given a result when sent then its time is ISO 8601 with milliseconds and Z', async () => {
    await course.solve(await platform.visit({}));
    await arrived(1);

    expect(platform.scores[0]?.body.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each(['AGS-10', 'AGS-11'])(
    '%s given two results within a second when sent then their times are a whole second apart',
    async () => {
      const learner = await platform.visit({});
      await course.solve(learner, 'wrong');
      await course.reaches(learner, 'delivered');
      await course.solve(learner);
      await course.reaches(learner, 'delivered');

      const [first = 0, second = 0] = times();
      expect(platform.scores).toHaveLength(2);
      expect(Math.floor(second / SECOND)).toBeGreaterThan(Math.floor(first / SECOND));
    },
  );

  it('AGS-12 given a result that fails while a newer one comes when tried again then only the newer is sent', async () => {
    const learner = await platform.visit({});
    let release = (): void => undefined;
    platform.answerNext((res) => {
      release = () => {
        res.statusCode = 503;
        res.end();
      };
    });
    await course.solve(learner, 'wrong');
    await arrived(1);
    await course.solve(learner);
    release();
    course.setAhead(MINUTE);
    await course.reaches(learner, 'delivered');

    const [older, ...newer] = pointsSent();
    expect(older).toBe(0);
    expect(newer.length).toBeGreaterThan(0);
    for (const points of newer) expect(points).toBeGreaterThan(0);
  });

  it('AGS-13 given a clock that is set back when sent then the time is later than the last all the same', async () => {
    const learner = await platform.visit({});
    await course.solve(learner, 'wrong');
    await course.reaches(learner, 'delivered');
    course.setAhead(-HOUR);
    await course.solve(learner);
    await arrived(2);

    const [first = 0, second = 0] = times();
    expect(second).toBeGreaterThanOrEqual(first + SECOND);
  });

  it('AGS-14 given results to and fro while the platform is away when it is back then the last that counts is sent, once', async () => {
    const learner = await platform.visit({});
    platform.answerNext(503);
    await course.solve(learner, 'wrong');
    await arrived(1);
    await course.solve(learner);
    await course.solve(learner, 'wrong');
    course.setAhead(MINUTE);
    await course.reaches(learner, 'delivered');

    expect(pointsSent()).toHaveLength(2);
    expect(pointsSent()[1]).toBeGreaterThan(0);
    expect(times()[1]).toBeGreaterThan(times()[0] ?? Infinity);
  });

  it('AGS-16 given a result that is there when the learner opens the activity again then nothing is sent', async () => {
    const learner = await platform.visit({});
    await course.solve(learner);
    await course.reaches(learner, 'delivered');

    const again = await platform.visit({});
    await again.browser.get(`${again.base}/exercises/${EXERCISE}`);
    await aWhile();

    expect(platform.scores).toHaveLength(1);
    expect(platform.scores[0]?.body).toMatchObject({ gradingProgress: 'FullyGraded' });
  });

  it('does not come twice for a try that changes nothing', async () => {
    const learner = await platform.visit({});
    await course.solve(learner);
    await course.reaches(learner, 'delivered');
    await course.solve(learner);
    await aWhile();

    expect(platform.scores).toHaveLength(1);
  });

  it.each([
    ['400', 400],
    ['422, as Canvas', 422],
  ])(
    'AGS-44 given %s for somebody who cannot be graded when sent then it is not tried again',
    async (_name, status) => {
      const learner = await platform.visit({});
      platform.answerNext(status);
      await course.solve(learner);
      await course.reaches(learner, 'refused');
      course.setAhead(DAY);
      await aWhile();

      expect(platform.scores).toHaveLength(1);
    },
  );

  it('AGS-45 given 409 when sent then it goes once more with a later time', async () => {
    const learner = await platform.visit({});
    platform.answerNext(409);
    await course.solve(learner);
    await arrived(1);
    course.setAhead(10 * SECOND);
    await course.reaches(learner, 'delivered');

    const [first = 0, second = 0] = times();
    expect(second).toBeGreaterThanOrEqual(first + SECOND);
    expect(pointsSent()[1]).toBe(pointsSent()[0]);
  });

  it('AGS-43 given a grade that a trainer wrote over when there is a new result then theirs stays', async () => {
    const learner = await platform.visit({});
    await course.solve(learner, 'wrong');
    await course.reaches(learner, 'delivered');
    platform.showResults([{ userId: '3', resultScore: 80, resultMaximum: 100 }]);

    await course.solve(learner);
    await course.reaches(learner, 'changed');
    course.setAhead(DAY);
    await aWhile();

    expect(platform.scores).toHaveLength(1);
  });

  it.each([
    ['AGS-43', 'what we sent', { resultScore: 0, resultMaximum: 100 }],
    ['PLAT-05', 'no score, as Moodle after 0', {}],
  ])(
    '%s given a gradebook that holds %s when there is a new result then it is sent',
    async (_id, _name, held) => {
      const learner = await platform.visit({});
      await course.solve(learner, 'wrong');
      await course.reaches(learner, 'delivered');
      platform.showResults([{ userId: '3', ...held }]);

      await course.solve(learner);
      await arrived(2);
      await course.reaches(learner, 'delivered');

      expect(pointsSent()[1]).toBeGreaterThan(0);
    },
  );

  it('does not come again when its answer was lost and the gradebook has it', async () => {
    const learner = await platform.visit({});
    platform.answerNext((res) => res.destroy());
    platform.showResults([{ userId: '3', resultScore: 100, resultMaximum: 100 }]);
    await course.solve(learner);
    await arrived(1);
    course.setAhead(MINUTE);
    await course.reaches(learner, 'delivered');

    expect(platform.scores).toHaveLength(1);
  });
});
