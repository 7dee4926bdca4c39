import { z } from 'zod';
import { SECOND, type Clock } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';
import type { Sealer } from '../../shared/seal.js';
import { LaunchRefused } from './launch-refused.js';
import type { LoginState } from './login-state.js';

/** From our page that asks the platform's frame to our server: two answers and a form. */
const TICKET_LIFETIME = 60 * SECOND;

const Proof = z.object({
  state: z.string(),
  id_token: z.string().optional(),
  ticket: z.string().max(200),
  /** What the platform kept: the key to which the login is bound, and its nonce. */
  state_proof: z.string().max(200),
  nonce_proof: z.string().max(200),
  /** Why the platform gave nothing back; '' when it did. */
  storage_fault: z.string().max(200),
});

/**
 * Proof that a launch ends in the browser in which it began, kept by the platform's frame because
 * the browser keeps no cookie. The platform's answer goes to our page first; our page adds what
 * was kept and posts it all once more, with a ticket that holds for a minute. It holds once, since
 * the login's nonce does.
 */
export interface StorageProofs {
  /** For the page that asks the platform's frame. @param answered what the platform posted */
  ticketFor(answered: { readonly state: string; readonly idToken?: string | undefined }): string;
  /**
   * @param body what our own page posted
   * @returns the key to which the login is bound, as the platform kept it
   * @throws {LaunchRefused} login-invalid, login-expired, storage-lost, nonce-mismatch
   */
  keyIn(body: unknown, login: LoginState): string;
}

export function createStorageProofs(deps: {
  readonly sealer: Sealer;
  readonly clock: Clock;
}): StorageProofs {
  const { sealer, clock } = deps;
  return {
    ticketFor({ state, idToken }) {
      const expiresAt = String(clock() + TICKET_LIFETIME);
      return `${expiresAt}.${sealer.sign(ticketText(expiresAt, state, idToken))}`;
    },
    keyIn(body, login) {
      const proof = Proof.safeParse(body);
      if (!proof.success) throw new LaunchRefused('login-invalid', 'no proof of storage');
      const { state, id_token: idToken, ticket, storage_fault: fault } = proof.data;
      const [expiresAt = '', signature = ''] = ticket.split('.', 2);
      if (!sealer.verify(ticketText(expiresAt, state, idToken), signature)) {
        throw new LaunchRefused('login-invalid', 'ticket not ours, or of another launch');
      }
      if (Number(expiresAt) <= clock()) throw new LaunchRefused('login-expired', 'ticket expired');
      if (fault !== '') {
        throw new LaunchRefused('storage-lost', `platform storage: ${faultCodeOf(fault)}`);
      }
      if (proof.data.nonce_proof !== login.nonce) {
        throw new LaunchRefused('nonce-mismatch', 'platform kept another nonce');
      }
      return proof.data.state_proof;
    },
  };
}

/** A code as the storage specification has them; what else a browser may say is not for the log. */
export function faultCodeOf(text: string): string {
  return /^[a-z_]{1,40}$/.test(text) ? text : 'unnamed';
}

/** No state has a colon, so that nothing signed as one can pass for the other. */
function ticketText(expiresAt: string, state: string, idToken: string | undefined): string {
  return `ticket:${expiresAt}:${digest(state, idToken ?? '')}`;
}
