import { performance } from 'node:perf_hooks';
import { createLanes } from '../grading/delivery/lanes.js';
import { Progress, progressIdOf } from '../grading/work/progress.js';
import { openProgressStore, type ProgressStore } from '../grading/work/progress.store.js';
import { createSendScores, type SendScores } from '../grading/delivery/send-scores.service.js';
import { openTriesStore, type TriesStore } from '../grading/delivery/tries.store.js';
import { openDatabase } from '../persistence/open-database.js';
import { newId } from '../shared/ids.js';
import { silent } from '../shared/logger.js';
import { digits, median, type Line } from './table.js';
import type { Workplace } from './workplace.js';

const BACKLOGS = [100, 10_000, 100_000];
/** The same number at each backlog; the backlog is filled up again after each round. */
const DELIVERIES = 100;
const WARM_UP_ROUNDS = 3;
const ROUNDS = 7;
/** Documents written at once while the backlog is filled. */
const BATCH = 500;
const LINK = 'link';

interface Cost {
  readonly cpu: number;
  readonly time: number;
}

/** A database of its own with so many scores waiting. */
interface Queue {
  readonly backlog: number;
  readonly store: ProgressStore;
  readonly sendScores: SendScores;
  readonly costs: Cost[];
  /** How many people it has ever held. */
  people: number;
}

/** What one delivery costs, however many wait behind it. The platform answers at once. */
export async function deliveryLines(workplace: Workplace): Promise<Line[]> {
  const queues: Queue[] = [];
  for (const backlog of BACKLOGS) {
    workplace.say(`filling a database with ${backlog.toLocaleString('en')} waiting scores`);
    const queue = await openQueue(workplace, backlog);
    await addScores(queue, backlog);
    queues.push(queue);
  }
  workplace.say(`deliveries: ${ROUNDS} x ${DELIVERIES} from each`);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    // By turns, so that a slow moment of the disk meets all of them.
    for (const queue of queues) {
      const cost = await deliver(queue.sendScores);
      await addScores(queue, DELIVERIES);
      if (round >= 0) queue.costs.push(cost);
    }
  }
  const first = middle(queues[0]?.costs ?? []);
  return queues.map(({ backlog, costs }, at) => lineOf(backlog, middle(costs), at > 0 && first));
}

function middle(costs: readonly Cost[]): Cost {
  return { cpu: median(costs.map(({ cpu }) => cpu)), time: median(costs.map(({ time }) => time)) };
}

/** @param first false for the line with which the others are compared */
function lineOf(backlog: number, cost: Cost, first: Cost | false): Line {
  const what = `Scores sent with ${backlog.toLocaleString('en')} waiting`;
  const figures = `CPU ${digits(cost.cpu)} ms each, ${digits(1000 / cost.time)} a second`;
  if (!first) {
    const detail = `${figures}; medians of ${ROUNDS} x ${DELIVERIES}, SQLite on disk`;
    return { what, figure: `${digits(cost.cpu)} ms`, detail };
  }
  return {
    what,
    figure: digits(cost.cpu / first.cpu),
    goal: 'about 1',
    detail: `CPU of one against the line above with ${BACKLOGS[0] ?? 0}; ${figures}`,
  };
}

async function openQueue(workplace: Workplace, backlog: number): Promise<Queue> {
  const database = await openDatabase({ dataDir: await workplace.folder(), clock: Date.now });
  workplace.atEnd(() => database.close());
  const store = await openProgressStore(database);
  const tries = await openTriesStore({ database, newId });
  return { backlog, store, sendScores: senderOn(store, tries), costs: [], people: 0 };
}

/** Milliseconds of one delivery. */
async function deliver(sendScores: SendScores): Promise<Cost> {
  const startCpu = process.cpuUsage();
  const start = performance.now();
  for (let sent = 0; sent < DELIVERIES; sent += 1) {
    if (!(await sendScores.sendNext())) throw new Error('no score was due');
  }
  const time = performance.now() - start;
  const { user, system } = process.cpuUsage(startCpu);
  return { cpu: (user + system) / 1000 / DELIVERIES, time: time / DELIVERIES };
}

function senderOn(store: ProgressStore, tries: TriesStore): SendScores {
  const link = {
    id: LINK,
    platformId: 'platform',
    deploymentId: '1',
    resourceLinkId: '1',
    lineItem: 'https://platform.example/line-item',
    scopes: [],
  };
  return createSendScores({
    ...{ store, tries, clock: Date.now, chance: Math.random, logger: silent },
    lanes: createLanes({ clock: Date.now, chance: Math.random }),
    resourceLink: () => Promise.resolve(link),
    columnFor: () => Promise.resolve(link.lineItem),
    forgetColumn: () => Promise.resolve(),
    postScore: () => Promise.resolve(),
    readResults: () => Promise.resolve(undefined),
    onTried: () => undefined,
  });
}

async function addScores(queue: Queue, count: number): Promise<void> {
  const end = queue.people + count;
  while (queue.people < end) {
    const size = Math.min(BATCH, end - queue.people);
    const batch = Array.from({ length: size }, (_, at) => waitingScore(queue.people + at));
    await Promise.all(batch.map((progress) => queue.store.insert(progress)));
    queue.people += size;
  }
}

/** Somebody who has answered three exercises, due for an hour, behind a link of the platform's name. */
export function waitingScore(person: number, platformId = 'platform'): Progress {
  const userId = `person-${person}`;
  const now = Date.now();
  const attempt = (at: number): Progress['attempts'][number] => ({
    id: `attempt-${person}-${at}`,
    exerciseId: `M1-0${at}`,
    version: 'version',
    scoreGiven: 1,
    scoreMaximum: 1,
    response: { option: 'a1b2c3d4' },
    at: now,
  });
  return Progress.parse({
    id: progressIdOf(LINK, userId),
    platformId,
    linkId: platformId,
    contextId: 'course',
    userId,
    attempts: [attempt(1), attempt(2), attempt(3)],
    scoreGiven: 3,
    scoreMaximum: 10,
    complete: false,
    delivery: { state: 'waiting', sequence: 3, tries: 0 },
    deliveryDueAt: now - 3_600_000 + (person % 1000),
  });
}
