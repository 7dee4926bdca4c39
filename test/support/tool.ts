import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApp, type App } from '../../src/app.js';
import type { Config } from '../../src/config.js';
import { ltiUrls } from '../../src/lti/index.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import type { SandboxSeed } from '../../src/sandbox/seed.js';
import type { Clock } from '../../src/shared/clock.js';
import { silent, type Logger } from '../../src/shared/logger.js';

export const CLIENT_ID = 'tandem-test';

/** The tool and the sandbox platform on ports of their own, registered with one another. */
export interface Pair {
  readonly tool: App;
  readonly toolUrl: string;
  readonly sandbox: Sandbox;
  readonly platformUrl: string;
  readonly database: Database;
  readonly deploymentId: string;
  stop(): Promise<void>;
}

export interface PairOptions {
  readonly clock?: Clock;
  readonly database?: Database;
  /** Whether scores are sent without being asked to. Default: true. */
  readonly jobs?: boolean;
  /** Of the tool. Default: silent. */
  readonly logger?: Logger;
  /** Of the tool, where it differs from that of other tests. */
  readonly config?: Partial<Config>;
  /** Of the platform. Default: the course of the demonstration. */
  readonly seed?: SandboxSeed;
}

export async function aPair(options: PairOptions = {}): Promise<Pair> {
  const clock = options.clock ?? Date.now;
  const toolServer = await listening();
  const platformServer = await listening();
  const toolUrl = `http://localhost:${portOf(toolServer)}`;
  const platformUrl = `http://127.0.0.1:${portOf(platformServer)}`;
  const database = options.database ?? openSqlite({ file: ':memory:', clock });
  const sandbox = await createSandbox({
    issuer: platformUrl,
    nodeEnv: 'test',
    clock,
    logger: silent,
    seed: options.seed,
  });
  platformServer.on('request', sandbox.handler);
  const tool = await createApp({
    config: { ...aConfig(toolUrl), ...options.config },
    database,
    logger: options.logger ?? silent,
    clock,
  });
  toolServer.on('request', tool.express);
  const urls = ltiUrls(new URL(toolUrl));
  const registration = sandbox.registerTool({
    name: 'Tandem',
    clientId: CLIENT_ID,
    loginUrl: urls.login,
    launchUrl: urls.launch,
    jwksUrl: urls.keys,
  });
  await tool.lti.platforms.add(
    {
      name: 'Sandbox',
      issuer: registration.issuer,
      clientId: registration.clientId,
      authUrl: registration.authUrl,
      tokenUrl: registration.tokenUrl,
      jwksUrl: registration.jwksUrl,
      deployments: [registration.deploymentId],
    },
    { kind: 'command-line' },
  );
  if (options.jobs ?? true) tool.runner.start();
  return {
    tool,
    toolUrl,
    sandbox,
    platformUrl,
    database,
    deploymentId: registration.deploymentId,
    async stop() {
      await tool.runner.stop();
      await Promise.all([closed(toolServer), closed(platformServer)]);
      await database.close();
    },
  };
}

export function aConfig(toolUrl: string): Config {
  const root = process.cwd();
  return {
    port: Number(new URL(toolUrl).port),
    publicUrl: new URL(toolUrl),
    dataDir: path.join(root, 'data'),
    contentDirs: [path.join(root, 'content')],
    mongodbUri: undefined,
    logLevel: 'silent',
    secret: 'a secret for tests, long enough for the rule',
    sandboxPort: 1,
    loginsPerMinute: 100_000,
    trustProxy: 'loopback',
    mailServer: undefined,
    recordStore: undefined,
    nodeEnv: 'test',
    root,
  };
}

/** Listens before the app is made, since the app has to know its port. */
async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
