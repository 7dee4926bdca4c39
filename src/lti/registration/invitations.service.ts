import { z } from 'zod';
import type { Stored } from '../../persistence/database.js';
import type { Actor, Audit } from '../../shared/audit.js';
import { HOUR, type Clock } from '../../shared/clock.js';
import { AppError, hasCode, NotFound } from '../../shared/errors.js';
import { digest, newSecret } from '../../shared/ids.js';
import { Invitation, isOpen, RESERVED_FOR } from './invitation.js';
import type { InvitationStore } from './invitation.store.js';

/** The invitation is unknown, was used, has expired or is being used: one answer for all four. */
export class InvitationSpent extends AppError {
  readonly code = 'lti.invitation-spent';
  readonly status = 403;
}

/** What an operator decides when inviting. */
export const NewInvitation = Invitation.pick({
  name: true,
  approveAtOnce: true,
  platformId: true,
}).extend({
  /** Until it ends. Default: 48. */
  hours: z.number().int().min(1).max(720).optional(),
});
export type NewInvitation = Readonly<z.infer<typeof NewInvitation>>;

/** Who may register a platform: whoever was given the link. */
export interface Invitations {
  /** @returns the link for the platform's administrator, which is told this once and kept nowhere */
  create(
    invitation: NewInvitation,
    by: Actor,
  ): Promise<{ readonly invitation: Invitation; readonly url: URL }>;
  /** Those that can still be used, the latest first. */
  list(): Promise<readonly Invitation[]>;
  /** @throws {NotFound} */
  revoke(id: string, by: Actor): Promise<void>;
  /** @throws {InvitationSpent} unless somebody may register with this token now */
  find(token: string): Promise<Invitation>;
  /**
   * Runs `register` with the invitation to itself. It is spent once that succeeds, and open again
   * when it throws.
   * @param register gives the id of the platform that came of it
   * @throws {InvitationSpent} and whatever `register` throws
   */
  use<T extends { readonly platformId: string }>(
    token: string,
    register: (invitation: Invitation) => Promise<T>,
  ): Promise<T>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export function createInvitations(deps: {
  readonly invitations: InvitationStore;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly publicUrl: URL;
}): Invitations {
  const { invitations, audit, clock, publicUrl } = deps;

  async function openOne(token: string): Promise<Stored<Invitation>> {
    const invitation = await invitations.get(idOf(token));
    if (!invitation || !isOpen(invitation, clock())) throw new InvitationSpent('not open');
    return invitation;
  }

  async function reserve(token: string): Promise<Stored<Invitation>> {
    try {
      const open = await openOne(token);
      return await invitations.replace({ ...open, reservedUntil: clock() + RESERVED_FOR });
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      throw new InvitationSpent('somebody else was quicker');
    }
  }

  return {
    async create(wanted, by) {
      const token = newSecret();
      const invitation = await invitations.insert(newInvitation(wanted, { token, now: clock() }));
      const { id: subject, approveAtOnce, expiresAt } = invitation;
      await audit({
        action: 'invitation.created',
        by,
        subject,
        detail: { approveAtOnce, expiresAt },
      });
      const url = new URL('/lti/register', publicUrl);
      url.searchParams.set('invitation', token);
      return { invitation, url };
    },
    list: () => invitations.open(),
    async revoke(id, by) {
      if (!(await invitations.remove(id))) throw new NotFound(`invitation ${id}`);
      await audit({ action: 'invitation.revoked', by, subject: id });
    },
    find: openOne,
    async use(token, register) {
      const reserved = await reserve(token);
      const registered = await orElse(register(reserved), () =>
        invitations.replace({ ...reserved, reservedUntil: undefined }),
      );
      const { platformId } = registered;
      await invitations.replace({ ...reserved, status: 'used', platformId });
      const by: Actor = { kind: 'platform', platformId };
      await audit({ action: 'invitation.used', by, subject: reserved.id });
      return registered;
    },
    sweep: () => invitations.sweep(),
  };
}

/** Waits for `work`; when it fails, undoes, then fails with the reason of the work. */
async function orElse<T>(work: Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await work;
  } catch (fault) {
    // Where that fails too, the reservation ends by itself; the reader needs the first reason.
    await undo().catch(() => undefined);
    throw fault;
  }
}

function newInvitation(
  { name, approveAtOnce, hours = 48, platformId }: NewInvitation,
  { token, now }: { readonly token: string; readonly now: number },
): Invitation {
  return {
    id: idOf(token),
    name,
    approveAtOnce,
    platformId,
    status: 'open',
    createdAt: now,
    expiresAt: now + hours * HOUR,
  };
}

function idOf(token: string): string {
  return digest('invitation', token);
}
