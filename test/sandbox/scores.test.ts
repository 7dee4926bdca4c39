import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { SCOPES, startBench, TYPES, type ServiceBench } from './services.js';
import { NOW } from './support.js';

let bench: ServiceBench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const PATH = '/services/2/lineitems/2/lineitem/scores?type_id=1';
let second = 0;

/** FullyGraded 15 of 20 for user 3, each a minute later than the last. */
function aScore(changes: object = {}): object {
  second += 60;
  return {
    userId: '3',
    scoreGiven: 15,
    scoreMaximum: 20,
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    timestamp: new Date(NOW + second * 1000 + 609).toISOString(),
    ...changes,
  };
}

const grade = () => bench.sandbox.state.grade('2', '3');

describe('a score', () => {
  it('reaches the gradebook and is answered by an empty 200', async () => {
    const answer = await bench.post(aScore({ timestamp: '2026-11-22T03:48:15.609Z' }));

    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(answer.headers['content-type']).toBe(`${TYPES.score}; charset=utf-8`);
    expect(grade()).toEqual({
      lineItemId: '2',
      userId: '3',
      rawGrade: 15,
      finalGrade: 15,
      comment: '',
      timeModified: 1795319295,
    });
  });

  it('is recorded with the time it came, whatever the answer', async () => {
    await bench.post(aScore());
    await bench.post(aScore({ userId: '9999' }));
    await request(bench.sandbox.handler)
      .post(PATH)
      .set('Content-Type', TYPES.score)
      .send(JSON.stringify(aScore()));

    const received = bench.sandbox.state.receivedScores();
    expect(received.map(({ status }) => status)).toEqual([200, 400, 401]);
    expect(received[0]).toMatchObject({
      receivedAt: NOW,
      lineItemId: '2',
      clientId: bench.tool.clientId,
      score: { userId: '3', scoreGiven: 15 },
    });
    expect(received[2]?.clientId).toBeUndefined();
  });

  it.each([
    ['the same moment', '2026-11-22T03:48:15.609Z'],
    ['the same second', '2026-11-22T03:48:15.999Z'],
    ['an earlier day', '2020-01-01T00:00:00Z'],
    ['a day without time', '2026-11-22'],
  ])('is refused with 409 at %s', async (_case, timestamp) => {
    await bench.post(aScore({ timestamp: '2026-11-22T03:48:15.609Z' }));
    const answer = await bench.post(aScore({ timestamp, scoreGiven: 3 }));

    expect(answer.status).toBe(409);
    expect(answer.text).toBe('[]');
    expect(grade()?.finalGrade).toBe(15);
  });

  it('is taken one second later', async () => {
    await bench.post(aScore({ timestamp: '2026-11-22T03:48:15.609Z' }));
    const answer = await bench.post(
      aScore({ timestamp: '2026-11-22T03:48:16.000Z', scoreGiven: 16 }),
    );

    expect(answer.status).toBe(200);
    expect(grade()?.finalGrade).toBe(16);
  });

  it.each([
    ['50 of 100', { scoreGiven: 50, scoreMaximum: 100 }, 10, 10],
    ['a third', { scoreGiven: 1, scoreMaximum: 3 }, 6.66667, 6.66667],
    ['many decimals', { scoreGiven: 13.33712345678 }, 13.33712, 13.33712],
    ['more than the maximum', { scoreGiven: 30 }, 30, 20],
    ['less than nothing', { scoreGiven: -5 }, -5, 0],
    ['nothing', { scoreGiven: 0 }, 0, 0],
    ['a maximum of 0', { scoreGiven: 5, scoreMaximum: 0 }, 5, 5],
    ['numeric text', { scoreGiven: '12' }, 12, 12],
    ['a number as user', { userId: 3 }, 15, 15],
    ['unknown activity progress', { activityProgress: 'Bogus' }, 15, 15],
  ])('is put on the scale of the line item: %s', async (_case, changes, rawGrade, finalGrade) => {
    expect((await bench.post(aScore(changes))).status).toBe(200);
    expect(grade()).toMatchObject({ rawGrade, finalGrade });
  });

  it.each([
    ['an offset', '2026-11-22T06:07:15.609+02:00', 1795320435],
    ['an offset without colon', '2026-11-22T06:09:15.609+0200', 1795320555],
    ['microseconds', '2026-11-22T09:12:15.609123Z', 1795338735],
  ])('is stamped in whole seconds: %s', async (_case, timestamp, timeModified) => {
    await bench.post(aScore({ timestamp }));

    expect(grade()?.timeModified).toBe(timeModified);
  });

  it.each([
    ['no user', { userId: undefined }],
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp in seconds', { timestamp: '1795338855' }],
    ['no activityProgress', { activityProgress: undefined }],
    ['no gradingProgress', { gradingProgress: undefined }],
    ['points without a maximum', { scoreMaximum: undefined }],
    ['points that are no number', { scoreGiven: 'abc' }],
    ['an unknown person', { userId: '9999' }],
    ['a teacher', { userId: '7' }],
    ['an administrator outside the course', { userId: '2' }],
  ])('is refused with 400 and [] for %s', async (_case, changes) => {
    const answer = await bench.post(aScore(changes));

    expect(answer.status).toBe(400);
    expect(answer.text).toBe('[]');
    expect(bench.sandbox.state.grades()).toEqual([]);
  });

  it('comes back in the status line when it is refused', async () => {
    const body = JSON.stringify(aScore({ timestamp: undefined, comment: 'ģimene 🎉' }));
    const response = await fetch(`${bench.issuer}${PATH}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await bench.token(SCOPES.score)}`,
        'content-type': TYPES.score,
      },
      body,
    });

    // fetch reads a status line as UTF-8.
    expect(response.statusText).toBe(`Incorrect score received${body}`);
  });

  it('looks accepted when it is refused and has line breaks', async () => {
    const answer = await bench.post(JSON.stringify(aScore({ timestamp: undefined }), null, 2));

    expect(answer.status).toBe(200);
    expect(answer.text).toBe('[]');
    expect(grade()).toBeUndefined();
  });

  it('breaks the platform when its user is no number', async () => {
    const answer = await bench.post(aScore({ userId: 'abc' }));

    expect(answer.status).toBe(502);
    expect(answer.text).toContain('502 Bad Gateway');
  });

  it.each([
    ['gradingProgress Pending', { gradingProgress: 'Pending' }],
    ['gradingProgress PendingManual', { gradingProgress: 'PendingManual' }],
    ['gradingProgress Failed', { gradingProgress: 'Failed' }],
    ['gradingProgress NotReady', { gradingProgress: 'NotReady' }],
    ['unknown gradingProgress', { gradingProgress: 'Bogus' }],
    ['no points', { scoreGiven: undefined, scoreMaximum: undefined }],
    ['null points', { scoreGiven: null }],
  ])('erases the grade with %s', async (_case, changes) => {
    await bench.post(aScore());
    const answer = await bench.post(aScore(changes));

    expect(answer.status).toBe(200);
    expect(grade()).toEqual({ lineItemId: '2', userId: '3', comment: '' });
  });

  it('blocks the time until now when it erases at a line item the tool made', async () => {
    await bench
      .call('post', '/services/2/lineitems?type_id=1')
      .set('Content-Type', TYPES.item)
      .send(JSON.stringify({ label: 'Extra', scoreMaximum: 30 }));
    const send = (changes: object) =>
      bench
        .call('post', PATH.replace('lineitems/2', 'lineitems/3'))
        .set('Content-Type', TYPES.score)
        .send(JSON.stringify(aScore(changes)));
    await send({ timestamp: '2026-11-22T10:05:15Z' });
    await send({ timestamp: '2026-11-22T10:06:15Z', gradingProgress: 'Pending' });

    expect((await send({ timestamp: '2026-11-22T10:07:15Z' })).status).toBe(409);
  });

  it('clears the comment when it has none', async () => {
    const comment = 'Labi! <b>bold</b>\nNew line & "quotes" ģ 🎉';
    await bench.post(aScore({ comment }));
    expect(grade()?.comment).toBe(comment);

    await bench.post(aScore());
    expect(grade()?.comment).toBe('');
  });
});

describe('the scores service', () => {
  const refusal = (status: number, reason: string, contentType: string, url = PATH) => ({
    status,
    reason,
    request: { method: 'POST', url, accept: expect.any(String), contentType },
  });

  it.each([
    ['application/json', 'No handler found for /2/lineitems/2/lineitem/scores  application/json'],
    ['application/vnd.ims.lis.v1.scorecontainer+json', 'No context or unsupported content type'],
  ])('refuses %s', async (type, reason) => {
    const answer = await bench.call('post', PATH).set('Content-Type', type).send('{}');

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusal(400, reason, type));
  });

  it('takes its own type with a charset', async () => {
    const answer = await bench
      .call('post', PATH)
      .set('Content-Type', `${TYPES.score}; charset=utf-8`)
      .send(JSON.stringify(aScore()));

    expect(answer.status).toBe(200);
  });

  it('wants a token for scores', async () => {
    const token = await bench.token(SCOPES.result);
    const answer = await request(bench.sandbox.handler)
      .post(PATH)
      .set({ Authorization: `Bearer ${token}`, 'Content-Type': TYPES.score })
      .send(JSON.stringify(aScore()));

    expect(answer.status).toBe(401);
    expect(answer.body).toEqual(refusal(401, 'Unauthorized', TYPES.score));
  });

  it('lets tokens end after an hour', async () => {
    bench.clock.now += 3600 * 1000;

    expect((await bench.post(aScore())).status).toBe(401);
  });

  it("refuses another tool's line item, and one that is not there", async () => {
    const other = bench.sandbox.registerTool({
      name: 'Other',
      loginUrl: 'http://localhost:1',
      launchUrl: 'http://localhost:1',
      jwksUrl: 'http://localhost:1',
    });
    bench.sandbox.addLink({
      toolClientId: other.clientId,
      title: 'Other',
      targetLinkUri: 'http://localhost:1',
      custom: {},
      scoreMaximum: 1,
    });
    const send = (id: number) =>
      bench
        .call('post', PATH.replace('lineitems/2', `lineitems/${String(id)}`))
        .set('Content-Type', TYPES.score)
        .send(JSON.stringify(aScore()));

    expect((await send(3)).body).toMatchObject({ status: 403, reason: 'Invalid LTI id supplied.' });
    expect((await send(999)).body).toMatchObject({
      status: 404,
      reason: "Not Found: Grade item 999 doesn't exist",
    });
  });

  it('knows no /scores behind the query', async () => {
    const answer = await bench
      .call('post', '/services/2/lineitems/2/lineitem?type_id=1/scores')
      .set('Content-Type', TYPES.score)
      .send('{}');

    expect(answer.body).toMatchObject({
      status: 400,
      reason: `No handler found for /2/lineitems/2/lineitem  ${TYPES.score}`,
    });
  });

  it('is not for reading', async () => {
    const answer = await bench.call('get', PATH).set('Accept', '*/*');

    expect(answer.status).toBe(405);
  });
});
