import { afterEach, describe, expect, it } from '@jest/globals';
import { createAgs, type GradedScore } from '../../../src/lti/services/ags.client.js';
import { createResults, type Result } from '../../../src/lti/services/results.client.js';
import { SCORE_SCOPE } from '../../../src/lti/services/scopes.js';
import {
  recordedAnswers,
  sendRecorded,
  type RecordedAnswer,
} from '../../fixtures/moodle/recorded.js';
import { aServicePlatform, type ServicePlatform } from '../../support/service-platform.js';

const ITEM = '/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1';
const ORIGIN = 'https://school.example';

describe('services of Moodle, as recorded', () => {
  let moodle: ServicePlatform | undefined;

  afterEach(async () => {
    await moodle?.stop();
    moodle = undefined;
  });

  async function answering(answer: RecordedAnswer, part: 'token' | 'service' = 'service') {
    const say: Parameters<typeof aServicePlatform>[0] = (_request, res) =>
      sendRecorded(res, answer);
    moodle = await aServicePlatform(say, part === 'token' ? { token: say } : {});
    return moodle;
  }

  describe('token', () => {
    const all = recordedAnswers('token-answers');
    const given = all.filter(([, { status }]) => status === 200);
    const refused = all.filter(([, { status }]) => status !== 200);

    it.each(given)('%s: is taken, although it is called text', async (_name, answer) => {
      const { tokens, platform } = await answering(answer, 'token');

      expect(answer.type).toContain('text/html');
      expect(await tokens.get(platform, [SCORE_SCOPE])).toBe('0'.repeat(32));
    });

    it('is given without the scopes that Moodle does not know: then it is refused', async () => {
      const some = new Map(given).get('partially_unknown_scope')!;
      const { tokens, platform } = await answering(some, 'token');

      const asking = tokens.get(platform, [SCORE_SCOPE, 'https://scope.example/unknown']);

      await expect(asking).rejects.toMatchObject({ service: 'token', platformStatus: 200 });
    });

    it.each(refused)('%s: is refused, with words for whoever looks', async (_name, answer) => {
      const { tokens, platform } = await answering(answer, 'token');

      await expect(tokens.get(platform, [SCORE_SCOPE])).rejects.toMatchObject({
        code: 'lti.service-refused',
        service: 'token',
        platformStatus: answer.status,
        excerpt: expect.stringMatching(/error|Error|Exception/) as unknown,
      });
    });
  });

  describe('results', () => {
    const cases = new Map(recordedAnswers('results', { origin: ORIGIN }));

    async function read(name: string, userId?: string): Promise<readonly Result[]> {
      const { reader, platform, url } = await answering(cases.get(name)!);
      return createResults({ reader }).read(platform, `${url}${ITEM}`, userId);
    }

    it('of all people are read, with points, maximum and time', async () => {
      expect(await read('all')).toEqual([
        { userId: '3', score: 13, maximum: 20, changedAt: Date.UTC(2026, 10, 22, 10, 0, 15) },
        { userId: '4', score: 19, maximum: 20, changedAt: Date.UTC(2026, 10, 22, 10, 10, 15) },
      ]);
      // Below the path, before the query, and without a page size: with one it answers 404.
      expect(moodle?.seen.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
        '/mod/lti/services.php/2/lineitems/2/lineitem/results?type_id=1',
      ]);
    });

    it.each([
      ['one_user', '3', [13]],
      ['user_without_grade', '5', []],
      ['empty_item', undefined, []],
      ['decoupled', undefined, [undefined]],
    ])('%s: no grade is not 0', async (name, userId, scores) => {
      expect((await read(name, userId)).map(({ score }) => score)).toEqual(scores);
    });

    it.each([
      ['limit1', 404],
      ['score_token', 401],
    ])('%s: a refusal is no empty list', async (name, platformStatus) => {
      await expect(read(name)).rejects.toMatchObject({ service: 'results', platformStatus });
    });
  });

  describe('score', () => {
    const cases = recordedAnswers('scores');
    const score: GradedScore = {
      ...{ userId: '3', scoreGiven: 15, scoreMaximum: 20, timestamp: '2026-11-22T03:48:15.609Z' },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
      comment: 'One line\nand another',
    };
    const sendTo = ({ tokens, platform, url }: ServicePlatform) =>
      createAgs({ tokens }).postScore(platform, `${url}${ITEM}`, score);

    it('goes as Moodle wants it: exact type, compact, below the path', async () => {
      await sendTo(await answering(new Map(cases).get('ok')!));

      const [{ url, headers, body } = { url: undefined, headers: {}, body: '' }] = moodle!.seen;
      expect(`${url?.pathname}${url?.search}`).toBe(
        '/mod/lti/services.php/2/lineitems/2/lineitem/scores?type_id=1',
      );
      expect(headers['content-type']).toBe('application/vnd.ims.lis.v1.score+json');
      // With a line break in the JSON a refused score is answered 200.
      expect(body).not.toMatch(/[\r\n]/);
    });

    it.each(cases.filter(([, { status }]) => status === 200))(
      '%s: is delivered',
      async (_name, answer) => {
        await expect(sendTo(await answering(answer))).resolves.toBeUndefined();
      },
    );

    it.each(cases.filter(([, { status }]) => status !== 200))(
      '%s: is refused, and nothing of the learner is in the message',
      async (_name, answer) => {
        const fault = await sendTo(await answering(answer)).catch((thrown: unknown) => thrown);

        expect(fault).toMatchObject({ code: 'lti.service-refused', platformStatus: answer.status });
        // Moodle writes the whole score into the reason phrase.
        expect(String(fault)).not.toContain('scoreGiven');
      },
    );
  });
});
