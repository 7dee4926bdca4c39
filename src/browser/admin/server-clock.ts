/** Clocks that differ by more make tokens look expired or not yet valid. */
const NEAR_MILLISECONDS = 60_000;

/** Says beside the server's time whether this device agrees. */
export function compareClocks(page: Window): void {
  const shown = page.document.querySelector<HTMLTimeElement>('[data-server-clock]');
  if (!shown) return;
  const difference = Math.abs(Date.now() - Date.parse(shown.dateTime));
  const words = difference <= NEAR_MILLISECONDS ? shown.dataset.near : shown.dataset.far;
  shown.after(page.document.createTextNode(` · ${words ?? ''}`));
}
