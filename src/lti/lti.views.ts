import type { Page } from '../http/page.js';
import type { Translate } from '../i18n/i18n.js';

export interface NewWindowModel {
  readonly explanation: string;
  readonly button: string;
  readonly note: string;
  /** The login as the platform sent it, to be sent again from a window of its own. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** For browsers that keep no cookie in a frame: the same launch in a window, where they do. */
export function newWindowPage(
  t: Translate,
  fields: Readonly<Record<string, string>>,
): Page<NewWindowModel> {
  return {
    view: 'lti/new-window',
    title: t('lti.new-window.title'),
    model: {
      explanation: t('lti.new-window.explanation'),
      button: t('lti.new-window.button'),
      note: t('lti.new-window.note'),
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
  };
}
