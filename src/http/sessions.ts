import type { Collection, Database } from '../persistence/database.js';
import { DAY, HOUR, type Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import { digest, type NewId } from '../shared/ids.js';
import { Session, type SessionKey } from './session.js';

/** A working day: long enough for a module, short enough for a shared computer. A key in the path lives one sitting. */
const LIFETIME: Readonly<Record<SessionKey['carrier'], number>> = {
  cookie: 10 * HOUR,
  path: 3 * HOUR,
};

/** The session is unknown, has ended, or belongs to another browser: one answer for all three. */
export class NoSession extends AppError {
  readonly code = 'http.no-session';
  readonly status = 401;
}

export type NewSession = Omit<Session, 'id' | 'browser' | 'endsAt' | 'expiresAt'>;

export interface Sessions {
  /** Opens a session for whoever brings this key in this way. */
  open(session: NewSession, key: SessionKey): Promise<Session>;
  /** Also one that is over, for a day. @throws {NoSession} */
  find(id: string, key: SessionKey): Promise<Session>;
  /** Whether its time is up. */
  isOver(session: Session): boolean;
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
      const endsAt = clock() + LIFETIME[key.carrier];
      return sessions.insert({
        ...session,
        id: newId(),
        browser: keyDigest(key),
        endsAt,
        expiresAt: endsAt + DAY,
      });
    },
    async find(id, key) {
      const session = await sessions.get(id);
      if (session?.browser !== keyDigest(key)) throw new NoSession('no such session here');
      return session;
    },
    isOver: ({ endsAt }) => endsAt <= clock(),
    sweep: () => sessions.sweep(),
  };
}

/** What our own pages send back with each POST: known only to a page that this browser was given. */
export function pageTokenOf(session: Session, { secret }: SessionKey): string {
  return digest('page', session.id, secret);
}

/** The way counts too: a browser's cookie opens nothing as part of a path. */
function keyDigest({ carrier, secret }: SessionKey): string {
  return digest(carrier === 'cookie' ? 'browser' : 'path', secret);
}
