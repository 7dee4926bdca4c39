import { z } from 'zod';
import { loadConfig } from '../config.js';
import { startTool } from '../start.js';
import { serveMeasured } from './measured-process.js';
import { Registration } from './registration.js';

const Settings = z.object({
  port: z.number(),
  dataDir: z.string(),
  registration: Registration,
});

/** The tool as a school runs it, with one platform registered. */
await serveMeasured(Settings, async ({ port, dataDir, registration }) => {
  const tool = await startTool(
    loadConfig({ PORT: String(port), DATA_DIR: dataDir, LOGINS_PER_MINUTE: '1000000' }),
  );
  const { issuer, clientId, deploymentId, authUrl, tokenUrl, jwksUrl } = registration;
  await tool.app.lti.platforms.add(
    {
      name: 'Bench',
      issuer,
      clientId,
      authUrl,
      tokenUrl,
      jwksUrl,
      deployments: [deploymentId],
    },
    { kind: 'command-line' },
  );
});
