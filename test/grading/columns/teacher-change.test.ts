import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceUnreachable } from '../../../src/lti/services/service-http.js';
import { changeProgress, resent } from '../../../src/grading/work/change-progress.js';
import { MINUTE } from '../../../src/shared/clock.js';
import { aDesk, refusal, type Desk } from '../desk.js';

describe('what the gradebook holds', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
  });

  it('is not overwritten where somebody else has put it there', async () => {
    await desk.answer(3);
    await desk.drain();
    desk.results = [{ userId: '3', score: 90, maximum: 100 }];
    await desk.answer(5);
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
    expect(await desk.delivery()).toMatchObject({
      state: 'changed',
      there: { points: { scoreGiven: 90, scoreMaximum: 100 } },
    });
  });

  it('is not overwritten by a first score either', async () => {
    desk.results = [{ userId: '3', score: 90, maximum: 100 }];
    await desk.answer(3);
    await desk.drain();

    expect(desk.sent).toEqual([]);
    expect(await desk.delivery()).toMatchObject({
      state: 'changed',
      there: { points: { scoreGiven: 90, scoreMaximum: 100 } },
    });
  });

  it('is replaced by a first score once a trainer wants that', async () => {
    desk.results = [{ userId: '3', score: 0, maximum: 100 }];
    await desk.answer(3);
    await desk.drain();
    const { id } = (await desk.store.of('link', '3'))!;
    await changeProgress(desk.store, id, (current) =>
      resent(current, 'score', { now: desk.now, mayReplace: true }),
    );
    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([3]);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it.each([
    ['the same as ours', [{ userId: '3', score: 30, maximum: 100 }]],
    ['a row without points', [{ userId: '3' }]],
    ["another person's", [{ userId: '4', score: 90, maximum: 100 }]],
  ])('does not hold up a first score where it is %s', async (_name, results) => {
    desk.results = results;
    await desk.answer(3);
    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([3]);
  });

  it('is read before a first score again where it could not be read just now', async () => {
    desk.results = refusal(503, { service: 'results' });
    await desk.answer(3);
    await desk.drain();
    expect(desk.sent).toEqual([]);
    desk.results = [{ userId: '3', score: 90, maximum: 100 }];
    desk.now += MINUTE;
    await desk.drain();

    expect(desk.sent).toEqual([]);
    expect(await desk.delivery()).toMatchObject({ state: 'changed' });
  });

  it('stays so through later answers', async () => {
    await desk.answer(3);
    await desk.drain();
    desk.results = [{ userId: '3', score: 90, maximum: 100 }];
    await desk.answer(5);
    await desk.drain();
    await desk.answer(6);
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
    expect(await desk.delivery()).toMatchObject({ state: 'changed' });
  });

  it.each([
    ['our own, rounded', [{ userId: '3', score: 30.4, maximum: 100 }]],
    ['an older one of ours', [{ userId: '3', score: 10, maximum: 100 }]],
    ['nothing', [{ userId: '3' }]],
    ['nobody', []],
    ["somebody else's of another person", [{ userId: '4', score: 90, maximum: 100 }]],
  ])('is replaced where it is %s', async (_name, results) => {
    await desk.answer(1);
    await desk.drain();
    await desk.answer(3);
    await desk.drain();
    desk.results = results;
    await desk.answer(5);
    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([1, 3, 5]);
  });

  it.each([
    ['the launch did not open them', 'closed'],
    ['the platform refuses to show them', refusal(403, { service: 'results' })],
    ['there are none at that address', refusal(404, { service: 'results' })],
  ] as const)('does not hold up a score when %s', async (_name, results) => {
    await desk.answer(3);
    await desk.drain();
    desk.results = results;
    await desk.answer(5);
    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([3, 5]);
  });

  it('is recognised when the answer to an accepted score was lost', async () => {
    desk.faults = [new ServiceUnreachable('other side closed')];
    await desk.answer(3);
    await desk.drain();
    desk.results = [{ userId: '3', score: 30, maximum: 100 }];

    desk.now += MINUTE;
    await desk.drain();

    expect(desk.sent).toEqual([]);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered', tries: 0 });
  });

  it('is not taken for a lost answer when it is something else', async () => {
    desk.faults = [refusal(409)];
    await desk.answer(3);
    await desk.drain();
    desk.results = [{ userId: '3', score: 80, maximum: 100 }];

    desk.now += MINUTE;
    await desk.drain();

    expect(await desk.delivery()).toMatchObject({ state: 'changed' });
  });
});

describe('the record of tries', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
  });

  it('has every try with what was sent and answered, under a pseudonym', async () => {
    desk.faults = [refusal(503, { text: 'Down for maintenance' })];
    await desk.answer(3);
    await desk.drain();
    desk.now += MINUTE;
    await desk.drain();

    const { documents } = await desk.tries.behind(['link'], { limit: 10 });
    expect(documents).toMatchObject([
      { result: 'later', cause: 'platform-fault', status: 503, excerpt: 'Down for maintenance' },
      { result: 'delivered', cause: 'delivered', lineItem: expect.stringContaining('lineitem') },
    ]);
    const [first] = documents;
    expect(JSON.parse(first!.request!)).toEqual({
      ...{ scoreGiven: 3, scoreMaximum: 10, activityProgress: 'Submitted' },
      ...{ gradingProgress: 'FullyGraded', timestamp: expect.any(String) },
    });
    expect(first!.learner).toMatch(/^[\w-]{12}$/);
    expect(documents[1]!.learner).toBe(first!.learner);
  });

  it('is swept after four hundred days', async () => {
    await desk.answer(3);
    await desk.drain();
    expect(await desk.tries.sweep()).toBe(0);

    desk.now += 400 * 24 * 60 * MINUTE;

    expect(await desk.tries.sweep()).toBe(1);
  });
});
