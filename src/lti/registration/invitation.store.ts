import type { Database, Stored } from '../../persistence/database.js';
import { Invitation } from './invitation.js';

export interface InvitationStore {
  get(id: string): Promise<Stored<Invitation> | undefined>;
  /** Those that nobody has used, the latest first. At most 1000. */
  open(): Promise<readonly Invitation[]>;
  insert(invitation: Invitation): Promise<Stored<Invitation>>;
  /** @throws {StaleRevision} */
  replace(invitation: Stored<Invitation>): Promise<Stored<Invitation>>;
  remove(id: string): Promise<boolean>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export async function openInvitationStore(database: Database): Promise<InvitationStore> {
  const invitations = await database.collection<Invitation>({
    name: 'invitations',
    schema: Invitation,
    indexes: ['status', 'createdAt'],
    expiry: 'expiresAt',
  });
  return {
    get: (id) => invitations.get(id),
    async open() {
      const options = { sort: 'createdAt', descending: true, limit: 1000 } as const;
      return (await invitations.find({ status: 'open' }, options)).documents;
    },
    insert: (invitation) => invitations.insert(invitation),
    replace: (invitation) => invitations.replace(invitation),
    remove: (id) => invitations.remove(id),
    sweep: () => invitations.sweep(),
  };
}
