import type { Stored } from '../../persistence/database.js';
import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Membership } from '../people/membership.service.js';
import { isGuest } from '../tandem.policy.js';
import type { Guest } from './guest.js';
import type { GuestAccess } from './guest-access.service.js';
import type { GuestStore } from './guest.store.js';

/** What guests do about themselves. */
export interface OwnGuests {
  /** @throws {NotFound} for whoever is no guest */
  self(principal: Principal): Promise<Stored<Guest>>;
  /** Has reminders sent by mail too, or not. @throws {NotFound} @throws {StaleRevision} */
  wantReminders(principal: Principal, isWanted: boolean): Promise<void>;
  /** Ends the own access, and erases the address. @throws {NotFound} */
  leave(principal: Principal): Promise<void>;
  /** @throws {NotFound} for guests, and for whoever is no tutor in a course */
  requireUser(principal: Principal): Promise<void>;
}

export function createOwnGuests(deps: {
  readonly store: GuestStore;
  readonly access: GuestAccess;
  readonly membership: Membership;
}): OwnGuests {
  const { store, access, membership } = deps;

  async function self(principal: Principal): Promise<Stored<Guest>> {
    const guest = isGuest(principal) ? await store.get(principal.userId) : undefined;
    if (!guest) throw new NotFound('for guests');
    return guest;
  }

  return {
    self,
    async wantReminders(principal, isWanted) {
      await store.replace({ ...(await self(principal)), hasNoReminders: !isWanted });
    },
    async leave(principal) {
      await access.remove(await self(principal), { who: principal, as: 'self' });
    },
    async requireUser(principal) {
      if (isGuest(principal)) throw new NotFound('for those who come from a platform');
      await membership.participant(principal);
    },
  };
}
