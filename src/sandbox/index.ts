import path from 'node:path';
import type { Express } from 'express';
import type { Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { createAccessTokens } from './access-tokens.js';
import type { DocumentTarget } from './claims.js';
import type { Snapshot } from './course.js';
import { createLaunches, type LoginInitiation } from './launches.service.js';
import { createLinkAdder, type AddedLink, type NewLink } from './links.service.js';
import { createMailbox, type Mailbox } from './mailbox.js';
import { createMisbehaving, type Switches } from './misbehaviour.js';
import { createPages } from './pages.views.js';
import { createRegistrations, newClientId } from './registrations.service.js';
import { createSandboxApp } from './sandbox.app.js';
import type { SandboxSeed } from './seed.js';
import { createSigningKeys } from './signing-keys.js';
import { createSnapshotStore, readSnapshot } from './snapshot.store.js';
import { createState, type SandboxState, type State } from './state.js';
import { createToolKeys } from './tool-keys.client.js';
import { createUrls, type Urls } from './urls.js';

export type { LoginInitiation } from './launches.service.js';
export { startMailServer, type SandboxMailServer } from './mail-server.js';
export { createMailbox, type Mailbox, type ReceivedMail } from './mailbox.js';
export type { AddedLink, NewLink } from './links.service.js';
export type { EndpointGroup, Misbehaviour, Switches } from './misbehaviour.js';

/** What a sandbox is made of. */
export interface SandboxOptions {
  /** Origin under which the sandbox is reached, such as `http://127.0.0.1:3001`. */
  readonly issuer: string;
  /** NODE_ENV: the sandbox does not start in production. */
  readonly nodeEnv: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keeps course, people, tools, gradebook and keys over a restart. Undefined: in memory only. */
  readonly snapshotFile?: string | undefined;
  /** For a start without snapshot. */
  readonly seed?: SandboxSeed | undefined;
  /** Folder that holds `sandbox/`; default: `views` where the process was started. */
  readonly viewsDirectory?: string | undefined;
}

/** A tool to be launched, active at once. */
export interface NewTool {
  readonly name: string;
  /** A tool with this id is replaced and keeps its deployment. Undefined: a new one is made. */
  readonly clientId?: string | undefined;
  readonly loginUrl: string;
  /** Redirect URI, and target of links that name none. */
  readonly launchUrl: string;
  readonly jwksUrl: string;
  /** Target of deep linking requests; also a redirect URI. Default: `launchUrl`. */
  readonly deepLinkUrl?: string | undefined;
  /** Custom parameters of every launch of the tool, such as `$Context.id.history`. */
  readonly custom?: Readonly<Record<string, string>> | undefined;
}

/** What a tool must know to be launched from here. */
export interface ToolRegistration {
  readonly clientId: string;
  readonly deploymentId: string;
  readonly issuer: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
}

/** A learning platform for trials: it signs real tokens and keeps a real gradebook. */
export interface Sandbox {
  readonly handler: Express;
  readonly state: SandboxState;
  /** Shown on `/mail`; `startMailServer` fills it. */
  readonly mailbox: Mailbox;
  registerTool(tool: NewTool): ToolRegistration;
  /** @throws {NotFound} for an unknown tool */
  addLink(link: NewLink): AddedLink;
  /** What the browser would post to the tool when this person opens the link. @throws {NotFound} */
  startLaunch(launch: {
    readonly userId: string;
    readonly linkId: string;
    readonly documentTarget?: DocumentTarget;
    /** Sent as `lti_storage_target`. */
    readonly storageTarget?: string;
  }): LoginInitiation;
  /** The same for "add content". @throws {NotFound} */
  startDeepLinking(launch: { readonly userId: string; readonly clientId: string }): LoginInitiation;
  /** The same from the gradebook to somebody's work. @throws {NotFound} */
  startReview(launch: {
    readonly userId: string;
    readonly lineItemId: string;
    readonly learnerId: string;
  }): LoginInitiation;
  /** Whether tools are told the groups of the course. */
  offerGroups(offered: boolean): void;
  /** The address that starts a dynamic registration at the tool. */
  registrationUrl(toolUrl: string, options?: { readonly activate?: boolean }): Promise<string>;
  rotateKeys(): Promise<void>;
  misbehave(switches: Switches): void;
  /** Ends all misbehaviour. */
  heal(): void;
  /** Writes the snapshot now. */
  flush(): Promise<void>;
}

/** The sandbox hands out tokens to whoever clicks a name. */
export class SandboxInProduction extends AppError {
  readonly code = 'sandbox.in-production';
  readonly status = 500;
}

/** @throws {SandboxInProduction} @throws {SnapshotUnreadable} */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.nodeEnv === 'production') throw new SandboxInProduction('NODE_ENV is production');
  const { issuer, clock, logger, snapshotFile, seed } = options;
  const saved = snapshotFile === undefined ? undefined : await readSnapshot(snapshotFile);
  const seededKeys = seed?.signingKey ? [seed.signingKey] : [];
  const keys = await createSigningKeys(saved?.keys ?? seededKeys);
  const state = createState({ saved, seed, changed: () => store.schedule() });
  const take = (): Snapshot => ({ ...state.snapshot(), keys: keys.saved() });
  const store = createSnapshotStore(snapshotFile, take, logger);

  const urls = createUrls(issuer);
  const tokens = createAccessTokens(clock);
  const misbehaving = createMisbehaving({ revokeTokens: () => tokens.revokeAll() });
  const launches = createLaunches({ state, urls, keys, clock });
  const links = createLinkAdder({ state, urls });
  const registrations = createRegistrations({ keys, urls, clock });
  const mailbox = createMailbox(clock);
  const handler = await createSandboxApp({
    mailbox,
    ...{ state, urls, keys, clock, logger, tokens, misbehaving, launches, links, registrations },
    toolKeys: createToolKeys(),
    pages: createPages(state, misbehaving),
    viewsDirectory: options.viewsDirectory ?? path.resolve('views'),
  });

  return {
    handler,
    ...{ state, mailbox },
    registerTool: (tool) => registerTool(tool, state, urls),
    addLink: (link) => links.add(link),
    startLaunch: (launch) => launches.start(launch),
    startDeepLinking: (launch) => launches.startDeepLinking(launch),
    startReview: (launch) => launches.startReview(launch),
    offerGroups: (offered) => state.offerGroups(offered),
    registrationUrl: (toolUrl, how) => registrations.initiationUrl(toolUrl, how),
    async rotateKeys() {
      await keys.rotate();
      store.schedule();
    },
    misbehave: (switches) => misbehaving.set(switches),
    heal: () => misbehaving.heal(),
    flush: () => store.flush(),
  };
}

function registerTool(tool: NewTool, state: State, urls: Urls): ToolRegistration {
  const clientId = tool.clientId ?? newClientId();
  const deploymentId = state.tool(clientId)?.deploymentId ?? state.nextId('tool');
  const { name, loginUrl, launchUrl, jwksUrl, deepLinkUrl } = tool;
  state.putTool({
    ...{ clientId, deploymentId, name, loginUrl, launchUrl, jwksUrl, deepLinkUrl },
    description: '',
    redirectUris: deepLinkUrl === undefined ? [launchUrl] : [launchUrl, deepLinkUrl],
    custom: { ...tool.custom },
    status: 'active',
  });
  const { issuer, auth: authUrl, token: tokenUrl, certs } = urls;
  return { clientId, deploymentId, issuer, authUrl, tokenUrl, jwksUrl: certs };
}
