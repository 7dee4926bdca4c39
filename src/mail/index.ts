import type { Database } from '../persistence/database.js';
import { createMail, type Mail, type MailDeps } from './mail.service.js';
import { smtpPostman, type MailServer } from './nodemailer.adapter.js';
import { openOutboxStore } from './outbox.store.js';

export { readMailAddress } from './address.js';
export { compose, spokenName, type Letter } from './letter.js';
export type { Mail, MailStanding } from './mail.service.js';
export type { MailServer } from './nodemailer.adapter.js';

/** @param deps `server`: undefined when none is set; then nothing can be posted */
export async function openMail(
  deps: Omit<MailDeps, 'outbox' | 'postman'> & {
    readonly database: Database;
    readonly server: MailServer | undefined;
  },
): Promise<Mail> {
  const { database, server } = deps;
  return createMail({
    ...deps,
    outbox: await openOutboxStore(database),
    postman: server && smtpPostman(server),
  });
}
