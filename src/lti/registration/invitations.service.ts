import { z } from 'zod';
import type { Stored } from '../../persistence/database.js';
import type { Actor, Audit } from '../../shared/audit.js';
import { HOUR, type Clock } from '../../shared/clock.js';
import { AppError, hasCode, NotFound } from '../../shared/errors.js';
import { digest, newSecret } from '../../shared/ids.js';
import { Invitation, isOpen, RESERVED_FOR, secondsToNextTry, withTry } from './invitation.js';
import type { InvitationStore } from './invitation.store.js';

/** The invitation is unknown, was used, has expired or is being used: one answer for all four. */
export class InvitationSpent extends AppError {
  readonly code = 'lti.invitation-spent';
  readonly status = 403;
}

/** With this invitation more was tried in an hour than anybody needs. */
export class TooManyTries extends AppError {
  readonly code = 'lti.too-many-tries';
  readonly status = 429;
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('tries of an hour are used up');
    this.retryAfterSeconds = retryAfterSeconds;
  }
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
  /** Counts a look at the platform, which costs requests. @throws {InvitationSpent} @throws {TooManyTries} */
  look(token: string): Promise<void>;
  /**
   * Runs `register` with the invitation to itself. It is spent once that succeeds, and open again
   * when it throws.
   * @param register gives the id of the platform that came of it
   * @throws {InvitationSpent} @throws {TooManyTries} and whatever `register` throws
   */
  use<T extends { readonly platformId: string }>(
    token: string,
    register: (invitation: Invitation) => Promise<T>,
  ): Promise<T>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

/** With one invitation, so that each is counted; two tabs, and somebody in a hurry. */
const LOOKS_AT_ONCE = 5;

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

  /**
   * @param reservedUntil as the invitation is to have it
   * @returns undefined when somebody else changed it at the same time
   */
  async function count(
    token: string,
    reservedUntil?: number,
  ): Promise<Stored<Invitation> | undefined> {
    const open = await openOne(token);
    const counted = withTry(open, clock());
    if (!counted) throw new TooManyTries(secondsToNextTry(open, clock()));
    return invitations.replace({ ...counted, reservedUntil }).catch((fault: unknown) => {
      if (hasCode(fault) && fault.code === 'persistence.stale-revision') return undefined;
      throw fault;
    });
  }

  return {
    async create(wanted, by) {
      const token = newSecret();
      const invitation = await invitations.insert(newInvitation(wanted, { token, now: clock() }));
      const { id: subject, approveAtOnce, expiresAt } = invitation;
      const detail = { approveAtOnce, expiresAt };
      await audit({ action: 'invitation.created', by, subject, detail });
      return { invitation, url: linkWith(token, publicUrl) };
    },
    list: () => invitations.open(),
    async revoke(id, by) {
      if (!(await invitations.remove(id))) throw new NotFound(`invitation ${id}`);
      await audit({ action: 'invitation.revoked', by, subject: id });
    },
    find: openOne,
    async look(token) {
      for (let at = 0; at < LOOKS_AT_ONCE; at += 1) if (await count(token)) return;
      throw new TooManyTries(1);
    },
    async use(token, register) {
      const reserved = await count(token, clock() + RESERVED_FOR);
      if (!reserved) throw new InvitationSpent('somebody else was quicker');
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

function linkWith(token: string, publicUrl: URL): URL {
  const url = new URL('/lti/register', publicUrl);
  url.searchParams.set('invitation', token);
  return url;
}

function idOf(token: string): string {
  return digest('invitation', token);
}
