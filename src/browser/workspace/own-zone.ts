import { dateTag } from '../../i18n/moments.js';
/**
 * Shows times in the zone of this browser, and tells the server, which shows them so from then
 * on. Without this a person chooses the zone on the page of meetings.
 */
export function showOwnZone(page: Window): void {
  const { document } = page;
  const place = document.querySelector<HTMLElement>('[data-zone]');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // Whoever has chosen a zone keeps it, also on a journey.
  if (!place || place.dataset.zoneKnown === 'yes' || !timeZone) return;
  for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-own-zone]')) {
    if (![...select.options].some(({ value }) => value === timeZone)) {
      select.add(new Option(timeZone, timeZone));
    }
    select.value = timeZone;
  }
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-when]')) {
    time.textContent = new Intl.DateTimeFormat(dateTag(document.documentElement.lang), {
      ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', timeZone },
    }).format(new Date(time.dateTime));
  }
  for (const name of document.querySelectorAll('[data-zone-name]')) name.textContent = timeZone;
  const { base = '', token = '' } = document.documentElement.dataset;
  void page.fetch(`${base}/tandem/zone?token=${encodeURIComponent(token)}`, {
    method: 'POST',
    body: new URLSearchParams({ zone: timeZone }),
    redirect: 'manual',
  });
}
