import type { Collection, Database, Stored } from '../../persistence/database.js';
import { everything, inParts } from '../everything.js';
import { Guest } from './guest.js';
import { GuestLink } from './guest-link.js';

export interface GuestStore {
  get(id: string): Promise<Stored<Guest> | undefined>;
  inTandems(tandemIds: readonly string[]): Promise<readonly Stored<Guest>[]>;
  /** Everybody who was invited by this address; a handful at most. */
  byAddress(addressKey: string): Promise<readonly Stored<Guest>[]>;
  /** @throws {DuplicateKey} when the address is invited into the tandem already */
  insert(guest: Guest): Promise<Stored<Guest>>;
  /** @throws {StaleRevision} also when the guest was removed */
  replace(guest: Stored<Guest>): Promise<Stored<Guest>>;
  remove(id: string): Promise<boolean>;
  link(id: string): Promise<Stored<GuestLink> | undefined>;
  linksOf(guestId: string): Promise<readonly Stored<GuestLink>[]>;
  insertLink(link: GuestLink): Promise<void>;
  /** @throws {StaleRevision} when it was used meanwhile */
  replaceLink(link: Stored<GuestLink>): Promise<Stored<GuestLink>>;
  /** Of several callers exactly one gets true. */
  useLink(link: Stored<GuestLink>): Promise<boolean>;
  /** Removes what has expired. @returns how many, of the kind that had more */
  sweep(): Promise<number>;
}

export async function openGuestStore(database: Database): Promise<GuestStore> {
  const guests: Collection<Guest> = await database.collection({
    name: 'guests',
    schema: Guest,
    indexes: ['tandemId', 'addressKey'],
    uniqueKeys: [['tandemId', 'addressKey']],
    expiry: 'expiresAt',
  });
  const links: Collection<GuestLink> = await database.collection({
    name: 'guest_links',
    schema: GuestLink,
    indexes: ['guestId'],
    expiry: 'expiresAt',
  });
  return {
    get: (id) => guests.get(id),
    async inTandems(ids) {
      const found: Stored<Guest>[] = [];
      for (const part of inParts(ids)) {
        found.push(...(await everything(guests, { tandemId: { $in: part } })));
      }
      return found;
    },
    byAddress: async (addressKey) => (await guests.find({ addressKey })).documents,
    insert: (guest) => guests.insert(guest),
    replace: (guest) => guests.replace(guest),
    remove: (id) => guests.remove(id),
    link: (id) => links.get(id),
    linksOf: async (guestId) => (await links.find({ guestId })).documents,
    async insertLink(link) {
      await links.insert(link);
    },
    replaceLink: (link) => links.replace(link),
    useLink: ({ id, revision }) => links.remove(id, revision),
    sweep: async () => Math.max(await guests.sweep(), await links.sweep()),
  };
}
