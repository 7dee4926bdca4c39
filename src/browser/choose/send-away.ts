/** Sends a form off that only carries somebody on. Without this a person presses its button. */
export function sendAway(page: Document): void {
  page.querySelector<HTMLFormElement>('form[data-auto-submit]')?.requestSubmit();
}
