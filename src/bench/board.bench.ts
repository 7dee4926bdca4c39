import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { loadConfig } from '../config.js';
import { openDatabase } from '../persistence/open-database.js';
import { DAY, MINUTE } from '../shared/clock.js';
import { startTool } from '../start.js';
import { openCohortStore } from '../tandem/cohort.store.js';
import type { CohortCourse } from '../tandem/cohort.js';
import { participantIdOf } from '../tandem/participant.js';
import { openParticipantStore } from '../tandem/participant.store.js';
import { openTandemStore } from '../tandem/tandem.store.js';
import { workspaceIdOf } from '../tandem/workspace/workspace.js';
import { openWorkspaceStore } from '../tandem/workspace/workspace.store.js';
import { createAgent, openBrowser, textIn } from './browser.js';
import { launch } from './launching.js';
import { openPlatform } from './platform.js';
import { digits, median, percentile, type Line } from './table.js';
import { freePort, type Workplace } from './workplace.js';

const TANDEMS = 1000;
const ROUNDS = 30;
const WARM_UP_ROUNDS = 5;
const LOOKS: readonly { readonly what: string; readonly query: string; readonly says: string }[] = [
  { what: 'first page', query: '', says: `${TANDEMS.toLocaleString('en')} tandems` },
  { what: 'search for a name', query: '?search=vet%20777', says: '1 tandem' },
  { what: 'those who wait for somebody', query: '?show=waiting', says: 'page 1 of' },
];

/** A trainer's board of 1,000 tandems, each with work that has begun; the tool runs in this process. */
export async function boardLines(workplace: Workplace): Promise<Line[]> {
  const platform = await openPlatform(workplace);
  const { issuer, clientId, deploymentId, authUrl, tokenUrl, jwksUrl } = platform.registration;
  const port = await freePort();
  const dataDir = await workplace.folder();
  const settings = { PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
  const tool = await startTool(loadConfig(settings));
  workplace.atEnd(() => tool.stop());
  const { id: platformId } = await tool.app.lti.platforms.add(
    {
      ...{ name: 'Bench', issuer, clientId, authUrl, tokenUrl, jwksUrl },
      deployments: [deploymentId],
    },
    { kind: 'command-line' },
  );
  workplace.say(`${TANDEMS.toLocaleString('en')} tandems`);
  await seat(dataDir, { platformId, deploymentId, contextId: '2' });

  const browser = openBrowser(createAgent());
  const trainer = { userId: 'trainer', role: 'Instructor', content: 'M1' } as const;
  const { url } = await launch(platform, browser, {
    tool: `http://localhost:${port}`,
    ...trainer,
  });
  const board = new URL('tandem/board', new URL(/^.*?\/s\/[^/]+\//u.exec(url)?.[0] ?? url)).href;
  const lines: Line[] = [];
  for (const look of LOOKS) {
    const { times, page } = await measured(async () => {
      const answer = await browser.get(board + look.query);
      const text = textIn(answer);
      if (!text.includes(look.says)) throw new Error(`the board does not say ${look.says}`);
      return text;
    });
    const kB = page.length / 1024;
    lines.push({
      what: `Board of ${TANDEMS.toLocaleString('en')} tandems: ${look.what}`,
      figure: `${digits(median(times))} ms`,
      detail: `p95 ${digits(percentile(times, 0.95))} ms of ${times.length}; ${digits(kB)} kB, ${digits(gzipSync(page).length / 1024)} kB on the wire; 50 tandems a page`,
    });
  }
  return lines;
}

async function measured(
  look: () => Promise<string>,
): Promise<{ readonly times: readonly number[]; readonly page: string }> {
  const times: number[] = [];
  let page = '';
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    page = await look();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  return { times, page };
}

/** Puts people and their work straight into the database: 2,000 launches would say nothing of a board. */
async function seat(dataDir: string, course: CohortCourse): Promise<void> {
  const database = await openDatabase({ dataDir, mongodbUri: undefined, clock: Date.now });
  const cohorts = await openCohortStore(database);
  const participants = await openParticipantStore(database);
  const tandems = await openTandemStore(database);
  const workspaces = await openWorkspaceStore(database);
  const cohort = await cohorts.of(course);
  const now = Date.now();
  for (let number = 1; number <= TANDEMS; number += 1) {
    const tandemId = `tandem-${number}`;
    await tandems.insert({ id: tandemId, cohortId: cohort.id, number, formedAt: now, log: [] });
    for (const tutorRole of ['vet', 'company'] as const) {
      const userId = `${tutorRole}-${number}`;
      await participants.insert({
        ...{ id: participantIdOf(course, { userId }), cohortId: cohort.id, course, userId },
        profile: {
          ...{ displayName: `${tutorRole} ${number}`, tutorRole, languages: ['en'] },
          ...{ organisation: `Company ${number}`, region: 'Tartu' },
        },
        ...{ tandemId, seatedAt: now, lastSeenAt: now - (number % 20) * DAY - MINUTE },
      });
    }
    // Every second one waits for the company's yes.
    const by = participantIdOf(course, { userId: `vet-${number}` });
    const confirmations = number % 2 === 0 ? [{ by, fingerprint: 'any', at: now }] : [];
    await workspaces.opened({
      ...{ id: workspaceIdOf(tandemId, 'TA1'), tandemId, activityId: 'TA1', openedAt: now },
      ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations },
      doneSteps: ['halves', 'compare'].slice(0, number % 3),
    });
  }
  await cohorts.replace({ ...cohort, tandems: TANDEMS });
  await database.close();
}
