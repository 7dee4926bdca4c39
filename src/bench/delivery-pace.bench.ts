import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLanes } from '../grading/delivery/lanes.js';
import { openProgressStore, type ProgressStore } from '../grading/work/progress.store.js';
import { createSendScores, type SendScores } from '../grading/delivery/send-scores.service.js';
import { openTriesStore } from '../grading/delivery/tries.store.js';
import { openDatabase } from '../persistence/open-database.js';
import { AppError } from '../shared/errors.js';
import { newId } from '../shared/ids.js';
import { silent } from '../shared/logger.js';
import { waitingScore } from './deliveries.bench.js';
import { digits, leftOut, percentile, type Line } from './table.js';
import type { Workplace } from './workplace.js';

/** A platform takes so long for each answer, to a look into Results as to a score. */
const ANSWER = 50;
/** One that is away answers nothing for so long; the tool itself waits ten seconds. */
const SILENCE = 2000;
/** As the tool's own job. */
const WORKERS = 12;
const CLASS = 30;
const PLATFORMS = 10;
const BACKLOGS = [100, 1000];
const DOWN = 'platform-0';

class NoAnswer extends AppError {
  readonly code = 'lti.service-unreachable';
  readonly status = 502;
}

/** A sender over a database of its own, and when which platform got a score. */
interface Desk {
  readonly store: ProgressStore;
  readonly sendScores: SendScores;
  readonly taken: { readonly platformId: string; readonly at: number }[];
}

/** How fast scores go out to platforms that take their time. */
export async function deliveryPaceLines(workplace: Workplace): Promise<Line[]> {
  const lines: Line[] = [];
  for (const backlog of BACKLOGS) lines.push(await slowPlatformLine(workplace, backlog));
  lines.push(await classLine(workplace), ...(await faultLines(workplace)));
  const why = 'needs a MongoDB-compatible server, and this run starts none';
  return [...lines, leftOut('Scores sent by two processes', why)];
}

async function slowPlatformLine(workplace: Workplace, backlog: number): Promise<Line> {
  workplace.say(`${backlog} scores for a platform that answers in ${ANSWER} ms`);
  const desk = await openDesk(workplace, false);
  await fill(desk, backlog, () => 'platform');
  const cpu = process.cpuUsage();
  const time = await drain(desk, backlog);
  const { user, system } = process.cpuUsage(cpu);
  return {
    what: `Scores to a platform that takes ${ANSWER} ms, ${backlog.toLocaleString('en')} waiting`,
    figure: `${digits((backlog / time) * 1000)}/s`,
    goal: 'the same at each',
    detail: `first scores, so a look and a score each; at most 4 at once to one platform; CPU ${digits((user + system) / 1000 / backlog)} ms each, SQLite on disk`,
  };
}

async function classLine(workplace: Workplace): Promise<Line> {
  workplace.say(`a class of ${CLASS} finishes at once`);
  const desk = await openDesk(workplace, false);
  await fill(desk, CLASS, () => 'platform');
  const time = await drain(desk, CLASS);
  return {
    what: `A class of ${CLASS} finishes at once: the last grade is in`,
    figure: `${digits(time / 1000)} s`,
    detail: `a platform that takes ${ANSWER} ms for each answer; a look and a score for each learner`,
  };
}

async function faultLines(workplace: Workplace): Promise<Line[]> {
  const figures: number[] = [];
  for (const isDown of [false, true]) {
    workplace.say(`${PLATFORMS} platforms, ${isDown ? 'one of them away' : 'all well'}`);
    const desk = await openDesk(workplace, isDown);
    await fill(desk, PLATFORMS * CLASS, (person) => `platform-${person % PLATFORMS}`);
    const start = performance.now();
    await drain(desk, (PLATFORMS - 1) * CLASS, (platformId) => platformId !== DOWN);
    const times = desk.taken
      .filter(({ platformId }) => platformId !== DOWN)
      .map(({ at }) => at - start);
    figures.push(percentile(times, 0.95));
  }
  const [well = NaN, away = NaN] = figures;
  return [
    {
      what: `One of ${PLATFORMS} platforms away: p95 of the others, against all well`,
      figure: digits(away / well),
      goal: 'about 1',
      detail: `${digits(well)} ms all well, ${digits(away)} ms with one silent for ${SILENCE} ms; ${CLASS} scores due at once for each`,
    },
  ];
}

async function openDesk(workplace: Workplace, isDown: boolean): Promise<Desk> {
  const database = await openDatabase({ dataDir: await workplace.folder(), clock: Date.now });
  workplace.atEnd(() => database.close());
  const store = await openProgressStore(database);
  const taken: Desk['taken'] = [];
  const answer = async (platformId: string): Promise<void> => {
    await sleep(isDown && platformId === DOWN ? SILENCE : ANSWER);
    if (isDown && platformId === DOWN) throw new NoAnswer('silent');
  };
  const lineItem = 'https://platform.example/line-item';
  const sendScores = createSendScores({
    ...{ store, clock: Date.now, chance: Math.random, logger: silent },
    tries: await openTriesStore({ database, newId }),
    lanes: createLanes({ clock: Date.now, chance: Math.random }),
    resourceLink: (platformId) =>
      Promise.resolve({
        ...{ id: platformId, platformId, deploymentId: '1', resourceLinkId: '1' },
        ...{ lineItem, scopes: [] },
      }),
    columnFor: () => Promise.resolve(lineItem),
    forgetColumn: () => Promise.resolve(),
    async postScore({ platformId }) {
      await answer(platformId);
      taken.push({ platformId, at: performance.now() });
    },
    async readResults({ platformId }) {
      await answer(platformId);
      return [];
    },
    onTried: () => undefined,
  });
  return { store, sendScores, taken };
}

async function fill(
  { store }: Desk,
  count: number,
  platformOf: (person: number) => string,
): Promise<void> {
  for (let person = 0; person < count; person += 1) {
    await store.insert(waitingScore(person, platformOf(person)));
  }
}

/** Milliseconds until so many of those that count were taken. */
async function drain(
  { sendScores, taken }: Desk,
  count: number,
  counts: (platformId: string) => boolean = () => true,
): Promise<number> {
  const start = performance.now();
  const isDone = (): boolean =>
    taken.filter(({ platformId }) => counts(platformId)).length >= count;
  const work = async (): Promise<void> => {
    // The runner is woken when something may be due again; a short sleep stands for that.
    while (!isDone()) if (!(await sendScores.sendNext())) await sleep(2);
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return (taken.findLast(({ platformId }) => counts(platformId))?.at ?? NaN) - start;
}
