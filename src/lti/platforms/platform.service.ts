import { z } from 'zod';
import type { Stored } from '../../persistence/database.js';
import type { Actor, Audit, AuditEntry } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import { MOST_ORIGINS, OtherOrigins, Platform, type Deployment } from './platform.js';
import type { PlatformStore } from './platform.store.js';

/** What an administrator copies from the platform's own registration page. */
export const PlatformRegistration = Platform.pick({
  issuer: true,
  clientId: true,
  authUrl: true,
  tokenUrl: true,
  jwksUrl: true,
  audience: true,
}).extend({
  /** Default: the issuer's host. */
  name: z.string().min(1).max(200).optional(),
  /** Deployments from which people may come; at least one. */
  deployments: z.array(z.string().min(1).max(255)).min(1),
  /** Join those that are set already. */
  otherOrigins: OtherOrigins.optional(),
});
export type PlatformRegistration = Readonly<z.infer<typeof PlatformRegistration>>;

/** This issuer and client id are registered already. */
export class PlatformExists extends AppError {
  readonly code = 'lti.platform-exists';
  readonly status = 409;
}

/** The platform is switched off: what is meant for it waits. */
export class PlatformDisabled extends AppError {
  readonly code = 'lti.platform-disabled';
  readonly status = 409;
}

/** Registered platforms, for the command line, the admin pages and registration. Each change is in the audit log. */
export interface Platforms {
  /**
   * @param status default: active
   * @throws {PlatformExists}
   */
  add(
    registration: PlatformRegistration,
    by: Actor,
    status?: Platform['status'],
  ): Promise<Platform>;
  /**
   * The same platform with what it says of itself now: same id, status and decisions on deployments;
   * deployments that it names anew are allowed.
   * @throws {NotFound} @throws {PlatformExists} another platform has this issuer and client id
   */
  update(id: string, registration: PlatformRegistration, by: Actor): Promise<Platform>;
  list(): Promise<readonly Platform[]>;
  /** @returns undefined where nobody has registered so */
  find(registration: Pick<Platform, 'issuer' | 'clientId'>): Promise<Platform | undefined>;
  /** @throws {NotFound} */
  show(id: string): Promise<Platform>;
  /** Nobody launches and nothing is sent until it is active. @throws {NotFound} */
  setStatus(id: string, status: Platform['status'], by: Actor): Promise<Platform>;
  /** A deployment that is not known yet is added. @throws {NotFound} */
  setDeployment(
    id: string,
    deploymentId: string,
    status: Deployment['status'],
    by: Actor,
  ): Promise<Platform>;
  /**
   * Lets pages of these origins frame the tool besides those that the registration names.
   * @param origins all of them; what was set before is gone @throws {NotFound}
   */
  setOtherOrigins(id: string, origins: readonly string[], by: Actor): Promise<Platform>;
  /** Forgets the registration; what its people did stays. @throws {NotFound} */
  remove(id: string, by: Actor): Promise<void>;
}

export interface PlatformsDeps {
  readonly platforms: PlatformStore;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: NewId;
}

export function createPlatforms({ platforms, audit, clock, newId }: PlatformsDeps): Platforms {
  async function show(id: string): Promise<Stored<Platform>> {
    const platform = await platforms.get(id);
    if (!platform) throw new NotFound(`platform ${id}`);
    return platform;
  }

  async function change(
    next: Stored<Platform>,
    entry: Omit<AuditEntry, 'subject'>,
  ): Promise<Platform> {
    const changed = await platforms.replace(next);
    await audit({ ...entry, subject: next.id });
    return changed;
  }

  return {
    async add(registration, by, status = 'active') {
      const { issuer, clientId } = registration;
      if (await platforms.byRegistration(issuer, clientId)) {
        throw new PlatformExists('issuer and client id are registered already');
      }
      const made = { id: newId(), status, createdAt: clock() };
      const platform = await platforms.insert(newPlatform(registration, made));
      const detail = { issuer, status };
      await audit({ action: 'platform.added', by, subject: platform.id, detail });
      return platform;
    },
    async update(id, registration, by) {
      const next = renewed(await show(id), registration);
      return change(next, { action: 'platform.updated', by, detail: { issuer: next.issuer } });
    },
    list: () => platforms.list(),
    find: ({ issuer, clientId }) => platforms.byRegistration(issuer, clientId),
    show,
    async setStatus(id, status, by) {
      const platform = await show(id);
      return change({ ...platform, status }, { action: `platform.${status}`, by });
    },
    async setDeployment(id, deploymentId, status, by) {
      const platform = await show(id);
      const others = platform.deployments.filter((deployment) => deployment.id !== deploymentId);
      const deployments = [...others, { id: deploymentId, status }];
      const action = `deployment.${status}`;
      return change(
        { ...platform, deployments },
        { action, by, detail: { deployment: deploymentId } },
      );
    },
    async setOtherOrigins(id, origins, by) {
      const otherOrigins = [...new Set(origins)];
      const detail = { origins: otherOrigins.join(' ') };
      const next = { ...(await show(id)), otherOrigins };
      return change(next, { action: 'platform.updated', by, detail });
    },
    async remove(id, by) {
      if (!(await platforms.remove(id))) throw new NotFound(`platform ${id}`);
      await audit({ action: 'platform.removed', by, subject: id });
    },
  };
}

function newPlatform(
  { name, deployments, ...registration }: PlatformRegistration,
  made: Pick<Platform, 'id' | 'status' | 'createdAt'>,
): Platform {
  return {
    ...registration,
    ...made,
    name: name ?? hostOf(registration.issuer),
    deployments: deployments.map((id) => ({ id, status: 'allowed' })),
  };
}

function renewed(
  platform: Stored<Platform>,
  { name, deployments, otherOrigins = [], ...registration }: PlatformRegistration,
): Stored<Platform> {
  const origins = new Set([...(platform.otherOrigins ?? []), ...otherOrigins]);
  const known = new Set(platform.deployments.map(({ id }) => id));
  const added = deployments
    .filter((id) => !known.has(id))
    .map((id) => ({ id, status: 'allowed' as const }));
  return {
    ...platform,
    ...registration,
    name: name ?? platform.name,
    deployments: [...platform.deployments, ...added],
    // More than are allowed: the newest stay.
    otherOrigins: origins.size === 0 ? undefined : [...origins].slice(-MOST_ORIGINS),
  };
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
