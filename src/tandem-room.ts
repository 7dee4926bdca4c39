import type { AuditLog } from './admin/index.js';
import type { Foundation } from './foundation.js';
import type { Assets } from './http/assets.js';
import type { Lti } from './lti/index.js';
import { newId } from './shared/ids.js';
import type { Principal } from './shared/principal.js';
import { createTandemSubsystem, type TandemSubsystem } from './tandem/index.js';

/** The room of tandems, and what it is told of the others. */
export function openTandemRoom(
  { database, clock }: Foundation,
  { log, lti, assets }: { readonly log: AuditLog; readonly lti: Lti; readonly assets: Assets },
): Promise<TandemSubsystem> {
  return createTandemSubsystem({
    ...{ database, clock, newId, assets },
    audit: log.audit,
    activities: () => [],
    groupsOf: (principal) => groupsOf(lti, principal),
    hasWork: () => Promise.resolve(false),
    standingsOf: () => Promise.resolve(new Map()),
    platformName: async (id) => (await lti.platforms.list()).find((each) => each.id === id)?.name,
  });
}

/** Names of the platform's groups, by the people who are in one. */
async function groupsOf(
  lti: Lti,
  principal: Principal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { people } = await lti.people(principal);
  return new Map(people.map(({ userId, groups }) => [userId, groups]));
}
