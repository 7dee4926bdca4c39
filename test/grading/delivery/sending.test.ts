import { beforeEach, describe, expect, it } from '@jest/globals';
import { beforeTry } from '../../../src/grading/delivery/after-try.js';
import { SECOND } from '../../../src/shared/clock.js';
import { aDesk, NOON, type Desk } from '../desk.js';

const LEASE = 120 * SECOND;

describe('a score on its way', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
  });

  it('is delivered once', async () => {
    await desk.answer(3);

    expect(await desk.sender.sendNext()).toBe(true);
    expect(await desk.sender.sendNext()).toBe(false);
    expect(desk.sent).toEqual([
      {
        userId: '3',
        scoreGiven: 3,
        scoreMaximum: 10,
        activityProgress: 'Submitted',
        gradingProgress: 'FullyGraded',
        timestamp: new Date(NOON).toISOString(),
        lineItem: 'https://lms.school.example/1/lineitem',
        platformId: 'p',
      },
    ]);
    const delivery = await desk.delivery();
    expect(delivery).toMatchObject({ state: 'delivered', deliveredAt: desk.now });
    expect(delivery.isInDoubt).toBeUndefined();
  });

  it('stays as it is after a worse try', async () => {
    await desk.answer(3);
    await desk.drain();
    await desk.answer(1);

    expect(await desk.sender.sendNext()).toBe(false);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('has a timestamp a second later than one of the same second', async () => {
    await desk.answer(3);
    await desk.drain();
    await desk.answer(5);
    await desk.drain();

    const times = desk.sent.map(({ timestamp }) => Date.parse(timestamp));
    expect(times[1]! - times[0]!).toBe(SECOND);
  });

  it('has a later timestamp also when our clock jumped back an hour', async () => {
    await desk.answer(3);
    await desk.drain();
    desk.now -= 3600 * SECOND;
    await desk.answer(5);
    await desk.drain();

    const times = desk.sent.map(({ timestamp }) => Date.parse(timestamp));
    expect(times[1]!).toBeGreaterThan(times[0]!);
  });

  it('is followed by the newer one that came while it was under way', async () => {
    await desk.answer(3);
    desk.faults = [() => desk.answer(5).then(() => undefined)];

    await desk.drain();

    expect(desk.sent.map(({ scoreGiven }) => scoreGiven)).toEqual([3, 5]);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('is never sent beside another of the same person', async () => {
    await desk.answer(3);
    let second: boolean | undefined;
    desk.faults = [
      async () => {
        await desk.answer(5);
        second = await desk.sender.sendNext();
      },
    ];

    await desk.sender.sendNext();

    expect(second).toBe(false);
  });

  it('is tried again when its sender died', async () => {
    await desk.answer(3);
    const lease = { now: desk.now, until: desk.now + LEASE, note: beforeTry };
    await desk.store.claim('p', lease);
    expect(await desk.sender.sendNext()).toBe(false);

    desk.now += LEASE;
    await desk.drain();

    expect(desk.sent).toHaveLength(1);
  });

  it('is not sent again when its sender died after the platform had taken it', async () => {
    await desk.answer(3);
    const lease = { now: desk.now, until: desk.now + LEASE, note: beforeTry };
    await desk.store.claim('p', lease);
    desk.results = [{ userId: '3', score: 30, maximum: 100 }];

    desk.now += LEASE;
    await desk.drain();

    expect(desk.sent).toEqual([]);
    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('knows its own again when a better answer came after its sender had died', async () => {
    await desk.answer(3);
    const lease = { now: desk.now, until: desk.now + LEASE, note: beforeTry };
    await desk.store.claim('p', lease);
    await desk.answer(5);
    desk.results = [{ userId: '3', score: 30, maximum: 100 }];

    desk.now += LEASE;
    await desk.drain();

    expect(desk.sent).toMatchObject([{ scoreGiven: 5 }]);
  });
});
