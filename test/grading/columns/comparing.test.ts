import { beforeEach, describe, expect, it } from '@jest/globals';
import { causeOf } from '../../../src/grading/delivery/delivery.js';
import { DAY, HOUR, MINUTE } from '../../../src/shared/clock.js';
import { aDesk, aLearner, aLink, refusal, type Desk } from '../desk.js';

const LATER = 20 * MINUTE;

describe('comparing with the gradebook', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    await desk.answer(3);
    await desk.drain();
    desk.now += LATER;
  });

  async function compare(): Promise<void> {
    await desk.comparing.request(['link']);
    expect(await desk.comparing.compareNext()).toBe(true);
  }

  it('leaves alone what is there as we sent it, and says when it looked', async () => {
    desk.results = [{ userId: '3', score: 30, maximum: 100 }];
    await compare();

    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
    expect(await desk.gradings.of('link')).toMatchObject({ checkedAt: desk.now });
  });

  it('finds what somebody else has changed', async () => {
    desk.results = [{ userId: '3', score: 80, maximum: 100 }];
    await compare();

    expect(await desk.delivery()).toMatchObject({
      state: 'changed',
      there: { at: desk.now, points: { scoreGiven: 80, scoreMaximum: 100 } },
    });
  });

  it('finds what somebody else has changed in the column for completion, and leaves the score alone', async () => {
    await desk.gradings.update('link', (known) => ({ ...known, completionLabel: 'Done' }));
    await desk.answer(3, { exerciseId: 'M1-02' });
    await desk.drain();
    desk.now += LATER;
    const { completion, scoreGiven, scoreMaximum } = (await desk.store.of('link', '3'))!;
    expect(completion).toMatchObject({ state: 'delivered' });
    desk.results = [{ userId: '3', score: scoreGiven, maximum: scoreMaximum }];
    desk.resultsIn.set(desk.made[0]!, [{ userId: '3', score: 0, maximum: 1 }]);
    await compare();

    expect(await desk.store.of('link', '3')).toMatchObject({
      completion: { state: 'changed', there: { points: { scoreGiven: 0, scoreMaximum: 1 } } },
      delivery: { state: 'delivered' },
    });

    desk.resultsIn.set(desk.made[0]!, [{ userId: '3', score: 1, maximum: 1 }]);
    await compare();
    expect((await desk.store.of('link', '3'))!.completion).toMatchObject({ state: 'delivered' });
  });

  it('finds that it was changed back', async () => {
    desk.results = [{ userId: '3', score: 80, maximum: 100 }];
    await compare();
    desk.results = [{ userId: '3', score: 30, maximum: 100 }];
    await compare();

    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('finds what is missing there', async () => {
    desk.results = [{ userId: '3' }];
    await compare();

    expect(causeOf(await desk.delivery())).toBe('not-there');
  });

  it('asks again when a kept grade of theirs changes', async () => {
    desk.results = [{ userId: '3', score: 80, maximum: 100 }];
    await compare();
    const known = (await desk.store.of('link', '3'))!;
    await desk.store.replace({ ...known, delivery: { ...known.delivery, isKept: true } });
    await compare();
    expect((await desk.delivery()).isKept).toBe(true);

    desk.results = [{ userId: '3', score: 60, maximum: 100 }];
    await compare();

    expect((await desk.delivery()).isKept).toBeUndefined();
  });

  it('does not take a gradebook that has not caught up for an empty one', async () => {
    desk.results = [];
    await desk.answer(5);
    await desk.drain();
    await compare();

    expect(causeOf(await desk.delivery())).toBe('delivered');
  });

  it.each([
    ['the platform does not let us', 'closed', 'not-allowed'],
    ['it refuses', refusal(403, { service: 'results' }), 'not-allowed'],
    ['it is broken', refusal(500, { service: 'results' }), 'platform-fault'],
  ] as const)('says why it did not work when %s', async (_name, results, cause) => {
    desk.results = results;
    await compare();

    const { checkedAt, checkFailure } = await desk.gradings.of('link');
    expect(checkedAt).toBeUndefined();
    expect(checkFailure).toMatchObject({ cause });
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });

    desk.results = [];
    desk.now += 2 * HOUR;
    await desk.comparing.compareNext();
    expect((await desk.gradings.of('link')).checkFailure).toBeUndefined();
  });

  it('happens each night, for every link behind which somebody has worked', async () => {
    desk.links.set('other', aLink({ id: 'other', platformId: 'p2' }));
    await desk.answer(3, { by: aLearner({ linkId: 'other', platformId: 'p2' }) });
    expect(await desk.comparing.compareNext()).toBe(false);

    const first = await nightly();
    const second = await nightly();

    expect(first).toEqual(['link', 'other']);
    expect(second).toEqual(['link', 'other']);
  });

  /** One day, minute by minute. @returns links that were compared */
  async function nightly(): Promise<string[]> {
    const begun = desk.now;
    for (let minute = 0; minute < DAY / (10 * MINUTE); minute += 1) {
      while (await desk.comparing.compareNext());
      desk.now += 10 * MINUTE;
    }
    const ids = ['link', 'other'];
    const checked = await Promise.all(ids.map((id) => desk.gradings.of(id)));
    return ids.filter((_id, at) => (checked[at]!.checkedAt ?? 0) >= begun);
  }

  it('works scores out anew only after a trainer has changed the rule', async () => {
    await desk.answer(1);
    await compare();
    expect(await desk.store.of('link', '3')).toMatchObject({ scoreGiven: 3 });

    const change = { counting: 'last', mustRecount: true } as const;
    await desk.gradings.update('link', (known) => ({ ...known, ...change }));
    await compare();
    await desk.drain();

    expect(await desk.store.of('link', '3')).toMatchObject({ scoreGiven: 1 });
    expect(desk.sent.at(-1)).toMatchObject({ scoreGiven: 1 });
    expect((await desk.gradings.of('link')).mustRecount).toBeUndefined();
  });

  it('takes grades back into this tool when none are wanted any more', async () => {
    const change = { column: 'none', mustRecount: true } as const;
    await desk.gradings.update('link', (known) => ({ ...known, ...change }));
    await compare();

    expect(await desk.delivery()).toMatchObject({ state: 'kept' });
  });
});
