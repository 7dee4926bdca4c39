import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApp } from '../app.js';
import { loadConfig } from '../config.js';
import type { Collection, Database, Document } from '../persistence/database.js';
import { openDatabase } from '../persistence/open-database.js';
import { silent } from '../shared/logger.js';
import { createAgent, openBrowser } from './browser.js';
import { openPlatform } from './platform.js';
import type { Line } from './table.js';
import { freePort, type Workplace } from './workplace.js';

const TOKEN_BYTES = 90_000;
const TOKENS = 100;

/** Database reads that large tokens without a signature cause, each answering a login that was really begun. */
export async function hostileTokenLines(workplace: Workplace): Promise<Line[]> {
  workplace.say('unsigned tokens of 90 kB');
  const tool = await openCountedTool(workplace);
  const { url, login } = tool;
  const browser = openBrowser(createAgent());
  const token = unsignedToken();
  let refused = 0;
  let caused = 0;
  for (let time = 0; time < TOKENS; time += 1) {
    let asked = await browser.post(`${url}/lti/login`, login);
    // A new browser comes back once with its key.
    while (asked.location().startsWith(url)) asked = await browser.get(asked.location());
    const state = new URL(asked.location()).searchParams.get('state') ?? '';
    const before = tool.reads();
    const { status } = await browser.post(`${url}/lti/launch`, { state, id_token: token });
    caused += tool.reads() - before;
    refused += status >= 400 && status < 500 ? 1 : 0;
  }
  return [
    {
      what: `Unsigned tokens of 90 kB: database reads`,
      figure: String(caused),
      goal: '0',
      detail: `${refused} of ${TOKENS} refused with 4xx, each with the state of a login of its own`,
    },
  ];
}

interface CountedTool {
  readonly url: string;
  /** How many documents and lists the tool has asked its database for. */
  reads(): number;
  readonly login: Record<string, string>;
}

async function openCountedTool(workplace: Workplace): Promise<CountedTool> {
  const platform = await openPlatform(workplace);
  const port = await freePort();
  const dataDir = await workplace.folder();
  const clock = Date.now;
  const plain = await openDatabase({ dataDir: path.join(dataDir, 'counted'), clock });
  workplace.atEnd(() => plain.close());
  let count = 0;
  const database = counting(plain, () => {
    count += 1;
  });
  const config = loadConfig({
    ...{ PORT: String(port), DATA_DIR: dataDir, LOGINS_PER_MINUTE: '1000000' },
  });
  const app = await createApp({ config, database, logger: silent, clock });
  const { issuer, clientId, deploymentId, authUrl, tokenUrl, jwksUrl } = platform.registration;
  await app.lti.platforms.add(
    { issuer, clientId, authUrl, tokenUrl, jwksUrl, name: 'Bench', deployments: [deploymentId] },
    { kind: 'command-line' },
  );
  const server = createServer(app.express);
  await new Promise<void>((resolve) => server.listen(port, resolve));
  workplace.atEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const targetLinkUri = `${url}/lti/launch?content=M1`;
  return { url, reads: () => count, login: platform.login({ userId: 'person', targetLinkUri }) };
}

function counting(database: Database, note: () => void): Database {
  return {
    ping: () => database.ping(),
    close: () => database.close(),
    async collection(definition) {
      return countingCollection(await database.collection(definition), note);
    },
  };
}

function countingCollection<T extends Document>(
  collection: Collection<T>,
  note: () => void,
): Collection<T> {
  return {
    ...collection,
    get: (id) => (note(), collection.get(id)),
    find: (query, options) => (note(), collection.find(query, options)),
    count: (query) => (note(), collection.count(query)),
  };
}

/** Of the right shape, with `alg` none and much to read. */
function unsignedToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = part({ alg: 'none', typ: 'JWT', kid: 'bench' });
  const filler = 'x'.repeat(Math.floor((TOKEN_BYTES * 3) / 4));
  return `${header}.${part({ iss: 'anybody', filler })}.`;
}
