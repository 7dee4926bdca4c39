import type { PlatformConnection } from '../lti/index.js';
import type { Actor } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { AuditFilter, AuditLog, AuditPage } from './audit.store.js';

export type PlatformStatus = 'pending' | 'active' | 'disabled';
export type DeploymentStatus = 'pending' | 'allowed' | 'blocked';
export type KeyState = 'next' | 'current' | 'previous';

/** As much of a registered platform as an operator sees. */
export interface AdminPlatform {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly audience?: string | undefined;
  /** Origins that may frame the tool besides those of issuer and authorization endpoint. */
  readonly otherOrigins?: readonly string[] | undefined;
  readonly deployments: readonly { readonly id: string; readonly status: DeploymentStatus }[];
  readonly status: PlatformStatus;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface AdminPlatforms {
  list(): Promise<readonly AdminPlatform[]>;
  /** @throws {NotFound} */
  show(id: string): Promise<AdminPlatform>;
  /** @throws {NotFound} */
  setStatus(id: string, status: 'active' | 'disabled', by: Actor): Promise<unknown>;
  /** @throws {NotFound} */
  setDeployment(
    id: string,
    deploymentId: string,
    status: 'allowed' | 'blocked',
    by: Actor,
  ): Promise<unknown>;
  /** @throws {NotFound} */
  remove(id: string, by: Actor): Promise<void>;
}

export interface AdminInvitation {
  readonly id: string;
  readonly name?: string | undefined;
  readonly approveAtOnce: boolean;
  /** Epoch milliseconds, as all that follow. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface NewInvitation {
  /** For the operator's own list: which school it is meant for. */
  readonly name?: string | undefined;
  /** The platform may launch without being approved first. */
  readonly approveAtOnce: boolean;
  /** 1 to 720. */
  readonly hours: number;
}

export interface AdminInvitations {
  /** @returns `url`, which is told this once and kept nowhere */
  create(
    invitation: NewInvitation,
    by: Actor,
  ): Promise<{ readonly invitation: AdminInvitation; readonly url: URL }>;
  /** Those that can still be used. */
  list(): Promise<readonly AdminInvitation[]>;
  /** @throws {NotFound} */
  revoke(id: string, by: Actor): Promise<unknown>;
}

export interface AdminKey {
  readonly kid: string;
  readonly createdAt: number;
  readonly signsFrom: number;
  readonly state: KeyState;
}

export interface AdminKeys {
  /** Newest first. */
  list(): readonly AdminKey[];
  /** Reads what other processes have changed. */
  refresh(): Promise<void>;
  /** @throws {KeyWaiting} */
  rotate(by: Actor): Promise<void>;
}

export interface Health {
  readonly version: string;
  readonly nodeVersion: string;
  readonly database: 'embedded' | 'mongodb';
  /** How long it took to answer. */
  readonly databaseMilliseconds: number;
  /** Scores still to be sent to gradebooks. */
  readonly scoresWaiting: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly startedAt: number;
  readonly publicUrl: string;
}

export interface Overview {
  readonly health: Health;
  readonly keys: readonly AdminKey[];
  readonly platforms: readonly AdminPlatform[];
  readonly invitations: readonly AdminInvitation[];
}

/** What an operator can do to a platform, in the words of the pages. */
export const PLATFORM_CHANGES = ['approve', 'enable', 'disable', 'remove'] as const;
export type PlatformChange = (typeof PLATFORM_CHANGES)[number];

/** What the admin pages show and do. Each change is written to the log by whoever makes it. */
export interface AdminService {
  overview(): Promise<Overview>;
  platforms(): Promise<readonly AdminPlatform[]>;
  /** @throws {NotFound} */
  platform(id: string): Promise<AdminPlatform>;
  /** The test of a platform: the latest, and a new one. */
  readonly connection: PlatformConnection;
  /** @throws {NotFound} */
  changePlatform(id: string, change: PlatformChange): Promise<void>;
  /** @throws {NotFound} */
  setDeployment(id: string, deploymentId: string, status: 'allowed' | 'blocked'): Promise<void>;
  invitations(): Promise<readonly AdminInvitation[]>;
  invite(invitation: NewInvitation): ReturnType<AdminInvitations['create']>;
  /** @throws {NotFound} */
  revokeInvitation(id: string): Promise<void>;
  keys(): Promise<readonly AdminKey[]>;
  /** @throws {KeyWaiting} */
  rotateKeys(): Promise<void>;
  /** @throws {InvalidCursor} */
  log(
    options: AuditFilter & { readonly after?: string | undefined; readonly limit: number },
  ): Promise<AuditPage>;
}

export interface AdminServiceDeps {
  readonly platforms: AdminPlatforms;
  readonly invitations: AdminInvitations;
  readonly keys: AdminKeys;
  readonly connection: PlatformConnection;
  readonly log: AuditLog;
  readonly clock: Clock;
  /** Resolves when the database answers. */
  readonly ping: () => Promise<void>;
  readonly scoresWaiting: () => Promise<number>;
  /** What does not change while the process lives. */
  readonly about: Pick<Health, 'version' | 'nodeVersion' | 'database' | 'publicUrl'>;
}

const BY_OPERATOR: Actor = { kind: 'operator' };

export function createAdminService(deps: AdminServiceDeps): AdminService {
  const { platforms, invitations, keys, log, clock, about } = deps;
  const startedAt = clock();

  async function health(): Promise<Health> {
    const before = clock();
    await deps.ping();
    const databaseMilliseconds = clock() - before;
    const scoresWaiting = await deps.scoresWaiting();
    return { ...about, startedAt, databaseMilliseconds, scoresWaiting, now: clock() };
  }

  async function freshKeys(): Promise<readonly AdminKey[]> {
    await keys.refresh();
    return keys.list();
  }

  return {
    overview: async () => ({
      health: await health(),
      keys: await freshKeys(),
      platforms: await platforms.list(),
      invitations: await invitations.list(),
    }),
    platforms: () => platforms.list(),
    platform: (id) => platforms.show(id),
    connection: deps.connection,
    async changePlatform(id, change) {
      switch (change) {
        case 'approve':
        case 'enable':
          await platforms.setStatus(id, 'active', BY_OPERATOR);
          return;
        case 'disable':
          await platforms.setStatus(id, 'disabled', BY_OPERATOR);
          return;
        case 'remove':
          await platforms.remove(id, BY_OPERATOR);
      }
    },
    async setDeployment(id, deploymentId, status) {
      await platforms.setDeployment(id, deploymentId, status, BY_OPERATOR);
    },
    invitations: () => invitations.list(),
    invite: (invitation) => invitations.create(invitation, BY_OPERATOR),
    async revokeInvitation(id) {
      await invitations.revoke(id, BY_OPERATOR);
    },
    keys: freshKeys,
    rotateKeys: () => keys.rotate(BY_OPERATOR),
    log: (options) => log.list(options),
  };
}
