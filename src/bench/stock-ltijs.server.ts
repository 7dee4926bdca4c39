import { createServer } from 'node:http';
import { Provider } from 'ltijs';
import { z } from 'zod';
import { serveMeasured } from './measured-process.js';
import { createMemoryPlugin } from './memory-plugin.js';
import { Registration } from './registration.js';

const Settings = z.object({ port: z.number(), registration: Registration });

const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Start</title><h1>Start</h1></html>';

/** ltijs as its own documentation mounts it, without a database server and without `deploy()`. */
await serveMeasured(Settings, async ({ port, registration }) => {
  Provider.setup(
    'a key for the measurement, as long as any',
    { plugin: createMemoryPlugin() },
    { appRoute: '/lti/launch', loginRoute: '/lti/login', keysetRoute: '/lti/keys' },
  );
  Provider.onConnect((_token, _req, res) => res.send(PAGE));
  const { issuer, clientId, authUrl, tokenUrl, jwksUrl } = registration;
  await Provider.registerPlatform({
    url: issuer,
    name: 'Bench',
    clientId,
    authenticationEndpoint: authUrl,
    accesstokenEndpoint: tokenUrl,
    authConfig: { method: 'JWK_SET', key: jwksUrl },
  });
  const server = createServer(Provider.app);
  await new Promise<void>((resolve) => server.listen(port, resolve));
});
