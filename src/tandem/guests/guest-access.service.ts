import type { Stored } from '../../persistence/database.js';
import type { Mail } from '../../mail/index.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { SeatedBy, Seating } from '../pairing/seating.service.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Guest } from './guest.js';
import type { GuestStore } from './guest.store.js';

/** Whether a guest may still come in, and how that ends. */
export interface GuestAccess {
  /** Asked on each request of a guest: as long as they are known and sit in a tandem. */
  isOpen(principal: Principal): Promise<boolean>;
  /**
   * Ends a guest's access at once and erases their address. What they made, and under which name,
   * stays. May be repeated.
   */
  remove(
    guest: Stored<Guest>,
    by: { readonly who: Principal; readonly as: SeatedBy },
  ): Promise<void>;
  /** The person goes on under another identity: forgets the guest, keeps the participant. */
  forget(guest: Stored<Guest>): Promise<void>;
}

export interface GuestAccessDeps {
  readonly store: GuestStore;
  readonly participants: ParticipantStore;
  readonly seating: Seating;
  readonly mail: Pick<Mail, 'drop'>;
  readonly audit: Audit;
  readonly clock: Clock;
  /** Called when a guest may not see anything any more: ends what is still being told to them. */
  readonly onClosed: (guestId: string) => void;
}

export function createGuestAccess(deps: GuestAccessDeps): GuestAccess {
  const { store, participants, seating, mail, audit, clock, onClosed } = deps;

  /** Repeated while others write to the same person. */
  async function standUp(id: string, by: SeatedBy): Promise<void> {
    const person = await participants.get(id);
    if (!person) return;
    try {
      await seating.stand(person, by);
      const standing = await participants.get(id);
      if (standing) await participants.replace({ ...standing, goneAt: clock() });
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      await standUp(id, by);
    }
  }

  /** The guest's document last: as long as it is there, whoever was interrupted can repeat all of it. */
  async function forget({ id }: Guest): Promise<void> {
    for (const link of await store.linksOf(id)) await store.useLink(link);
    await mail.drop(id);
    await store.remove(id);
    onClosed(id);
  }

  return {
    async isOpen({ userId }) {
      const guest = await store.get(userId);
      const person = guest && (await participants.get(userId));
      return person?.tandemId !== undefined && person.course === undefined;
    },

    async remove(guest, { who: { platformId, userId }, as }) {
      await standUp(guest.id, as);
      onClosed(guest.id);
      await forget(guest);
      await audit({
        action: 'guest.removed',
        by: { kind: 'user', platformId, userId },
        subject: guest.id,
      });
    },

    forget,
  };
}
