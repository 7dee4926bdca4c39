/**
 * Shows the button that ends a registration and tells the platform's page, around this one or the
 * one that opened it, to close it (Dynamic Registration 1.0, section 3.7). The message says nothing
 * else; where the platform does nothing, a hint appears.
 */
export function offerToClose(page: Window): void {
  const offer = page.document.querySelector<HTMLElement>('[data-close]');
  const opener = (page.opener as Window | null) ?? page.parent;
  if (!offer || opener === page) return;
  const target = offer.dataset.close ?? '';
  offer.hidden = false;
  offer.querySelector('button')?.addEventListener('click', () => {
    for (const subject of ['org.imsglobal.lti.close', 'lti.close']) {
      opener.postMessage({ subject }, target);
    }
    const hint = offer.querySelector<HTMLElement>('[data-closed]');
    if (hint) hint.textContent = hint.dataset.closed ?? '';
  });
}
