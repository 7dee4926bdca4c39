/** English as it is written in Europe: the day before the month, and a day of 24 hours. */
export function dateTag(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/** @param timeZone of the IANA database; undefined: that of this machine, which the words name */
interface Where {
  readonly timeZone?: string | undefined;
}

/** `3 Nov 2026, 14:05 CET`: with the zone, since whoever reads it may sit in another. @param at epoch milliseconds */
export function momentIn(at: number, locale: string, { timeZone }: Where = {}): string {
  return new Date(at).toLocaleString(dateTag(locale), {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', timeZone },
  });
}

/** `3 November 2026`. @param at epoch milliseconds */
export function dayIn(at: number, locale: string, { timeZone }: Where = {}): string {
  return new Date(at).toLocaleDateString(dateTag(locale), { dateStyle: 'long', timeZone });
}

/** `14:05 CET`, for what is near. @param at epoch milliseconds */
export function clockTimeIn(at: number, locale: string): string {
  return new Date(at).toLocaleTimeString(dateTag(locale), {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  });
}
