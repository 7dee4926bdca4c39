import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { silent } from '../../src/shared/logger.js';
import type { Pair } from './tool.js';

/** A platform of another school on the same host, so that browsers give both the same partition. */
export interface SecondPlatform {
  readonly sandbox: Sandbox;
  readonly url: string;
  stop(): Promise<void>;
}

export async function aSecondPlatform(pair: Pair, clientId: string): Promise<SecondPlatform> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const sandbox = await createSandbox({
    issuer: url,
    nodeEnv: 'test',
    clock: Date.now,
    logger: silent,
    seed: { course: { id: '9', label: 'OTHER', title: 'Another course', sourcedId: 'other' } },
  });
  server.on('request', sandbox.handler);
  await registerTool(pair, sandbox, clientId);
  return {
    sandbox,
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One more deployment of the tool, with a client id of its own. */
export async function registerTool(pair: Pair, sandbox: Sandbox, clientId: string): Promise<void> {
  const { deploymentId, ...registration } = sandbox.registerTool({
    name: clientId,
    clientId,
    loginUrl: `${pair.toolUrl}/lti/login`,
    launchUrl: `${pair.toolUrl}/lti/launch`,
    jwksUrl: `${pair.toolUrl}/lti/keys`,
  });
  await pair.tool.lti.platforms.add(
    {
      ...registration,
      name: clientId,
      deployments: [deploymentId],
    },
    { kind: 'command-line' },
  );
}
