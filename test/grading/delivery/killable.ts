import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAuditLog } from '../../../src/admin/index.js';
import { ltiUrls, openPlatforms } from '../../../src/lti/index.js';
import { resourceLinkIdOf } from '../../../src/lti/platforms/resource-link.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { newId } from '../../../src/shared/ids.js';
import { silent } from '../../../src/shared/logger.js';
import { until } from '../../support/launch.js';
import { freePort, listen } from '../../support/processes.js';
import { CLIENT_ID, type Pair } from '../../support/tool.js';

/** The tool as a process that can be killed, and a platform that stays. */
export interface Killable extends Pick<Pair, 'sandbox' | 'toolUrl'> {
  /** kill -9, and a new start. */
  kill(): Promise<void>;
  /** The tool's database; only while the tool is down. */
  readonly open: () => Database;
  /** Ends the tool for good. */
  end(): void;
  /** Id of our document for a link of the platform. */
  linkIdOf(resourceLinkId: string): string;
  cleanUp(): Promise<void>;
}

export async function aKillableTool(): Promise<Killable> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-chaos-'));
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listen(server)}`;
  const port = await freePort();
  const toolUrl = `http://localhost:${port}`;
  const sandbox = await createSandbox({
    ...{ issuer, nodeEnv: 'test', clock: Date.now, logger: silent },
  });
  server.on('request', sandbox.handler);
  const open = (): Database =>
    openSqlite({ file: path.join(dataDir, 'tandem.sqlite'), clock: Date.now });
  const { platformId, deploymentId } = await introduce(sandbox, toolUrl, open());
  let tool = await started(port, dataDir);
  return {
    ...{ sandbox, toolUrl, open },
    async kill() {
      tool.kill('SIGKILL');
      tool = await started(port, dataDir);
    },
    end: () => tool.kill('SIGKILL'),
    linkIdOf: (resourceLinkId) => resourceLinkIdOf({ platformId, deploymentId, resourceLinkId }),
    async cleanUp() {
      tool.kill('SIGKILL');
      server.closeAllConnections();
      server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function introduce(
  sandbox: Sandbox,
  toolUrl: string,
  database: Database,
): Promise<{ platformId: string; deploymentId: string }> {
  const urls = ltiUrls(new URL(toolUrl));
  const { deploymentId, ...registration } = sandbox.registerTool({
    ...{ name: 'Tandem', clientId: CLIENT_ID },
    ...{ loginUrl: urls.login, launchUrl: urls.launch, jwksUrl: urls.keys },
  });
  const { audit } = await openAuditLog({ database, clock: Date.now, newId });
  const platforms = await openPlatforms({ database, audit, clock: Date.now, newId });
  const platform = await platforms.add(
    { ...registration, deployments: [deploymentId] },
    { kind: 'command-line' },
  );
  await database.close();
  return { platformId: platform.id, deploymentId };
}

/** Starts the tool as `npm start` does, from its sources. */
async function started(port: number, dataDir: string): Promise<ChildProcess> {
  const settings = { PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error', NODE_ENV: '' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  });
  const isReady = (): Promise<boolean> =>
    fetch(`http://localhost:${port}/readyz`).then(
      (answered) => answered.ok,
      () => false,
    );
  await until(isReady, 30_000);
  return child;
}
