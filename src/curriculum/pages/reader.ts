import type { Locale, Translate } from '../../i18n/i18n.js';

/** Best tries by exercise id; an exercise without an entry was never answered. */
export type BestTries = ReadonlyMap<
  string,
  { readonly scoreGiven: number; readonly scoreMaximum: number }
>;

/** For whom a page is made. */
export interface Reader {
  readonly t: Translate;
  /** Language of the interface. */
  readonly locale: Locale;
  /** Path of the session. */
  readonly base: string;
  readonly tries: BestTries;
  /** Those who teach see what concerns them only, such as the state of a translation. */
  readonly teaches: boolean;
  /** False while the link points nowhere yet and those who teach look at everything. */
  readonly hasChosenContent: boolean;
}
