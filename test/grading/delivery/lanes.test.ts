import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceUnreachable } from '../../../src/lti/services/service-http.js';
import { HOUR, MINUTE, SECOND } from '../../../src/shared/clock.js';
import { aDesk, aLearner, aLink, refusal, type Desk } from '../desk.js';

describe('platforms side by side', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
    desk.links.set('other', aLink({ id: 'other', platformId: 'p2' }));
    desk.links.set('third', aLink({ id: 'third', platformId: 'p2-2' }));
  });

  async function learnersAnswer(linkId: string, platformId: string, count: number): Promise<void> {
    for (let learner = 0; learner < count; learner += 1) {
      await desk.answer(3, { by: aLearner({ linkId, platformId, userId: `u${learner}` }) });
    }
  }

  it('are served in turn, however much waits for one of them', async () => {
    await learnersAnswer('link', 'p', 20);
    await learnersAnswer('other', 'p2', 2);
    await learnersAnswer('third', 'p2-2', 2);

    for (let turn = 0; turn < 6; turn += 1) await desk.sender.sendNext();

    expect(desk.sent.map(({ platformId }) => platformId)).toEqual([
      'p',
      'p2',
      'p2-2',
      'p',
      'p2',
      'p2-2',
    ]);
  });

  it('do not wait for one that does not answer', async () => {
    await learnersAnswer('link', 'p', 20);
    await learnersAnswer('other', 'p2', 5);
    desk.down.add('p');

    // Three failures of the one, five scores of the other, and nothing else.
    expect(await desk.drain()).toBe(8);
    expect(desk.sent.map(({ platformId }) => platformId)).toEqual(Array(5).fill('p2'));
  });

  it('are left alone after three failures, and then asked once', async () => {
    await learnersAnswer('link', 'p', 20);
    desk.faults = Array.from({ length: 4 }, () => new ServiceUnreachable('down'));

    expect(await desk.drain()).toBe(3);
    expect(desk.lanes.state('p')).toMatchObject({ failures: 3 });
    expect(desk.lanes.state('p').closedUntil).toBeGreaterThan(desk.now);
    desk.now += 31 * SECOND;
    expect(await desk.drain()).toBe(1);

    desk.now += HOUR;
    await desk.drain();
    expect(desk.sent).toHaveLength(20);
    expect(desk.lanes.state('p').failures).toBe(0);
  });

  it('are asked by one worker while they fail, and by four at most', async () => {
    await learnersAnswer('link', 'p', 20);
    let most = 0;
    let underway = 0;
    const slow = async (): Promise<void> => {
      underway += 1;
      most = Math.max(most, underway);
      // Until the others have had every chance to come in beside it, however busy the machine is.
      for (let wait = 0; wait < 200 && most < 4; wait += 1) await pause(5);
      await pause(20);
      underway -= 1;
    };
    desk.faults = Array.from({ length: 20 }, () => slow);

    await Promise.all(Array.from({ length: 10 }, () => desk.sender.sendNext()));

    expect(most).toBe(4);
  });

  it('are not taken for broken when they refuse one score', async () => {
    await learnersAnswer('link', 'p', 10);
    desk.faults = Array.from({ length: 5 }, () => refusal(400));

    await desk.drain();

    expect(desk.sent).toHaveLength(5);
  });

  it('are tried at once when somebody asks for it', async () => {
    await learnersAnswer('link', 'p', 5);
    desk.faults = Array.from({ length: 3 }, () => refusal(503));
    await desk.drain();
    desk.lanes.reopen('p');

    desk.now += MINUTE;
    await desk.drain();

    expect(desk.sent).toHaveLength(5);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
