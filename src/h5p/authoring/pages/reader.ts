import type { I18n, Locale, Translate } from '../../../i18n/i18n.js';
import { factsOf } from '../../type-facts.js';

/** For whom a page is made. */
export interface AuthorReader {
  readonly t: Translate;
  readonly i18n: I18n;
  readonly locale: Locale;
  /** Path of the session. */
  readonly base: string;
  readonly pageToken: string;
  /** The author who reads, as the platform names them. */
  readonly userId: string;
}

/** @param library machine name */
export function typeName(library: string, { t, i18n }: Pick<AuthorReader, 't' | 'i18n'>): string {
  const key = `choose.type.${factsOf(library).kind}`;
  return i18n.hasText(key) ? t(key) : library;
}

export function languageName(code: string, { locale }: Pick<AuthorReader, 'locale'>): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
}

/** Address of a form below an exercise, with the page's token. */
export function actionOf(id: string, what: string, { base, pageToken }: AuthorReader): string {
  return `${base}/authoring/${id}/${what}?token=${pageToken}`;
}
