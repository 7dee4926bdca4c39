import { Router } from 'express';
import type { Mailbox, ReceivedMail } from './mailbox.js';
import { sendPage } from './pages.views.js';

/** `/mail`: what the sandbox's mail server took. */
export function mailRoutes({ mailbox }: { readonly mailbox: Mailbox }): Router {
  const router = Router();
  router.get('/mail', (_req, res) => {
    const model = { mails: mailbox.all().map(mailModel) };
    sendPage(res, { view: 'mail', title: 'Mail', user: undefined, model });
  });
  return router;
}

const ADDRESS = /(https?:\/\/\S+)/u;

function mailModel({ to, subject, text, receivedAt }: ReceivedMail): object {
  return {
    to: to.join(', '),
    subject,
    time: new Date(receivedAt).toISOString(),
    pieces: text.split(ADDRESS).map((piece) => ({ text: piece, isLink: ADDRESS.test(piece) })),
  };
}
