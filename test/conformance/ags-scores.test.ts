import { afterEach, describe, expect, it } from '@jest/globals';
import { createAgs, type GradedScore, type Score } from '../../src/lti/services/ags.client.js';
import { aScore } from '../support/gradebook.js';
import {
  aServicePlatform,
  type SeenRequest,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

const ITEM = '/2/lineitems/2/lineitem';

describe('scores', () => {
  let school: ServicePlatform | undefined;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
  });

  /** Sends one to a platform that takes it, or does as told. */
  async function post(
    score: Score = aScore(),
    { lineItem = ITEM, service }: { lineItem?: string; service?: Service } = {},
  ): Promise<SeenRequest | undefined> {
    school = await aServicePlatform(service ?? ((_request, res) => res.end()));
    await createAgs(school).postScore(school.platform, `${school.url}${lineItem}`, score);
    return school.seen.at(-1);
  }

  const answered =
    (status: number, text = '', type = 'application/vnd.ims.lis.v1.score+json'): Service =>
    (_request, res) => {
      res.writeHead(status, { 'content-type': type });
      res.end(status === 204 ? undefined : text);
    };

  it.each([
    ['AGS-01', 'no query', ITEM, `${ITEM}/scores`],
    ['AGS-02', 'a query', `${ITEM}?type_id=1`, `${ITEM}/scores?type_id=1`],
    [
      'AGS-02',
      'a longer query',
      '/api/line_items/9?a=1&b=%2F',
      '/api/line_items/9/scores?a=1&b=%2F',
    ],
    ['AGS-03', 'a slash at its end', `${ITEM}/`, `${ITEM}/scores`],
    ['AGS-03', 'a slash before its query', `${ITEM}/?type_id=1`, `${ITEM}/scores?type_id=1`],
  ])(
    '%s given a line item with %s when a score is sent then it goes below its path',
    async (_id, _name, lineItem, path) => {
      const seen = await post(aScore(), { lineItem });

      expect(seen?.method).toBe('POST');
      expect(`${seen?.url.pathname}${seen?.url.search}`).toBe(path);
    },
  );

  it('AGS-04 given a score when sent then its media type is exactly that of scores', async () => {
    expect((await post())?.headers).toMatchObject({
      'content-type': 'application/vnd.ims.lis.v1.score+json',
      authorization: 'Bearer token-1',
    });
    expect(school?.tokenRequests[0]?.get('scope')).toBe(
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    );
  });

  it('AGS-05 given a score when sent then the body is it, in compact JSON', async () => {
    expect((await post(aScore({ comment: 'ģimene 🎉' })))?.body).toBe(
      '{"userId":"3","scoreGiven":15,"scoreMaximum":20,"activityProgress":"Completed",' +
        '"gradingProgress":"FullyGraded","timestamp":"2026-11-23T12:00:00.000Z","comment":"ģimene 🎉"}',
    );
  });

  it.each([
    ['none', 0, 20],
    ['a fraction', 12.34567, 20],
    ['all', 20, 20],
  ])(
    'AGS-06 given %s of the points when sent then both numbers are in the body',
    async (_name, scoreGiven, scoreMaximum) => {
      const body = JSON.parse(
        (await post(aScore({ scoreGiven, scoreMaximum })))?.body ?? '',
      ) as object;

      expect(body).toMatchObject({ scoreGiven, scoreMaximum });
    },
  );

  it.each<[string, Partial<GradedScore>]>([
    ['NaN', { scoreGiven: NaN }],
    ['negative', { scoreGiven: -1 }],
    ['without end', { scoreGiven: Infinity }],
    ['null by mistake', { scoreGiven: null as unknown as number }],
    ['a text by mistake', { scoreGiven: '15' as unknown as number }],
    ['of a maximum that is 0', { scoreMaximum: 0 }],
    ['of a maximum that is NaN', { scoreMaximum: NaN }],
    ['of no time', { timestamp: 'yesterday' }],
  ])('AGS-07 given a score that is %s when sent then nothing leaves', async (_name, over) => {
    await expect(post(aScore(over))).rejects.toMatchObject({ code: 'lti.score-not-sendable' });
    expect(school?.seen).toHaveLength(0);
    expect(school?.tokenRequests).toHaveLength(0);
  });

  it('AGS-08 given more points than the maximum when sent then they go as they are', async () => {
    const body = JSON.parse((await post(aScore({ scoreGiven: 22 })))?.body ?? '') as object;

    expect(body).toMatchObject({ scoreGiven: 22, scoreMaximum: 20 });
  });

  it.each(['NotReady', 'Pending', 'PendingManual', 'Failed'] as const)(
    'AGS-15 given %s when sent then the body has no points, whatever came along',
    async (gradingProgress) => {
      const { userId, timestamp, activityProgress } = aScore();
      const progress = { userId, timestamp, activityProgress, gradingProgress };

      const seen = await post({ ...progress, scoreGiven: 5, scoreMaximum: 20 } as unknown as Score);

      expect(JSON.parse(seen?.body ?? '')).toEqual(progress);
    },
  );

  it('AGS-20 given a score that a machine gave when sent then nobody is named for it', async () => {
    const body = JSON.parse((await post())?.body ?? '') as object;

    expect(Object.keys(body)).not.toContain('scoringUserId');
  });

  it.each([
    ['200 with nothing, as Moodle', answered(200)],
    ['200 with the score', answered(200, JSON.stringify(aScore()))],
    ['200 with its result, as Canvas', answered(200, '{"resultUrl":"https://canvas.example/r/1"}')],
    ['201', answered(201)],
    ['202', answered(202)],
    ['204', answered(204)],
  ])('AGS-50 given %s when sent then it is there', async (_name, service) => {
    await expect(post(aScore(), { service })).resolves.toBeDefined();
  });

  it.each([
    ['a sign-in page', '<!doctype html><title>Sign in</title>'],
    ['a page after blank lines', '\n\n<html><body>Maintenance</body></html>'],
  ])(
    'AGS-51 given 200 with %s when sent then it is not there, and may be later',
    async (_name, page) => {
      const service = answered(200, page, 'text/html');

      await expect(post(aScore(), { service })).rejects.toMatchObject({
        code: 'lti.service-unreachable',
      });
    },
  );

  it.each([
    ['429', 429, '', 429],
    ['403 in the words of Canvas', 403, '403 Forbidden (Rate Limit Exceeded)\n', 429],
    ['403 for another reason', 403, '{"errors":["not allowed"]}', 403],
  ])(
    'AGS-47 given %s when sent then too much and not allowed are told apart',
    async (_name, status, text, meant) => {
      const service: Service = (_request, res) => {
        res.writeHead(status, { 'retry-after': '17' });
        res.end(text);
      };

      await expect(post(aScore(), { service })).rejects.toMatchObject({
        code: 'lti.service-refused',
        platformStatus: meant,
        retryAfterSeconds: 17,
      });
    },
  );
});
