import type { Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { GuestLinkModel, GuestNoteModel } from './guest-door.views.js';

type Reader = { readonly t: Translate };

/** Asks whether reminders are to stop. @param action path that stops them */
export function stopPage(action: string, { t }: Reader): Page<GuestLinkModel> {
  return {
    view: 'tandem/guest-link',
    title: t('tandem.guest.stop.title'),
    model: { explanation: t('tandem.guest.stop.text'), action, button: t('tandem.guest.stop.yes') },
  };
}

/** Says that they have stopped. */
export function stoppedPage({ t }: Reader): Page<GuestNoteModel> {
  return {
    view: 'tandem/guest-note',
    title: t('tandem.guest.stop.done'),
    model: { text: t('tandem.guest.stop.done-text') },
  };
}
