import { z } from 'zod';
import type { Collection, Database } from '../../persistence/database.js';
import { HOUR, MINUTE, type Clock } from '../../shared/clock.js';
import type { Audit } from '../../shared/audit.js';
import type { NewId } from '../../shared/ids.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Allowances } from './allowances.service.js';
import { addressKeyOf } from './guest.js';
import type { GuestLinks } from './guest-links.service.js';
import type { GuestStore } from './guest.store.js';

/** Somebody typed an address and wants to come in. Looked up later, so that the answer is the same, and as quick, for any. */
const VisitRequest = z.object({
  id: z.string(),
  /** `addressKeyOf` what was typed. */
  addressKey: z.string(),
  /** Epoch milliseconds. */
  dueAt: z.number(),
  expiresAt: z.number(),
});
type VisitRequest = Readonly<z.infer<typeof VisitRequest>>;

/** Fresh links for those who have been here before. */
export interface Visits {
  /** @param address from `readMailAddress` @throws {TooManyMails} whether or not it is known */
  ask(address: string): Promise<void>;
  /** Answers one request. @returns false when there was none */
  answerNext(): Promise<boolean>;
  sweep(): Promise<number>;
}

/** Somebody with more tandems gets the links of these. */
const MOST_LINKS = 3;
const LEASE = MINUTE;

export async function openVisits(deps: {
  readonly database: Database;
  readonly store: GuestStore;
  readonly participants: Pick<ParticipantStore, 'get'>;
  readonly links: Pick<GuestLinks, 'visit'>;
  readonly allowances: Allowances;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly onAsked: () => void;
}): Promise<Visits> {
  const { database, store, participants, links, allowances, audit, clock, newId, onAsked } = deps;
  const requests: Collection<VisitRequest> = await database.collection({
    name: 'guest_visit_requests',
    schema: VisitRequest,
    indexes: ['dueAt'],
    expiry: 'expiresAt',
  });
  return {
    async ask(address) {
      const addressKey = addressKeyOf(address);
      await allowances.take('address', addressKey);
      const now = clock();
      await requests.insert({ id: newId(), addressKey, dueAt: now, expiresAt: now + HOUR });
      onAsked();
    },

    async answerNext() {
      const now = clock();
      const asked = await requests.lease({ field: 'dueAt', dueAt: now, until: now + LEASE });
      if (!asked) return false;
      const guests = await store.byAddress(asked.addressKey);
      for (const guest of guests.slice(0, MOST_LINKS)) {
        const person = await participants.get(guest.id);
        if (person?.tandemId === undefined) continue;
        await links.visit(guest);
        await audit({ action: 'guest.link-sent', by: { kind: 'tool' }, subject: guest.id });
      }
      await requests.remove(asked.id);
      return true;
    },

    sweep: () => requests.sweep(),
  };
}
