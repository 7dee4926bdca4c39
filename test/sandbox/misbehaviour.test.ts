import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { EndpointGroup, Misbehaviour } from '../../src/sandbox/index.js';
import { SCOPES, startBench, TYPES, type ServiceBench } from './services.js';
import { NOW } from './support.js';

let bench: ServiceBench;
let authorization: string;
beforeAll(async () => {
  bench = await startBench();
  authorization = `Bearer ${await bench.token(...Object.values(SCOPES))}`;
});
afterEach(() => bench.sandbox.heal());
afterAll(() => bench.close());

const SCORES = '/services/2/lineitems/2/lineitem/scores?type_id=1';
let minutes = 0;

function post(bearer = authorization): Promise<Response> {
  minutes += 1;
  return fetch(bench.issuer + SCORES, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: bearer, 'content-type': TYPES.score },
    body: JSON.stringify({
      userId: '3',
      scoreGiven: 15,
      scoreMaximum: 20,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      timestamp: new Date(NOW + minutes * 60_000).toISOString(),
    }),
  });
}

const misbehave = (ags: Misbehaviour | null) => bench.sandbox.misbehave({ ags });
const received = () => bench.sandbox.state.receivedScores().length;

describe('misbehaviour', () => {
  it('breaks the connection and does nothing', async () => {
    misbehave({ kind: 'down' });
    const before = received();

    await expect(post()).rejects.toThrow();
    expect(received()).toBe(before);
  });

  it('answers late', async () => {
    misbehave({ kind: 'slow', milliseconds: 80 });
    const start = performance.now();

    expect((await post()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });

  it.each([
    [429, 120, '120'],
    [503, 'Mon, 23 Nov 2026 10:00:00 GMT', 'Mon, 23 Nov 2026 10:00:00 GMT'],
    [500, undefined, null],
  ])('answers with status %s and Retry-After %s', async (status, retryAfter, header) => {
    misbehave({ kind: 'status', status, retryAfter });
    const answer = await post();

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, header]);
  });

  it('heals after the number of times it was told', async () => {
    misbehave({ kind: 'status', status: 503, times: 2 });
    const statuses = [(await post()).status, (await post()).status, (await post()).status];

    expect(statuses).toEqual([503, 503, 200]);
  });

  it('heals when told so', async () => {
    misbehave({ kind: 'status', status: 503 });
    misbehave(null);

    expect((await post()).status).toBe(200);
  });

  it('loses the answer of a score it has taken', async () => {
    misbehave({ kind: 'lose-response', times: 1 });
    const before = received();

    await expect(post()).rejects.toThrow();
    expect(received()).toBe(before + 1);
    expect(bench.sandbox.state.receivedScores().at(-1)?.status).toBe(200);
  });

  it('answers a page where JSON was due', async () => {
    misbehave({ kind: 'html' });
    const answer = await post();

    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
  });

  it('redirects to another host', async () => {
    misbehave({ kind: 'redirect' });
    const answer = await post();

    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'http://elsewhere.invalid/',
    ]);
  });

  it('answers without end', async () => {
    misbehave({ kind: 'endless' });
    const answer = await post();
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += (chunk as Uint8Array).byteLength;
      if (size > 2_000_000) break;
    }

    expect(size).toBeGreaterThan(2_000_000);
  });

  it('ends tokens until a new one is taken', async () => {
    misbehave({ kind: 'tokens-expired' });
    expect((await post()).status).toBe(401);

    authorization = `Bearer ${await bench.token(...Object.values(SCOPES))}`;
    expect((await post()).status).toBe(200);
  });

  it.each<[EndpointGroup, string]>([
    ['auth', '/auth'],
    ['certs', '/certs'],
    ['token', '/token'],
    ['ags', '/services/2/lineitems'],
    ['nrps', '/services/CourseSection/2/bindings/1/memberships'],
  ])('of %s stays there', async (group, path) => {
    const paths = [
      '/auth',
      '/certs',
      '/token',
      '/services/2/lineitems',
      '/services/CourseSection/2/x',
    ];
    bench.sandbox.misbehave({ [group]: { kind: 'status', status: 418 } });
    expect((await request(bench.sandbox.handler).get(path)).status).toBe(418);

    const others = paths.filter((other) => !path.startsWith(other.replace('/2/x', '')));
    for (const other of others) {
      expect((await request(bench.sandbox.handler).get(other)).status).not.toBe(418);
    }
  });

  it('is set on a page', async () => {
    const form = { group: 'ags', kind: 'status', status: '429', retryAfter: '30', times: '1' };
    await request(bench.sandbox.handler)
      .post('/switches?user=2')
      .type('form')
      .send({ ...form, milliseconds: '' })
      .expect(303);
    const page = await request(bench.sandbox.handler).get('/switches?user=2');
    expect(page.text).toContain('&#34;status&#34;:429');

    const answer = await post();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    expect((await post()).status).toBe(200);
  });
});
