import type { Router } from 'express';
import type { Database } from '../persistence/database.js';
import type { Clock } from '../shared/clock.js';
import { adminRoutes } from './admin.routes.js';
import { createAdminService, type AdminServiceDeps } from './admin.service.js';
import { loggedLibraries, type AdminLibraries } from './libraries.service.js';
import { operatorCookie } from './operator-cookie.js';
import { createOperators } from './operators.service.js';

export type { AdminInvitations, AdminPlatforms } from './admin.service.js';
export { openAuditLog, type AuditLog } from './audit.store.js';
export { createOperatorLink } from './operators.service.js';

/** The pages of whoever runs the tool. */
export interface Admin {
  /** To be mounted at `/admin`. */
  readonly router: Router;
  /** Removes what has expired, entries of the log too. @returns how many */
  sweep(): Promise<number>;
}

export interface AdminDeps extends AdminServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: URL;
  readonly libraries: AdminLibraries;
}

export async function createAdmin(deps: AdminDeps): Promise<Admin> {
  const { database, clock, log, publicUrl } = deps;
  const operators = await createOperators({ database, clock, audit: log.audit });
  const admin = createAdminService(deps);
  const cookie = operatorCookie({ publicUrl });
  const libraries = loggedLibraries(deps.libraries, log.audit);
  const router = adminRoutes({ admin, libraries, operators, cookie, publicUrl });
  return {
    router,
    async sweep() {
      return Math.max(await operators.sweep(), await log.sweep());
    },
  };
}
