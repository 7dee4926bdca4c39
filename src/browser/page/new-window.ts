/**
 * After the button that opens a window of its own: says that it did, in place of the button, since
 * the platform's hint holds for one window only.
 */
export function sayWhenOpened({ document }: Window): void {
  const offer = document.querySelector<HTMLElement>('[data-new-window]');
  const said = document.querySelector<HTMLElement>('[data-opened]');
  offer?.querySelector('a')?.addEventListener('click', () => {
    offer.hidden = true;
    if (said) said.textContent = said.dataset.text ?? '';
  });
}
