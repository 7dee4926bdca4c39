import type { Collection, Database } from '../persistence/database.js';
import { HOUR, type Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import { digest, type NewId } from '../shared/ids.js';
import { Session } from './session.js';

/** A working day: long enough for a module, short enough for a shared computer. */
const LIFETIME = 10 * HOUR;

/** The session is unknown, has ended, or belongs to another browser: one answer for all three. */
export class NoSession extends AppError {
  readonly code = 'http.no-session';
  readonly status = 401;
}

export type NewSession = Omit<Session, 'id' | 'browser' | 'expiresAt'>;

export interface Sessions {
  /** Opens a session in the browser that holds `key`. */
  open(session: NewSession, key: string): Promise<Session>;
  /** @throws {NoSession} */
  find(id: string, key: string): Promise<Session>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export async function createSessions(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<Sessions> {
  const { database, clock, newId } = deps;
  const sessions: Collection<Session> = await database.collection({
    name: 'sessions',
    schema: Session,
    expiry: 'expiresAt',
  });
  return {
    async open(session, key) {
      return sessions.insert({
        ...session,
        id: newId(),
        browser: digest('browser', key),
        expiresAt: clock() + LIFETIME,
      });
    },
    async find(id, key) {
      const session = await sessions.get(id);
      if (session?.browser !== digest('browser', key)) throw new NoSession('no such session here');
      return session;
    },
    sweep: () => sessions.sweep(),
  };
}

/** What our own pages send back with each POST: known only to a page that this browser was given. */
export function pageTokenOf(session: Session, key: string): string {
  return digest('page', session.id, key);
}
