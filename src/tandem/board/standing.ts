import type { Locale, Translate } from '../../i18n/i18n.js';

/** How far a tandem is with one activity, in words. */
export interface TandemStanding {
  readonly activityId: string;
  /** Of the activity. */
  readonly title: string;
  /** Such as the step it is at. */
  readonly state: string;
  readonly isDone: boolean;
  /** Participants whose turn it is; empty: nobody's. */
  readonly waitsFor: readonly string[];
  readonly waitsForTrainer: boolean;
}

/** Standings by tandem; a tandem that has begun nothing has none. */
export type StandingsOf = (
  tandemIds: readonly string[],
  reader: { readonly t: Translate; readonly locale: Locale },
) => Promise<ReadonlyMap<string, readonly TandemStanding[]>>;
