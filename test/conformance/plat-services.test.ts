import { afterEach, describe, expect, it } from '@jest/globals';
import { LINE_ITEM_SCOPE } from '../../src/lti/services/scopes.js';
import { createLineItems } from '../../src/lti/services/line-items.client.js';
import { createNrps } from '../../src/lti/services/nrps.client.js';
import { DAY, SECOND } from '../../src/shared/clock.js';
import { moodleLineItems } from '../fixtures/moodle/line-items.js';
import { moodleMembers } from '../fixtures/moodle/memberships.js';
import { aGradedCourse, aWhile, type GradedCourse } from '../support/graded-course.js';
import { lineItemService, sendList, type KeptItem } from '../support/line-item-service.js';
import { until } from '../support/launch.js';
import {
  aServicePlatform,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

describe('services of platforms', () => {
  let school: ServicePlatform | undefined;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
  });

  async function open(service: Service): Promise<ServicePlatform> {
    school = await aServicePlatform(service);
    return school;
  }

  const listOf = ({ url }: ServicePlatform) => ({
    url: `${url}/lineitems?type_id=1`,
    scopes: [LINE_ITEM_SCOPE],
  });

  it('PLAT-03 given Moodle, which sends all columns without a Link header, when read then all are there', async () => {
    const many = (origin: string) =>
      Array.from({ length: 60 }, (_, at) =>
        moodleLineItems(origin).map((item) => ({
          ...item,
          id: item.id.replace('/lineitems/', `/lineitems/${at}0`),
        })),
      ).flat();
    const moodle = await open(({ url }, res) => sendList(res, many(url.origin)));

    expect(await createLineItems(moodle).find(moodle.platform, listOf(moodle))).toHaveLength(240);
    expect(moodle.seen).toHaveLength(1);
  });

  it('PLAT-04 given Moodle, which pages members by from, when read then nobody is left out', async () => {
    const moodle = await open(moodleMembers(120));

    const members = await createNrps(moodle).members(moodle.platform, `${moodle.url}/memberships`);

    expect(members).toHaveLength(120);
    expect(moodle.seen.map(({ url }) => url.search)).toEqual([
      '?limit=500',
      '?limit=50&from=50',
      '?limit=50&from=100',
    ]);
  });

  it('PLAT-11 given Blackboard, which ties no column to a link and takes whole numbers, when one is made then it is taken', async () => {
    const items: KeptItem[] = [];
    const blackboard = await open((request, res) => {
      const body = JSON.parse(request.body || '{}') as KeptItem;
      const isUnfit = body.resourceLinkId !== undefined || !Number.isInteger(body.scoreMaximum);
      if (request.method === 'POST' && isUnfit) {
        res.statusCode = 400;
        res.end('{"message":"Bad Request"}');
      } else {
        lineItemService(items)(request, res);
      }
    });
    const wanted = {
      label: 'M1',
      scoreMaximum: 12.5,
      resourceId: 'M1',
      tag: 'score',
      resourceLinkId: '1',
    };

    const made = await createLineItems(blackboard).create(
      blackboard.platform,
      listOf(blackboard),
      wanted,
    );

    expect(made).toMatchObject({ scoreMaximum: 13, resourceId: 'M1', tag: 'score' });
    expect(items).toHaveLength(1);
  });

  it('PLAT-12 given Brightspace, with 200 columns on a page, when read then all pages are', async () => {
    const all = 450;
    const brightspace = await open(({ url }, res) => {
      const page = Number(url.searchParams.get('page') ?? 1);
      const items = Array.from({ length: all }, (_, at) => ({
        id: `${url.origin}/li/${at}`,
        label: `${at}`,
        scoreMaximum: 1,
      }));
      if (page * 200 < all)
        res.setHeader('Link', `<${url.origin}/lineitems?page=${page + 1}>; rel="next"`);
      sendList(res, items.slice((page - 1) * 200, page * 200));
    });

    expect(
      await createLineItems(brightspace).find(brightspace.platform, listOf(brightspace)),
    ).toHaveLength(all);
  });

  it('PLAT-16 given Open edX, which wants a link or a name for each column, when one is made then it has both', async () => {
    const items: KeptItem[] = [];
    const openEdx = await open(lineItemService(items));
    const wanted = {
      label: 'M1',
      scoreMaximum: 10,
      resourceId: 'M1',
      tag: 'score',
      resourceLinkId: 'block',
    };

    await createLineItems(openEdx).create(openEdx.platform, listOf(openEdx), wanted);

    expect(items[0]).toMatchObject({ resourceId: 'M1', resourceLinkId: 'block', scoreMaximum: 10 });
  });
});

describe('scores for platforms', () => {
  let course: GradedCourse | undefined;

  afterEach(async () => {
    await course?.stop();
    course = undefined;
  });

  it('PLAT-09 given Canvas, for whom a person is no student, when a score is sent then it is not tried again', async () => {
    course = await aGradedCourse();
    const canvas = await course.school({ issuer: 'https://canvas.instructure.com' });
    canvas.answerNext((res) => {
      res.writeHead(422, { 'content-type': 'application/json' });
      res.end(
        '{"errors":{"type":"unprocessable_entity","message":"User not found in course or is not a student"}}',
      );
    });
    const learner = await canvas.visit({});

    await course.solve(learner);
    await course.reaches(learner, 'refused');
    course.setAhead(DAY);
    await aWhile();

    expect(canvas.scores).toHaveLength(1);
    await canvas.stop();
  });

  it('PLAT-17 given Open edX, which answers 400 to a time that is not later, when an answer is lost then the score arrives', async () => {
    course = await aGradedCourse();
    const openEdx = await course.school();
    const timeOf = (at: number) => Date.parse(String(openEdx.scores[at]?.body.timestamp));
    openEdx.answerNext(
      // Taken, and the answer is lost.
      (res) => res.destroy(),
      (res) => {
        res.statusCode = timeOf(1) > timeOf(0) ? 200 : 400;
        res.end();
      },
    );
    const learner = await openEdx.visit({});
    await course.solve(learner);
    await until(() => openEdx.scores.length >= 1);
    await aWhile();
    course.setAhead(10 * SECOND);
    await course.reaches(learner, 'delivered');

    expect(openEdx.scores).toHaveLength(2);
    expect(timeOf(1)).toBeGreaterThan(timeOf(0));
    await openEdx.stop();
  });
});
