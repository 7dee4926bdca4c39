import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Mailbox } from './mailbox.js';

/** An SMTP server that takes every mail and delivers none. */
export interface SandboxMailServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MailServerOptions {
  readonly mailbox: Pick<Mailbox, 'put'>;
  /** 0: any that is free. */
  readonly port: number;
  /** What to say to a recipient instead of taking the mail, such as `550 no such user`. */
  readonly refusal?: (recipient: string) => string | undefined;
}

/** Only this machine reaches it. RFC 5321, as much of it as a sender needs. */
export async function startMailServer(options: MailServerOptions): Promise<SandboxMailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever hangs up in the middle has sent nothing.
    socket.on('error', () => socket.destroy());
    converse(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** More than any letter of ours. */
const MOST_BYTES = 1024 * 1024;

function converse(socket: Socket, options: MailServerOptions): void {
  const conversation = createConversation(options);
  let pending = '';
  socket.write('220 sandbox ESMTP\r\n');
  socket.on('data', (bytes) => {
    // Byte by byte a character, so that nothing is torn where two packets meet.
    pending += bytes.toString('latin1');
    if (pending.length > MOST_BYTES) socket.destroy();
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const reply = conversation(pending.slice(0, end));
      pending = pending.slice(end + 2);
      if (reply !== '') socket.write(`${reply}\r\n`);
      if (reply.startsWith('221')) socket.end();
    }
  });
}

/** @returns what to answer to a line; '' while the mail itself comes */
function createConversation({ mailbox, refusal }: MailServerOptions): (line: string) => string {
  let recipients: string[] = [];
  let lines: string[] | undefined;

  function take(line: string): string {
    if (line !== '.') {
      // RFC 5321, section 4.5.2: a dot at the start was doubled.
      lines?.push(line.startsWith('..') ? line.slice(1) : line);
      return '';
    }
    mailbox.put(utf8(lines?.join('\r\n') ?? ''), recipients);
    lines = undefined;
    recipients = [];
    return '250 taken';
  }

  return (line) => {
    if (lines) return take(line);
    const [verb = ''] = line.toUpperCase().split(' ');
    switch (verb) {
      case 'EHLO':
        return '250-sandbox\r\n250-8BITMIME\r\n250 SMTPUTF8';
      case 'RCPT': {
        const recipient = utf8(/<([^>]*)>/u.exec(line)?.[1] ?? '');
        const refused = refusal?.(recipient);
        if (refused === undefined) recipients.push(recipient);
        return refused ?? '250 ok';
      }
      case 'DATA':
        lines = [];
        return '354 go on';
      case 'RSET':
        recipients = [];
        return '250 ok';
      case 'QUIT':
        return '221 bye';
      case 'HELO':
      case 'MAIL':
      case 'NOOP':
        return '250 ok';
      default:
        return '502 not known here';
    }
  };
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
