import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditLog } from '../../src/admin/index.js';
import { openProgressStore } from '../../src/grading/work/progress.store.js';
import { ltiUrls, openPlatforms } from '../../src/lti/index.js';
import { resourceLinkIdOf } from '../../src/lti/platforms/resource-link.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { createSandbox, type AddedLink, type Sandbox } from '../../src/sandbox/index.js';
import { newId } from '../../src/shared/ids.js';
import { silent } from '../../src/shared/logger.js';
import { loadAnswers, type Answers } from '../support/answers.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, answer, until, visit, type Visit } from '../support/launch.js';
import { freePort, listen } from '../support/processes.js';
import { CLIENT_ID, type Pair } from '../support/tool.js';

const KILLS = 20;
/** Seeded learners of the sandbox: all of them answer at the same time. */
const LEARNERS = ['3', '4', '5', '6'];

describe('kill -9 under load', () => {
  let dataDir: string;
  let answers: Answers;
  let sandbox: Sandbox;
  let platformServer: Server;
  let platformUrl: string;
  let port: number;
  let toolUrl: string;
  let tool: ChildProcess;
  let platformId: string;
  let deploymentId: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-kill-'));
    answers = await loadAnswers();
    platformServer = createServer();
    platformUrl = `http://127.0.0.1:${await listen(platformServer)}`;
    port = await freePort();
    toolUrl = `http://localhost:${port}`;
    sandbox = await createSandbox({
      issuer: platformUrl,
      nodeEnv: 'test',
      clock: Date.now,
      logger: silent,
    });
    platformServer.on('request', sandbox.handler);
    await introduce();
    tool = await started();
  }, 60_000);

  afterAll(async () => {
    tool.kill('SIGKILL');
    platformServer.closeAllConnections();
    platformServer.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('loses no acknowledged answer, and each score is in the gradebook', async () => {
    const link = addLink({ sandbox, toolUrl } as Pair, 'M1');
    const acknowledged = new Set<string>();
    const load = { on: true };
    const visits = await Promise.all(
      LEARNERS.map((userId) =>
        visit({ sandbox, toolUrl } as Pair, aBrowser(), { userId, linkId: link.id }),
      ),
    );
    const answering = visits.map((learner) => keepAnswering(learner, load, acknowledged));

    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledged.size;
      await until(() => acknowledged.size > before + 3, 30_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
      tool.kill('SIGKILL');
      tool = await started();
    }
    load.on = false;
    await Promise.all(answering);

    const waiting = async (): Promise<boolean> =>
      /^tandem_scores_waiting 0$/m.test(await (await fetch(`${toolUrl}/metrics`)).text());
    // A lease that died with its process runs for a minute.
    await until(waiting, 120_000);
    tool.kill('SIGKILL');
    await expectAllKept(link, acknowledged);
  }, 400_000);

  /** One learner, sending the same answer again until it is acknowledged, as the page does. */
  async function keepAnswering(
    learner: Visit,
    load: { readonly on: boolean },
    acknowledged: Set<string>,
  ): Promise<void> {
    for (let turn = 0; load.on; turn += 1) {
      const exerciseId = answers.exerciseIds[turn % answers.exerciseIds.length]!;
      const attemptId = crypto.randomUUID();
      const isRight = Math.random() < 0.3;
      const response = isRight ? answers.right(exerciseId) : answers.wrong(exerciseId);
      for (let isDone = false; !isDone;) {
        const status = await answer(learner, exerciseId, { attemptId, response }).then(
          (answered) => answered.status,
          () => 0,
        );
        if (status === 201) acknowledged.add(attemptId);
        isDone = status === 201 || status === 409;
        if (!isDone) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async function expectAllKept(link: AddedLink, acknowledged: ReadonlySet<string>): Promise<void> {
    const database = openSqlite({ file: path.join(dataDir, 'tandem.sqlite'), clock: Date.now });
    const store = await openProgressStore(database);
    const linkId = resourceLinkIdOf({ platformId, deploymentId, resourceLinkId: link.id });
    const kept: string[] = [];
    for (const userId of LEARNERS) {
      const progress = await store.of(linkId, userId);
      kept.push(...progress!.attempts.map(({ id }) => id));
      const grade = sandbox.state.grade(link.lineItemId!, userId);
      const share = progress!.scoreGiven / progress!.scoreMaximum;
      expect(grade?.finalGrade).toBeCloseTo(share * 100, 3);
    }
    await database.close();
    expect(new Set(kept).size).toBe(kept.length);
    expect([...acknowledged].filter((id) => !kept.includes(id))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(KILLS * 3);
  }

  async function introduce(): Promise<void> {
    const urls = ltiUrls(new URL(toolUrl));
    const registration = sandbox.registerTool({
      name: 'Tandem',
      clientId: CLIENT_ID,
      loginUrl: urls.login,
      launchUrl: urls.launch,
      jwksUrl: urls.keys,
    });
    const { issuer, clientId, authUrl, tokenUrl, jwksUrl } = registration;
    deploymentId = registration.deploymentId;
    const database = openSqlite({ file: path.join(dataDir, 'tandem.sqlite'), clock: Date.now });
    const { audit } = await openAuditLog({ database, clock: Date.now, newId });
    const platforms = await openPlatforms({ database, audit, clock: Date.now, newId });
    const platform = await platforms.add(
      {
        issuer,
        clientId,
        authUrl,
        tokenUrl,
        jwksUrl,
        deployments: [deploymentId],
      },
      { kind: 'command-line' },
    );
    platformId = platform.id;
    await database.close();
  }

  /** Starts the tool as `npm start` does, from its sources. */
  async function started(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        NODE_ENV: '',
      },
      stdio: 'inherit',
    });
    await until(
      () =>
        fetch(`${toolUrl}/readyz`).then(
          (answered) => answered.ok,
          () => false,
        ),
      30_000,
    );
    return child;
  }
});
