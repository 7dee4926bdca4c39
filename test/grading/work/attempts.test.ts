import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_ATTEMPTS } from '../../../src/grading/work/attempt.js';
import { aDesk, aLearner, aLink, type Desk } from '../desk.js';

describe('an answer', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
  });

  it('is kept with the score that counts and its delivery in one document', async () => {
    const { standing } = await desk.answer(3);

    expect(standing).toMatchObject({
      scoreGiven: 3,
      scoreMaximum: 10,
      delivery: { state: 'waiting' },
    });
    expect(await desk.store.of('link', '3')).toMatchObject({
      attempts: [{ exerciseId: 'M1-01', response: 3 }],
      deliveryDueAt: desk.now,
    });
  });

  it('counts once when it is sent twice', async () => {
    await desk.answer(3, { attemptId: 'same' });
    await desk.answer(3, { attemptId: 'same' });

    expect((await desk.store.of('link', '3'))!.attempts).toHaveLength(1);
  });

  it('is kept also when many arrive at once from two windows', async () => {
    await Promise.all([
      desk.answer(1, { attemptId: 'a' }),
      desk.answer(2, { attemptId: 'b' }),
      desk.answer(3, { attemptId: 'c' }),
    ]);

    const { attempts, scoreGiven } = (await desk.store.of('link', '3'))!;
    expect(attempts.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(scoreGiven).toBe(3);
  });

  it('that is none is refused, and nothing of it is kept', async () => {
    await expect(desk.answer('x')).rejects.toMatchObject({ code: 'grading.not-an-answer' });
    expect(await desk.store.of('link', '3')).toBeUndefined();
  });

  it('is refused after a hundred tries at one exercise', async () => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) await desk.answer(1);

    await expect(desk.answer(6)).rejects.toMatchObject({ code: 'grading.too-many-attempts' });
  });

  it('of somebody who teaches is graded, and nothing of it is kept', async () => {
    const { standing } = await desk.answer(3, { by: aLearner({ role: 'instructor' }) });

    expect(standing.delivery).toMatchObject({ state: 'kept', reason: 'not-a-learner' });
    expect(await desk.store.of('link', '3')).toBeUndefined();
    expect(await desk.sender.sendNext()).toBe(false);
  });

  it('of a learner who also teaches leaves a score that waits as it is', async () => {
    await desk.answer(3);
    await desk.answer(6, { by: aLearner({ role: 'instructor' }) });
    await desk.drain();

    expect(desk.sent).toMatchObject([{ scoreGiven: 3 }]);
  });

  it('is refused with the id of another one', async () => {
    await desk.answer(3, { attemptId: 'same' });

    await expect(desk.answer(6, { attemptId: 'same' })).rejects.toMatchObject({
      code: 'grading.not-an-answer',
    });
    expect((await desk.store.of('link', '3'))!.scoreGiven).toBe(3);
  });

  it('keeps its score here while the platform wants none, and sends it once it does', async () => {
    desk.links.set('link', aLink({ lineItem: undefined }));
    expect((await desk.answer(3)).standing.delivery).toMatchObject({
      state: 'kept',
      reason: 'no-line-item',
    });

    desk.links.set('link', aLink());
    await desk.answer(2);
    await desk.drain();

    expect(desk.sent).toMatchObject([{ scoreGiven: 3 }]);
  });

  it.each([
    ['best', 5],
    ['first', 1],
    ['last', 3],
    ['mean', 3],
  ] as const)('counts by the rule of its link: %s', async (counting, score) => {
    await desk.gradings.update('link', (known) => ({ ...known, counting }));

    await desk.answer(1);
    await desk.answer(5);
    await desk.answer(3);

    expect(await desk.store.of('link', '3')).toMatchObject({ scoreGiven: score });
  });
});
