import { AppError } from '../shared/errors.js';
import type { Letter } from './letter.js';

/** Hands letters to a mail server. */
export interface Postman {
  /** @throws {MailRefused} @throws {MailLater} */
  send(letter: Letter): Promise<void>;
}

/** What a mail server said, without the words: those hold addresses. */
export interface MailAnswer {
  /** SMTP reply, such as 550; undefined when there was none. */
  readonly reply?: number | undefined;
  /** Of the connection, such as `ECONNREFUSED`. */
  readonly reason?: string | undefined;
}

/** The server will never take this letter: it knows no such mailbox, or does not like what is in it. */
export class MailRefused extends AppError {
  readonly code = 'mail.refused';
  readonly status = 502;
  readonly answer: MailAnswer;

  constructor(answer: MailAnswer) {
    super('refused by the mail server');
    this.answer = answer;
  }
}

/** The server is not there, is busy, or does not let us in: the letter may go later. */
export class MailLater extends AppError {
  readonly code = 'mail.later';
  readonly status = 503;
  readonly answer: MailAnswer;

  constructor(answer: MailAnswer) {
    super('not taken by the mail server now');
    this.answer = answer;
  }
}
