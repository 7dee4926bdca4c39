import { dateTag } from '../../i18n/moments.js';
import { DAY, MINUTE } from '../../shared/clock.js';
import type { Locale } from '../../i18n/i18n.js';

/** Whether this is a time zone of the IANA database, such as `Europe/Riga`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // The only way in which it says that it does not know one.
    return false;
  }
}

/** All that this program knows, by name. */
export function allZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/**
 * The instant at which a clock in this zone shows this.
 * @param local `2027-03-28T10:30`, as browsers send it
 * @returns epoch milliseconds; when summer time ends and a clock shows it twice, the first; undefined
 * when no clock shows it: it is no date, or it is skipped when summer time begins
 */
export function instantOf(local: string, zone: string): number | undefined {
  const shown = Date.parse(`${local}:00Z`);
  // The 30th of February is read as the 2nd of March.
  if (Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 16) !== local) return undefined;
  // No zone changes twice within two days.
  const offsets = [shown - DAY, shown + DAY].map((near) => offsetAt(near, zone));
  const fitting = offsets
    .map((offset) => shown - offset)
    .filter((instant) => instant + offsetAt(instant, zone) === shown);
  return fitting.length === 0 ? undefined : Math.min(...fitting);
}

/** What a clock in this zone shows, in the form that browsers take: `2027-03-28T10:30`. */
export function localOf(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 16);
}

/** `Monday, 29 November 2027 at 10:00 GMT+2`, in the reader's language. */
export function timeIn(instant: number, zone: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateTag(locale), {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...{ timeZoneName: 'short', timeZone: zone },
  }).format(instant);
}

/** Milliseconds by which clocks in this zone are ahead of UTC. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    ...{ hourCycle: 'h23', calendar: 'gregory', timeZone: zone },
  }).formatToParts(instant);
  const number = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    ...([number('year'), number('month') - 1, number('day')] as const),
    ...([number('hour'), number('minute')] as const),
  );
  return shown - Math.floor(instant / MINUTE) * MINUTE;
}
