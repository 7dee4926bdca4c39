import { createTransport } from 'nodemailer';
import { SECOND } from '../shared/clock.js';
import { MailLater, MailRefused, type MailAnswer, type Postman } from './postman.js';

/** How to reach a mail server, and who writes. */
export interface MailServer {
  /** `smtp://` or `smtps://`, with user and password where it wants them. */
  readonly url: string;
  /** Address, or `Name <address>`. */
  readonly from: string;
}

/** Together they stay below the lease of a letter. */
const CONNECT_TIMEOUT = 10 * SECOND;
const SOCKET_TIMEOUT = 30 * SECOND;

/** A postman who speaks SMTP. No other file knows nodemailer. */
export function smtpPostman({ url, from }: MailServer): Postman {
  const transport = createTransport(
    {
      url,
      connectionTimeout: CONNECT_TIMEOUT,
      greetingTimeout: CONNECT_TIMEOUT,
      socketTimeout: SOCKET_TIMEOUT,
      // A letter is words; nothing in it makes us read a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
  );
  return {
    async send({ to, subject, text, html }) {
      try {
        // As an object: a string would be read as a list.
        await transport.sendMail({ to: { name: '', address: to }, subject, text, html });
      } catch (fault) {
        throw failureOf(fault);
      }
    },
  };
}

/** Of what the server says, recipient and content concern the letter; all else concerns the server. */
const ABOUT_LETTER = /^(?:RCPT|DATA)/;

/** Without its cause: nodemailer's messages name the recipient. */
function failureOf(fault: unknown): MailRefused | MailLater {
  const reply = numberIn(fault, 'responseCode');
  const answer: MailAnswer = { reply, reason: textIn(fault, 'code') };
  const isForGood = reply !== undefined && reply >= 500 && reply < 600;
  const isAboutLetter = ABOUT_LETTER.test(textIn(fault, 'command') ?? '');
  return isForGood && isAboutLetter ? new MailRefused(answer) : new MailLater(answer);
}

function numberIn(fault: unknown, field: string): number | undefined {
  const value = fieldOf(fault, field);
  return typeof value === 'number' ? value : undefined;
}

function textIn(fault: unknown, field: string): string | undefined {
  const value = fieldOf(fault, field);
  return typeof value === 'string' ? value : undefined;
}

function fieldOf(fault: unknown, field: string): unknown {
  return typeof fault === 'object' && fault !== null ? Reflect.get(fault, field) : undefined;
}
