import { z } from 'zod';
import type { Clock } from '../shared/clock.js';
import { AppError, NotFound } from '../shared/errors.js';
import type { NewId } from '../shared/ids.js';
import { Platform } from './platform.js';
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

/** Registered platforms, for the command line and the admin pages. */
export interface Platforms {
  /** @throws {PlatformExists} */
  add(registration: PlatformRegistration): Promise<Platform>;
  list(): Promise<readonly Platform[]>;
  /** @throws {NotFound} */
  show(id: string): Promise<Platform>;
  /** Nobody launches and nothing is sent until it is enabled again. @throws {NotFound} */
  setStatus(id: string, status: Platform['status']): Promise<Platform>;
  /** Forgets the registration; what its people did stays. @throws {NotFound} */
  remove(id: string): Promise<void>;
}

export function createPlatforms(deps: {
  readonly platforms: PlatformStore;
  readonly clock: Clock;
  readonly newId: NewId;
}): Platforms {
  const { platforms, clock, newId } = deps;

  async function show(id: string): ReturnType<Platforms['show']> {
    const platform = await platforms.get(id);
    if (!platform) throw new NotFound(`platform ${id}`);
    return platform;
  }

  return {
    async add({ name, deployments, ...registration }) {
      const { issuer, clientId } = registration;
      if (await platforms.byRegistration(issuer, clientId)) {
        throw new PlatformExists('issuer and client id are registered already');
      }
      return platforms.insert({
        ...registration,
        id: newId(),
        name: name ?? hostOf(issuer),
        deployments: deployments.map((id) => ({ id, status: 'allowed' })),
        status: 'active',
        createdAt: clock(),
      });
    },
    list: () => platforms.list(),
    show,
    async setStatus(id, status) {
      const platform = await platforms.get(id);
      if (!platform) throw new NotFound(`platform ${id}`);
      return platforms.replace({ ...platform, status });
    },
    async remove(id) {
      if (!(await platforms.remove(id))) throw new NotFound(`platform ${id}`);
    },
  };
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
