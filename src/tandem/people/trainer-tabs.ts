import type { Link } from '../../http/page.js';
import type { TextKey } from '../../i18n/i18n.js';
import type { TandemReader } from './people.views.js';

export interface Tab extends Link {
  readonly isCurrent: boolean;
}

const TABS = {
  board: 'tandem.board.title',
  pairing: 'tandem.pairing.title',
  guests: 'tandem.guests.title',
  cohort: 'tandem.cohort.title',
} as const satisfies Readonly<Record<string, TextKey>>;
const NAMES = ['board', 'pairing', 'guests', 'cohort'] as const;

/** The pages of those who look after tandems. */
export function trainerTabs(
  current: keyof typeof TABS,
  { t, base }: Pick<TandemReader, 't' | 'base'>,
): readonly Tab[] {
  return NAMES.map((name) => ({
    href: `${base}/tandem/${name}`,
    label: t(TABS[name]),
    isCurrent: name === current,
  }));
}
