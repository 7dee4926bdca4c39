import type { Collection, Database } from '../persistence/database.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import { digest, newSecret } from '../shared/ids.js';
import { LINK_LIFETIME, OperatorLink, OperatorSession, SESSION_LIFETIME } from './operator.js';

/** The sign-in link was used, has expired, or never was: one answer for all three. */
export class LinkSpent extends AppError {
  readonly code = 'admin.link-spent';
  readonly status = 410;
}

/** Who may open the admin pages: whoever can run the command line on the server. */
export interface Operators {
  /** Whether the link would let somebody in; does not spend it. */
  isOpen(token: string): Promise<boolean>;
  /** Spends the link. @returns the secret for the browser's cookie @throws {LinkSpent} */
  signIn(token: string): Promise<string>;
  /** Whether this secret's session goes on. */
  isSignedIn(secret: string): Promise<boolean>;
  /** Ends the session at once, in every process. */
  signOut(secret: string): Promise<void>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export interface OperatorsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
}

export async function createOperators({
  database,
  clock,
  audit,
}: OperatorsDeps): Promise<Operators> {
  const links = await openLinks(database);
  const sessions: Collection<OperatorSession> = await database.collection({
    name: 'operator_sessions',
    schema: OperatorSession,
    expiry: 'expiresAt',
  });
  return {
    isOpen: async (token) => (await links.get(linkIdOf(token))) !== undefined,
    async signIn(token) {
      if (!(await links.consume(linkIdOf(token)))) throw new LinkSpent('used, expired or unknown');
      const secret = newSecret();
      await sessions.insert({ id: sessionIdOf(secret), expiresAt: clock() + SESSION_LIFETIME });
      await audit({ action: 'operator.signed-in', by: { kind: 'operator' } });
      return secret;
    },
    isSignedIn: async (secret) => (await sessions.get(sessionIdOf(secret))) !== undefined,
    async signOut(secret) {
      if (!(await sessions.remove(sessionIdOf(secret)))) return;
      await audit({ action: 'operator.signed-out', by: { kind: 'operator' } });
    },
    async sweep() {
      const removed = await Promise.all([links.sweep(), sessions.sweep()]);
      return Math.max(...removed);
    },
  };
}

/**
 * A link that signs the operator in once, within `LINK_LIFETIME`. For the command line: who can run
 * it can read the database and the secret anyway.
 * @returns the link, which is kept nowhere, and its end in epoch milliseconds
 */
export async function createOperatorLink({
  database,
  clock,
  audit,
  publicUrl,
}: OperatorsDeps & { readonly publicUrl: URL }): Promise<{
  readonly url: URL;
  readonly expiresAt: number;
}> {
  const links = await openLinks(database);
  const token = newSecret();
  const expiresAt = clock() + LINK_LIFETIME;
  await links.insert({ id: linkIdOf(token), expiresAt });
  await audit({ action: 'operator.link-made', by: { kind: 'command-line' } });
  const url = new URL('/admin/sign-in', publicUrl);
  url.searchParams.set('link', token);
  return { url, expiresAt };
}

/** What the admin pages send back with each POST: known only to a page that this browser was given. */
export function operatorPageToken(secret: string): string {
  return digest('operator-page', secret);
}

function openLinks(database: Database): Promise<Collection<OperatorLink>> {
  return database.collection({
    name: 'operator_links',
    schema: OperatorLink,
    expiry: 'expiresAt',
  });
}

function linkIdOf(token: string): string {
  return digest('operator-link', token);
}

function sessionIdOf(secret: string): string {
  return digest('operator-session', secret);
}
