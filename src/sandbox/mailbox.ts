import type { Clock } from '../shared/clock.js';
import { readMail, type ReadMail } from './mime.js';

/** A mail that the sandbox's mail server took. */
export interface ReceivedMail extends ReadMail {
  readonly to: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** The mails of everybody: in a trial whoever looks may read them all. */
export interface Mailbox {
  put(source: string, to: readonly string[]): void;
  /** Newest first. */
  all(): readonly ReceivedMail[];
}

/** Older ones are forgotten. */
const KEPT = 100;

export function createMailbox(clock: Clock): Mailbox {
  let mails: readonly ReceivedMail[] = [];
  return {
    put(source, to) {
      mails = [{ ...readMail(source), to, receivedAt: clock() }, ...mails].slice(0, KEPT);
    },
    all: () => mails,
  };
}
