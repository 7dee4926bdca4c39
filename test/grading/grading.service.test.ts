import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_ATTEMPTS } from '../../src/grading/attempt.js';
import { createGrading, type Grading } from '../../src/grading/grading.service.js';
import { openProgressStore, type ProgressStore } from '../../src/grading/progress.store.js';
import { createSendScores, type SendScores } from '../../src/grading/send-scores.service.js';
import { ServiceRefused, type Score } from '../../src/lti/index.js';
import { PlatformDisabled } from '../../src/lti/platform.service.js';
import { ServiceUnreachable } from '../../src/lti/service-http.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { HOUR, MINUTE, SECOND } from '../../src/shared/clock.js';
import { silent } from '../../src/shared/logger.js';
import type { Principal } from '../../src/shared/principal.js';

const NOON = 1_800_000_000_000;

const principal: Principal = {
  platformId: 'p',
  deploymentId: '1',
  userId: '3',
  contextId: '2',
  linkId: 'link',
  contentId: 'M1',
  role: 'learner',
};

const link = {
  id: 'link',
  platformId: 'p',
  deploymentId: '1',
  resourceLinkId: '1',
  lineItem: 'https://lms.school.example/1/lineitem',
  scopes: [],
};

function refusal(status: number, headers: Record<string, string> = {}): ServiceRefused {
  return new ServiceRefused('score', { status, headers: new Headers(headers), text: '' });
}

describe('grading', () => {
  let now: number;
  let database: Database;
  let store: ProgressStore;
  let grading: Grading;
  let sender: SendScores;
  let hasLineItem: boolean;
  let sent: Score[];
  /** What the platform does with the next posts; empty: takes them. */
  let faults: (Error | (() => Promise<void>))[];

  beforeEach(async () => {
    now = NOON;
    hasLineItem = true;
    sent = [];
    faults = [];
    const clock = (): number => now;
    database = openSqlite({ file: ':memory:', clock });
    store = await openProgressStore(database);
    grading = createGrading({
      store,
      clock,
      exerciseFor: (_principal, { id }) => ({ id, version: 'v1', grade: gradeOf }),
      gradedFor: () => [
        { id: 'M1-01', maxScore: 6 },
        { id: 'M1-02', maxScore: 4 },
      ],
      hasLineItem: () => Promise.resolve(hasLineItem),
      onWaiting: () => undefined,
    });
    sender = createSendScores({
      store,
      clock,
      chance: () => 0,
      logger: silent,
      resourceLink: () => Promise.resolve(link),
      postScore: async (_link, score) => {
        const fault = faults.shift();
        if (fault instanceof Error) throw fault;
        await fault?.();
        sent.push(score);
      },
      onTried: () => undefined,
    });
  });

  function gradeOf(
    response: unknown,
  ): ReturnType<ReturnType<Parameters<typeof createGrading>[0]['exerciseFor']>['grade']> {
    if (typeof response !== 'number') return undefined;
    return { response, outcome: { score: response, maxScore: 6, feedback: '', parts: [] } };
  }

  async function answer(response: unknown, over: { attemptId?: string; by?: Principal } = {}) {
    now += 1;
    return grading.recordAttempt(over.by ?? principal, {
      exerciseId: 'M1-01',
      attemptId: over.attemptId ?? `attempt-${now}`,
      language: 'en',
      response,
    });
  }

  async function delivery() {
    return (await store.of('link', '3'))!.delivery;
  }

  it('keeps the answer, the score that counts and its delivery in one document', async () => {
    const { standing } = await answer(3);

    expect(standing).toMatchObject({
      scoreGiven: 3,
      scoreMaximum: 10,
      delivery: { state: 'waiting' },
    });
    expect(await store.of('link', '3')).toMatchObject({
      attempts: [{ exerciseId: 'M1-01', response: 3 }],
      deliveryDueAt: now,
    });
  });

  it('counts an answer that is sent twice once', async () => {
    await answer(3, { attemptId: 'same' });
    await answer(3, { attemptId: 'same' });

    expect((await store.of('link', '3'))!.attempts).toHaveLength(1);
  });

  it('keeps every one of many answers that arrive at once from two windows', async () => {
    await Promise.all([
      answer(1, { attemptId: 'a' }),
      answer(2, { attemptId: 'b' }),
      answer(3, { attemptId: 'c' }),
    ]);

    const { attempts, scoreGiven } = (await store.of('link', '3'))!;
    expect(attempts.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(scoreGiven).toBe(3);
  });

  it('refuses what is no answer, and keeps nothing of it', async () => {
    await expect(answer('x')).rejects.toMatchObject({ code: 'grading.not-an-answer' });
    expect(await store.of('link', '3')).toBeUndefined();
  });

  it('refuses more than a hundred tries at one exercise', async () => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) await answer(1);

    await expect(answer(6)).rejects.toMatchObject({ code: 'grading.too-many-attempts' });
  });

  it('grades the answers of others than learners, and keeps nothing of them', async () => {
    const { standing } = await answer(3, { by: { ...principal, role: 'instructor' } });

    expect(standing.delivery).toMatchObject({ state: 'kept', reason: 'not-a-learner' });
    expect(await store.of('link', '3')).toBeUndefined();
    expect(await sender.sendNext()).toBe(false);
  });

  it('lets a learner who also teaches keep a score that waits', async () => {
    await answer(3);
    await answer(6, { by: { ...principal, role: 'instructor' } });
    await sender.sendNext();

    expect(sent).toMatchObject([{ scoreGiven: 3 }]);
  });

  it('refuses the id of another answer', async () => {
    await answer(3, { attemptId: 'same' });

    await expect(answer(6, { attemptId: 'same' })).rejects.toMatchObject({
      code: 'grading.not-an-answer',
    });
    expect((await store.of('link', '3'))!.scoreGiven).toBe(3);
  });

  it('keeps scores here when the platform wants none, and sends them once it does', async () => {
    hasLineItem = false;
    expect((await answer(3)).standing.delivery).toMatchObject({
      state: 'kept',
      reason: 'no-line-item',
    });

    hasLineItem = true;
    await answer(2);
    await sender.sendNext();

    expect(sent).toMatchObject([{ scoreGiven: 3 }]);
  });

  describe('sending', () => {
    it('delivers the score once', async () => {
      await answer(3);

      expect(await sender.sendNext()).toBe(true);
      expect(await sender.sendNext()).toBe(false);
      expect(sent).toEqual([
        {
          userId: '3',
          scoreGiven: 3,
          scoreMaximum: 10,
          activityProgress: 'Submitted',
          gradingProgress: 'FullyGraded',
          timestamp: new Date(NOON).toISOString(),
        },
      ]);
      expect(await delivery()).toMatchObject({ state: 'delivered', deliveredAt: now });
    });

    it('sends nothing for a worse try', async () => {
      await answer(3);
      await sender.sendNext();
      await answer(1);

      expect(await sender.sendNext()).toBe(false);
      expect(await delivery()).toMatchObject({ state: 'delivered' });
    });

    it('gives two scores of one second timestamps a second apart', async () => {
      await answer(3);
      await sender.sendNext();
      await answer(5);
      await sender.sendNext();

      const times = sent.map(({ timestamp }) => Date.parse(timestamp));
      expect(times[1]! - times[0]!).toBe(SECOND);
    });

    it('sends the newer score after an answer that came while the older was under way', async () => {
      await answer(3);
      faults = [() => answer(5).then(() => undefined)];

      await sender.sendNext();
      await sender.sendNext();

      expect(sent.map(({ scoreGiven }) => scoreGiven)).toEqual([3, 5]);
      expect(await delivery()).toMatchObject({ state: 'delivered' });
    });

    it('never sends two at once for one person', async () => {
      await answer(3);
      let second: boolean | undefined;
      faults = [
        async () => {
          await answer(5);
          second = await sender.sendNext();
        },
      ];

      await sender.sendNext();

      expect(second).toBe(false);
    });

    it.each([
      ['no connection', new ServiceUnreachable('down'), 'unreachable'],
      ['500', refusal(500), 'score 500'],
      ['503', refusal(503), 'score 503'],
      ['429', refusal(429), 'score 429'],
      ['401 also with a new token', refusal(401), 'score 401'],
    ])('tries again after %s', async (_name, fault, lastFailure) => {
      faults = [fault];
      await answer(3);
      await sender.sendNext();
      expect(await delivery()).toMatchObject({ state: 'waiting', tries: 1, lastFailure });

      now += MINUTE;
      await sender.sendNext();

      expect(await delivery()).toMatchObject({ state: 'delivered', tries: 0 });
    });

    it('waits as long as Retry-After asks', async () => {
      faults = [refusal(503, { 'retry-after': '120' })];
      await answer(3);
      await sender.sendNext();

      now += 119 * SECOND;
      expect(await sender.sendNext()).toBe(false);
      now += 2 * SECOND;
      expect(await sender.sendNext()).toBe(true);
    });

    it('sends with a later second after a 409, as when the answer to an accepted score was lost', async () => {
      faults = [refusal(409)];
      await answer(3);
      await sender.sendNext();

      now += 2 * SECOND;
      await sender.sendNext();

      expect(sent.map(({ timestamp }) => timestamp)).toEqual([
        new Date(NOON + 2 * SECOND).toISOString(),
      ]);
    });

    it.each([400, 403, 404, 422])('gives up at once on %s, and says why', async (status) => {
      faults = [refusal(status)];
      await answer(3);
      await sender.sendNext();

      expect(await delivery()).toMatchObject({ state: 'refused', reason: 'platform-refused' });
      now += HOUR;
      expect(await sender.sendNext()).toBe(false);
    });

    it('waits while the platform is switched off', async () => {
      faults = [new PlatformDisabled('off')];
      await answer(3);
      await sender.sendNext();
      expect(await delivery()).toMatchObject({
        state: 'waiting',
        lastFailure: 'platform disabled',
      });

      now += HOUR;
      await sender.sendNext();

      expect(await delivery()).toMatchObject({ state: 'delivered' });
    });

    it.each(['999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
      'waits a day at most, whatever Retry-After asks: %s',
      async (retryAfter) => {
        faults = [refusal(503, { 'retry-after': retryAfter })];
        await answer(3);
        await sender.sendNext();

        now += 25 * HOUR;
        expect(await sender.sendNext()).toBe(true);
      },
    );

    it('tries again when the same answer is given after a refusal', async () => {
      faults = [refusal(404)];
      await answer(3);
      await sender.sendNext();
      await answer(3);
      await sender.sendNext();

      expect(await delivery()).toMatchObject({ state: 'delivered' });
    });

    it('gives nothing up while the platform is switched off, however long', async () => {
      await answer(3);
      for (let tries = 0; tries < 300; tries += 1) {
        faults = [new PlatformDisabled('off')];
        await sender.sendNext();
        now += 2 * HOUR;
      }

      expect(await delivery()).toMatchObject({ state: 'waiting' });
    });

    it('tries again when a new answer changes a refused score', async () => {
      faults = [refusal(404)];
      await answer(3);
      await sender.sendNext();
      await answer(5);
      await sender.sendNext();

      expect(await delivery()).toMatchObject({ state: 'delivered' });
    });

    it('gives up after a week', async () => {
      await answer(3);
      for (let tries = 0; tries < 400 && (await delivery()).state === 'waiting'; tries += 1) {
        faults = [new ServiceUnreachable('down')];
        await sender.sendNext();
        now += HOUR;
      }

      expect(await delivery()).toMatchObject({ state: 'refused', reason: 'gave-up' });
      expect(now - NOON).toBeGreaterThan(7 * 24 * HOUR);
    });

    it('comes back to a score whose sender died', async () => {
      await answer(3);
      await store.leaseDelivery(now, now + MINUTE);
      expect(await sender.sendNext()).toBe(false);

      now += MINUTE;
      await sender.sendNext();

      expect(sent).toHaveLength(1);
    });
  });
});
