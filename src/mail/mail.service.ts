import type { Stored } from '../persistence/database.js';
import { MINUTE, type Clock } from '../shared/clock.js';
import { AppError, hasCode } from '../shared/errors.js';
import type { NewId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { Sealer } from '../shared/seal.js';
import { Letter } from './letter.js';
import type { OutboxStore } from './outbox.store.js';
import { MailLater, MailRefused, type Postman } from './postman.js';
import { waitBefore, type WaitingLetter } from './waiting-letter.js';

/** No mail server is set. */
export class MailOff extends AppError {
  readonly code = 'mail.off';
  readonly status = 409;
}

/** Letters that are waiting for the mail server, or that it refused. */
export type MailStanding = 'waiting' | 'refused' | 'none';

/** Writes to people. A letter is kept first and sent by a job: a server that is away delays nobody. */
export interface Mail {
  /** Whether a mail server is set. */
  readonly isOn: boolean;
  /**
   * Resolves once the letter is kept. It may arrive twice, when a process dies while sending it.
   * @param purpose `about`: id of the thing it belongs to; `until`: epoch milliseconds from which
   * on it would be of no use
   * @throws {MailOff}
   */
  post(letter: Letter, purpose: { readonly about: string; readonly until: number }): Promise<void>;
  /** What has not left yet will not leave any more. */
  drop(about: string): Promise<void>;
  /** `refused` when any was. */
  standing(about: string): Promise<MailStanding>;
  /** Tries one letter that is due. @returns false when none was */
  sendNext(): Promise<boolean>;
  /** Removes what is of no use any more. @returns how many */
  sweep(): Promise<number>;
}

export interface MailDeps {
  readonly outbox: OutboxStore;
  /** Undefined when no mail server is set. */
  readonly postman: Postman | undefined;
  readonly sealer: Pick<Sealer, 'seal' | 'unseal'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Called when a letter waits to be sent. */
  readonly onWaiting: () => void;
}

/** Longer than the postman's time limits together. */
const LEASE = 2 * MINUTE;

export function createMail(deps: MailDeps): Mail {
  const { outbox, postman, sealer, clock, newId, onWaiting } = deps;
  return {
    isOn: postman !== undefined,

    async post(letter, { about, until }) {
      if (!postman) throw new MailOff('no mail server');
      const sealed = sealer.seal(JSON.stringify(letter));
      await outbox.insert({
        ...{ id: newId(), about, sealed, tries: 0 },
        ...{ dueAt: clock(), expiresAt: until },
      });
      onWaiting();
    },

    async drop(about) {
      for (const { id } of await outbox.about(about)) await outbox.remove(id);
    },

    async standing(about) {
      const letters = await outbox.about(about);
      if (letters.some(({ sealed }) => sealed === undefined)) return 'refused';
      return letters.length > 0 ? 'waiting' : 'none';
    },

    async sendNext() {
      if (!postman) return false;
      const now = clock();
      const claimed = await outbox.claim(now, now + LEASE);
      if (!claimed) return false;
      await sendClaimed(claimed, postman, deps);
      return true;
    },

    sweep: () => outbox.sweep(),
  };
}

async function sendClaimed(
  claimed: Stored<WaitingLetter>,
  postman: Postman,
  { outbox, sealer, logger, clock }: MailDeps,
): Promise<void> {
  const { id, about, sealed } = claimed;
  const letter = sealed === undefined ? undefined : sealer.unseal(sealed);
  if (letter === undefined) {
    // Sealed with another secret; nobody can read it any more.
    logger.error({ letterId: id }, 'letter cannot be read');
    await outbox.remove(id);
    return;
  }
  try {
    await postman.send(Letter.parse(JSON.parse(letter)));
    await outbox.remove(id);
    logger.info({ letterId: id, about }, 'letter sent');
  } catch (fault) {
    if (!(fault instanceof MailRefused) && !(fault instanceof MailLater)) throw fault;
    const tries = claimed.tries + 1;
    logger.warn(
      { letterId: id, about, tries, code: fault.code, ...fault.answer },
      'letter not sent',
    );
    const { sealed: _sealed, dueAt: _due, ...rest } = claimed;
    await unlessDropped(() =>
      fault instanceof MailRefused
        ? outbox.replace({ ...rest, tries })
        : outbox.replace({ ...claimed, tries, dueAt: clock() + waitBefore(tries) }),
    );
  }
}

/** Whoever wrote the letter may have taken it back meanwhile. */
async function unlessDropped(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
  }
}
