import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type Router } from 'express';
import {
  createAdmin,
  createOperatorLink,
  openAuditLog,
  type AdminInvitations,
  type AdminPlatforms,
  type AuditLog,
} from '../../src/admin/index.js';
import type { ListedLibrary } from '../../src/h5p/index.js';
import { factsOf } from '../../src/h5p/type-facts.js';
import { createAssets } from '../../src/http/assets.js';
import { errorHandler, noSuchRoute } from '../../src/http/error-handler.js';
import { requestContext } from '../../src/http/request-context.js';
import { securityHeaders } from '../../src/http/security-headers.js';
import { useTemplates } from '../../src/http/templates.js';
import type { PlatformConnection } from '../../src/lti/index.js';
import { createKeyRing, type KeyRing } from '../../src/lti/keys/key-ring.js';
import { ToolKey } from '../../src/lti/keys/tool-key.js';
import type { Collection, Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import type { Audit } from '../../src/shared/audit.js';
import type { Clock } from '../../src/shared/clock.js';
import { HOUR } from '../../src/shared/clock.js';
import { NotFound } from '../../src/shared/errors.js';
import { newId, newSecret } from '../../src/shared/ids.js';
import { silent } from '../../src/shared/logger.js';
import { createSealer } from '../../src/shared/seal.js';
import { aBrowser, formOf, type BrowserClient } from './browser-client.js';
import { texts } from './pages.js';

type Platform = Awaited<ReturnType<AdminPlatforms['show']>>;
type Invitation = Awaited<ReturnType<AdminInvitations['list']>>[number];

/** The admin pages, listening, over platforms and invitations that live in memory. */
export interface AdminUnderTest {
  readonly url: string;
  readonly database: Database;
  readonly log: AuditLog;
  readonly keyRing: KeyRing;
  readonly platforms: Map<string, Platform>;
  readonly invitations: Map<string, Invitation>;
  /** A sign-in link, as the command line makes it. */
  link(): Promise<URL>;
  sweep(): Promise<number>;
  /** `GET /admin/keys` and so on: everything that the router answers, with `:names` in it. */
  routes(): readonly string[];
  stop(): Promise<void>;
}

export async function anAdmin(options: { readonly clock?: Clock } = {}): Promise<AdminUnderTest> {
  const clock = options.clock ?? Date.now;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const publicUrl = new URL(url);
  const database = openSqlite({ file: ':memory:', clock });
  const log = await openAuditLog({ database, clock, newId });
  const { audit } = log;
  await (await toolKeysIn(database)).insert(await theKey());
  const keyRing = await createKeyRing({ database, sealer, clock, newId, audit });
  const platforms = new Map<string, Platform>();
  const invitations = new Map<string, Invitation>();
  const admin = await createAdmin({
    database,
    clock,
    publicUrl,
    log,
    keys: keyRing,
    platforms: platformsIn(platforms, audit),
    invitations: invitationsIn(invitations, { audit, clock, publicUrl }),
    connection: connectionsOf(platforms),
    libraries: oneLibrary(),
    ping: () => database.ping(),
    scoresWaiting: () => Promise.resolve(3),
    about: { version: '0.1.0', nodeVersion: '20.19.0', database: 'embedded', publicUrl: url },
  });

  const assets = createAssets();
  for (const name of ['app.css', 'page.js', 'admin.js']) {
    await assets.add(name, [{ file: path.join('dist', 'browser', name) }]);
  }
  const app = express();
  useTemplates(app, path.resolve('views'));
  app.set('query parser', 'simple');
  app.locals.asset = (name: string) => assets.url(name);
  const observe = (): void => undefined;
  app.use(requestContext({ i18n: texts(), logger: silent, clock, newId, observe }));
  app.use(securityHeaders({ publicUrl }));
  app.use('/assets', assets.router);
  app.use('/admin', admin.router);
  app.use(noSuchRoute, errorHandler({ logger: silent }));
  server.on('request', app);

  return {
    url,
    database,
    log,
    keyRing,
    platforms,
    invitations,
    link: async () => (await createOperatorLink({ database, clock, audit, publicUrl })).url,
    sweep: () => admin.sweep(),
    routes: () => routesOf(admin.router).map((route) => route.replace(' ', ' /admin')),
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await database.close();
    },
  };
}

const sealer = createSealer('a secret for tests, long enough for the rule');
let key: Promise<ToolKey> | undefined;

/** Made once for a test file: making one takes a noticeable part of a second. */
function theKey(): Promise<ToolKey> {
  key ??= (async () => {
    const clock = (): number => Date.UTC(2026, 10, 1);
    const database = openSqlite({ file: ':memory:', clock });
    await createKeyRing({ database, sealer, clock, newId, audit: () => Promise.resolve() });
    const [first] = (await (await toolKeysIn(database)).find({})).documents;
    await database.close();
    if (!first) throw new Error('no key was made');
    const { revision: _revision, ...made } = first;
    return made;
  })();
  return key;
}

function toolKeysIn(database: Database): Promise<Collection<ToolKey>> {
  return database.collection({ name: 'tool_keys', schema: ToolKey, indexes: ['createdAt'] });
}

function routesOf({ stack }: Pick<Router, 'stack'>): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) {
      const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
      return [...methods].map((method) => `${method} ${route.path}`);
    }
    return 'stack' in handle ? routesOf(handle as unknown as Router) : [];
  });
}

/** Somebody who has opened a link and pressed its button. */
export interface OperatorVisit {
  readonly browser: BrowserClient;
  /** The page token of this operator's pages. */
  readonly token: string;
  get(path: string): Promise<Response>;
  /** With the page token. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<Response>;
}

export async function signedIn(admin: AdminUnderTest): Promise<OperatorVisit> {
  const browser = aBrowser();
  const { action, fields } = formOf(await (await browser.get((await admin.link()).href)).text());
  await browser.post(new URL(action, admin.url).href, fields);
  const at = (path: string): string => new URL(path, admin.url).href;
  const page = await (await browser.get(at('/admin/'))).text();
  const token = /data-token="([^"]+)"/.exec(page)?.[1] ?? '';
  return {
    browser,
    token,
    get: (path) => browser.get(at(path)),
    post: (path, fields = {}) => browser.post(at(path), { token, ...fields }),
  };
}

export function anAdminPlatform(over: Partial<Platform> = {}): Platform {
  return {
    id: 'school-1',
    name: 'Rīgas Tehniskā skola',
    issuer: 'https://lms.school.example',
    clientId: 'client-1',
    authUrl: 'https://lms.school.example/mod/lti/auth.php',
    tokenUrl: 'https://lms.school.example/mod/lti/token.php',
    jwksUrl: 'https://lms.school.example/mod/lti/certs.php',
    deployments: [{ id: '1', status: 'allowed' }],
    status: 'active',
    createdAt: Date.UTC(2026, 10, 3, 9, 30),
    ...over,
  };
}

/** One that nothing uses; tests of what is installed stand on a whole tool. */
function oneLibrary(): Parameters<typeof createAdmin>[0]['libraries'] {
  const one: ListedLibrary = {
    ...{ machineName: 'Test.Chess', majorVersion: 1, minorVersion: 2, patchVersion: 3 },
    ...{ title: 'Chess', license: 'MIT', isRunnable: true, isOurs: false, isNewest: true },
    ...{ exercises: 0, neededBy: [], mayRemove: true },
    facts: factsOf('Test.Chess'),
  };
  return {
    list: () => Promise.resolve([one]),
    show: () => Promise.resolve(one),
    install: () => Promise.resolve(['Test.Chess 1.2.3']),
    remove: () => Promise.resolve(),
    ...{ uploadsDirectory: tmpdir(), mostBytes: 1024 * 1024 },
  };
}

/** Nobody has tested anything yet, and a test ends at once. */
function connectionsOf(platforms: ReadonlyMap<string, Platform>): PlatformConnection {
  const latest: PlatformConnection['latest'] = (id) => {
    const platform = platforms.get(id);
    if (!platform) return Promise.reject(new NotFound(`platform ${id}`));
    const deployments = [...platform.deployments];
    return Promise.resolve({ platform: { ...platform, deployments }, isRunning: false });
  };
  return {
    latest,
    async start(id) {
      await latest(id);
    },
  };
}

function platformsIn(platforms: Map<string, Platform>, audit: Audit): AdminPlatforms {
  async function show(id: string): Promise<Platform> {
    const platform = platforms.get(id);
    if (!platform) throw new NotFound(`platform ${id}`);
    return Promise.resolve(platform);
  }
  return {
    list: () => Promise.resolve([...platforms.values()]),
    show,
    async setStatus(id, status, by) {
      platforms.set(id, { ...(await show(id)), status });
      await audit({ action: 'platform.status-set', by, subject: id, detail: { status } });
    },
    async setDeployment(id, deploymentId, status, by) {
      const platform = await show(id);
      const deployments = platform.deployments.map((deployment) =>
        deployment.id === deploymentId ? { ...deployment, status } : deployment,
      );
      platforms.set(id, { ...platform, deployments });
      await audit({ action: 'deployment.status-set', by, subject: id, detail: { status } });
    },
    async remove(id, by) {
      await show(id);
      platforms.delete(id);
      await audit({ action: 'platform.removed', by, subject: id });
    },
  };
}

function invitationsIn(
  invitations: Map<string, Invitation>,
  deps: { readonly audit: Audit; readonly clock: Clock; readonly publicUrl: URL },
): AdminInvitations {
  const { audit, clock, publicUrl } = deps;
  return {
    async create({ name, approveAtOnce, hours }, by) {
      const createdAt = clock();
      const expiresAt = createdAt + hours * HOUR;
      const invitation = { id: newId(), name, approveAtOnce, createdAt, expiresAt };
      invitations.set(invitation.id, invitation);
      await audit({ action: 'invitation.created', by, subject: invitation.id });
      const url = new URL(`/lti/register?invitation=${newSecret()}`, publicUrl);
      return { invitation, url };
    },
    list: () => Promise.resolve([...invitations.values()]),
    async revoke(id, by) {
      if (!invitations.delete(id)) throw new NotFound(`invitation ${id}`);
      await audit({ action: 'invitation.revoked', by, subject: id });
    },
  };
}
