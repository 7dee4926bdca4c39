import type { Link, Page } from '../../http/page.js';
import type { Translate } from '../../i18n/i18n.js';
import type { LaunchRefused } from './launch-refused.js';
import { storageKeysOf, type StoragePlace } from './login-state.js';

export interface NewWindowModel {
  readonly explanation: string;
  readonly button: string;
  readonly note: string;
  /** Shown instead of the button once it was pressed: the platform's hint holds for one window. */
  readonly opened: string;
  /** Begins the same login again, in a window of its own. */
  readonly href: string;
}

/** For browsers that keep no cookie in a frame: the same launch in a window, where they do. */
export function newWindowPage(t: Translate, href: string): Page<NewWindowModel> {
  return {
    view: 'lti/new-window',
    title: t('lti.new-window.title'),
    model: newWindowModel(t, href),
  };
}

/** What a page of the storage rung tells its script. */
interface AskingModel {
  readonly wait: string;
  readonly place: StoragePlace;
  /** Names under which the platform keeps the browser's key and the nonce of this login. */
  readonly keys: { readonly state: string; readonly nonce: string };
}

export interface StorageLoginModel extends AskingModel {
  /** Values for the two names. */
  readonly secret: string;
  readonly nonce: string;
  /** The platform's authorization endpoint with our request. */
  readonly next: string;
  /** The same login by its next rung; the script adds why. */
  readonly otherwise: string;
  /** For browsers without scripts. */
  readonly newWindow: NewWindowModel;
}

/** Asks the platform to keep the browser's key, then goes on to its authorization endpoint. */
export function storageLoginPage(
  t: Translate,
  login: {
    readonly request: URL;
    readonly secret: string;
    readonly place: StoragePlace;
    readonly otherwise: string;
    readonly newWindow: string;
  },
): Page<StorageLoginModel> {
  const { request, secret, place, otherwise } = login;
  const { state = '', nonce = '' } = Object.fromEntries(request.searchParams);
  return {
    view: 'lti/storage-login',
    title: t('lti.storage.title'),
    model: {
      wait: t('lti.storage.wait'),
      place,
      keys: storageKeysOf(state),
      secret,
      nonce,
      next: request.href,
      otherwise,
      newWindow: newWindowModel(t, login.newWindow),
    },
  };
}

export interface StorageLaunchModel extends AskingModel {
  readonly needsScript: string;
  /** What the platform posted, to be posted once more with the proof. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** Asks the platform for what it kept, and posts the launch on with it. */
export function storageLaunchPage(
  t: Translate,
  launch: {
    readonly state: string;
    readonly place: StoragePlace;
    readonly fields: Readonly<Record<string, string | undefined>>;
  },
): Page<StorageLaunchModel> {
  const { state, place } = launch;
  const fields: Readonly<Record<string, string | undefined>> = { state, ...launch.fields };
  return {
    view: 'lti/storage-launch',
    title: t('lti.storage.title'),
    model: {
      wait: t('lti.storage.wait'),
      needsScript: t('lti.storage.needs-script'),
      place,
      keys: storageKeysOf(state),
      fields: Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value }],
      ),
    },
  };
}

function newWindowModel(t: Translate, href: string): NewWindowModel {
  return {
    explanation: t('lti.new-window.explanation'),
    button: t('lti.new-window.button'),
    note: t('lti.new-window.note'),
    opened: t('lti.new-window.opened'),
    href,
  };
}

/**
 * The way back to the platform, which is told why in the person's words, and for its log by the
 * code (LTI Core 1.3, section 5.4.4). Nothing of the message, and nobody's data.
 */
export function wayBackFrom(
  { code, values }: Pick<LaunchRefused, 'code' | 'values'>,
  returnUrl: string,
  t: Translate,
): Link {
  const url = new URL(returnUrl);
  url.searchParams.set('lti_errormsg', t(`error.${code}`, values));
  url.searchParams.set('lti_errorlog', code);
  return { href: url.href, label: t('error.return') };
}
