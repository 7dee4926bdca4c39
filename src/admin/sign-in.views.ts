import type { Page } from '../http/page.js';
import type { Translate } from '../i18n/i18n.js';

export interface SignInModel {
  readonly explanation: string;
  readonly button: string;
  readonly note: string;
  /** The token of the link, to be sent on by the button. */
  readonly link: string;
}

export interface SignInNeededModel {
  readonly explanation: string;
  readonly command: string;
  readonly after: string;
  readonly already: string;
  readonly alreadyHref: string;
}

/** What the link opens: one press, so that a mail scanner that looks at links does not spend it. */
export function signInPage(t: Translate, link: string): Page<SignInModel> {
  return {
    view: 'admin/sign-in',
    title: t('admin.sign-in.title'),
    model: {
      explanation: t('admin.sign-in.explanation'),
      button: t('admin.sign-in.button'),
      note: t('admin.sign-in.note'),
      link,
    },
  };
}

/** For whoever comes without a session, and after it has ended. */
export function signInNeededPage(t: Translate): Page<SignInNeededModel> {
  return {
    view: 'admin/sign-in-needed',
    title: t('admin.sign-in-needed.title'),
    model: {
      explanation: t('admin.sign-in-needed.explanation'),
      command: 'npm run tandem -- admin link',
      after: t('admin.sign-in-needed.after'),
      // The session's cookie does not come along with a link from elsewhere; with this one it does.
      already: t('admin.sign-in-needed.already'),
      alreadyHref: '/admin/',
    },
  };
}
