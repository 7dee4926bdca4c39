import path from 'node:path';
import { loadConfig, type Config } from './config.js';
import { ltiUrls } from './lti/index.js';
import { createLog } from './log.js';
import { createSandbox, startMailServer, type Sandbox } from './sandbox/index.js';
import { serve } from './serve.js';
import { AppError } from './shared/errors.js';
import { startTool, stopOnSignal, type Tool } from './start.js';

/** `npm run demo`: the tool and the sandbox platform, registered with one another, a course ready. */
const CLIENT_ID = 'tandem-demo';
const LINKS = [
  { title: 'Module 1: Prepare together', content: 'M1' },
  { title: 'One exercise: Order the steps of a check', content: 'M1-05' },
] as const;

try {
  const config = loadConfig({ LOG_LEVEL: 'warn', ...process.env });
  await startDemo(config);
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}

async function startDemo(config: Config): Promise<void> {
  // Another host name than the tool's: to the browser the tool is then a third party, as in a real platform.
  const issuer = `http://127.0.0.1:${config.sandboxPort}`;
  console.log('Starting the tool and the sandbox platform …');
  const sandbox = await createSandbox({
    issuer,
    nodeEnv: config.nodeEnv,
    clock: Date.now,
    logger: createLog(config.logLevel),
    snapshotFile: path.join(config.dataDir, 'sandbox.json'),
  });
  const mails = await startMailServer({ mailbox: sandbox.mailbox, port: 0 });
  const tool = await startTool({
    ...config,
    // Every mail of the demonstration lies open on the sandbox's page; none leaves this machine.
    mailServer: { url: `smtp://127.0.0.1:${mails.port}`, from: 'Tandem <tandem@example.org>' },
  }).catch(async (fault: unknown) => {
    // An open server would keep the process alive that has just said why it cannot start.
    await mails.close();
    throw fault;
  });
  const platform = await serve(sandbox.handler, {
    port: config.sandboxPort,
    host: '127.0.0.1',
    setting: 'SANDBOX_PORT',
  }).catch(async (fault: unknown) => {
    await tool.stop();
    await mails.close();
    throw fault;
  });
  await introduce(sandbox, tool, config);
  stopOnSignal(async () => {
    console.log('\nStopping …');
    await platform.close();
    await sandbox.flush();
    await tool.stop();
    await mails.close();
  });
  console.log(`\n  Open ${issuer}/\n\n  Ctrl-C stops both. Data is kept in ${config.dataDir}.`);
}

/** Registers each with the other, and puts the links into the course, unless an earlier run has. */
async function introduce(sandbox: Sandbox, tool: Tool, config: Config): Promise<void> {
  const urls = ltiUrls(config.publicUrl);
  const registration = sandbox.registerTool({
    name: 'Tandem',
    clientId: CLIENT_ID,
    loginUrl: urls.login,
    launchUrl: urls.launch,
    jwksUrl: urls.keys,
  });
  const present = new Set(sandbox.state.links().map(({ title }) => title));
  for (const { title, content } of LINKS) {
    if (present.has(title)) continue;
    sandbox.addLink({
      toolClientId: CLIENT_ID,
      title,
      targetLinkUri: `${urls.launch}?content=${content}`,
      custom: { content },
      scoreMaximum: 100,
    });
  }
  try {
    await tool.app.lti.platforms.add(
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
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'lti.platform-exists') throw fault;
  }
}
