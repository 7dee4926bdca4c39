import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openProgressStore } from '../../../src/grading/work/progress.store.js';
import { openTriesStore } from '../../../src/grading/delivery/tries.store.js';
import type { Try } from '../../../src/grading/delivery/try.js';
import type { AddedLink, Misbehaviour } from '../../../src/sandbox/index.js';
import { newId } from '../../../src/shared/ids.js';
import { loadAnswers, type Answers } from '../../support/answers.js';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, answer, until, visit, type Visit } from '../../support/launch.js';
import type { Pair } from '../../support/tool.js';
import { aKillableTool, type Killable } from './killable.js';

const KILLS = 5;
/** Answers of all learners together before the platform is left in peace. */
const ATTEMPTS = 300;
/** Seeded learners of the sandbox. */
const LEARNERS = ['3', '4', '5', '6'];
/** A new fault so often, in milliseconds. */
const FAULT_EVERY = 300;

const FAULTS: readonly Misbehaviour[] = [
  { kind: 'lose-response', method: 'POST', times: 1 },
  { kind: 'down', times: 1 },
  { kind: 'html', times: 1 },
  { kind: 'redirect', times: 1 },
  { kind: 'status', status: 503, times: 1 },
  { kind: 'status', status: 429, retryAfter: 1, times: 1 },
  { kind: 'status', status: 401, times: 1 },
  { kind: 'slow', milliseconds: 200, times: 3 },
  { kind: 'tokens-expired' },
];

describe('a gradebook in chaos', () => {
  let tool: Killable;
  let answers: Answers;

  beforeAll(async () => {
    answers = await loadAnswers();
    tool = await aKillableTool();
  }, 60_000);

  afterAll(() => tool.cleanUp());

  it('ends with what the attempts say, each score once and in order, every try on record', async () => {
    const pair = tool as unknown as Pair;
    const link = addLink(pair, 'M1');
    const visits = await Promise.all(
      LEARNERS.map((userId) => visit(pair, aBrowser(), { userId, linkId: link.id })),
    );
    const load = { count: 0, on: true };
    const faults = keepFailing(load);
    const answering = visits.map((learner) => keepAnswering(learner, load));

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await until(() => load.count > (ATTEMPTS / (KILLS + 1)) * kill, 60_000);
      await tool.kill();
    }
    await until(() => load.count >= ATTEMPTS, 60_000);
    load.on = false;
    await Promise.all([...answering, faults]);
    tool.sandbox.heal();
    // Leases that died with their process, and a lane that was closed, have to run out.
    await until(isAllSent, 200_000);
    tool.end();

    await expectTruth(link);
  }, 500_000);

  /** Something else is wrong with the platform each moment. */
  async function keepFailing(load: { readonly on: boolean }): Promise<void> {
    while (load.on) {
      const fault = FAULTS[Math.floor(Math.random() * FAULTS.length)]!;
      const group = Math.random() < 0.8 ? 'ags' : 'token';
      tool.sandbox.misbehave({ [group]: fault });
      await new Promise((resolve) => setTimeout(resolve, FAULT_EVERY));
    }
  }

  /** One learner, sending the same answer again until it is acknowledged, as the page does. */
  async function keepAnswering(
    learner: Visit,
    load: { count: number; on: boolean },
  ): Promise<void> {
    for (let turn = 0; load.on; turn += 1) {
      const exerciseId = answers.exerciseIds[turn % answers.exerciseIds.length]!;
      const right = Math.random() < 0.2;
      const response = right ? answers.right(exerciseId) : answers.wrong(exerciseId);
      const attemptId = crypto.randomUUID();
      for (let isDone = false; !isDone;) {
        const status = await answer(learner, exerciseId, { attemptId, response }).then(
          (answered) => answered.status,
          () => 0,
        );
        isDone = status === 201 || status === 409;
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      load.count += 1;
    }
  }

  async function isAllSent(): Promise<boolean> {
    const metrics = await (await fetch(`${tool.toolUrl}/metrics`)).text();
    return /^tandem_scores_waiting 0$/m.test(metrics);
  }

  async function expectTruth(link: AddedLink): Promise<void> {
    const database = tool.open();
    const store = await openProgressStore(database);
    const records = await openTriesStore({ database, newId });
    const linkId = tool.linkIdOf(link.id);
    const taken = tool.sandbox.state.receivedScores().filter(({ status }) => status === 200);
    for (const userId of LEARNERS) {
      const progress = (await store.of(linkId, userId))!;
      expect(progress.delivery).toMatchObject({ state: 'delivered' });
      const grade = tool.sandbox.state.grade(link.lineItemId!, userId);
      expect(grade?.finalGrade).toBeCloseTo((progress.scoreGiven / progress.scoreMaximum) * 100, 3);
      const own = taken.flatMap(({ score }) => (score?.userId === userId ? [score] : []));
      // Rising scores with rising times: none twice, none overtaken.
      expect(own.map(({ scoreGiven }) => scoreGiven)).toEqual(
        [...new Set(own.map(({ scoreGiven }) => scoreGiven))].sort((a, b) => a! - b!),
      );
      const tries = await records.ofProgress(progress.id, 1000);
      expect(unexplained(own, tries)).toEqual([]);
    }
    await database.close();
  }

  /** Scores that the platform took and of which no record says so. */
  function unexplained(
    own: readonly { readonly timestamp: string }[],
    tries: readonly Try[],
  ): readonly unknown[] {
    const known = new Set(tries.map(({ request = '{}' }) => timeOf(request)));
    const unknown = own.filter(({ timestamp }) => !known.has(timestamp));
    // One whose sender was killed before it could write leaves no record of its own.
    return unknown.slice(KILLS);
  }

  function timeOf(request: string): unknown {
    return (JSON.parse(request) as { timestamp?: unknown }).timestamp;
  }
});
