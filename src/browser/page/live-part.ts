/** Between two looks at the server. */
const PAUSE_MILLISECONDS = 1000;
/** Then the person follows the link that the page offers. */
const MOST_LOOKS = 300;

/**
 * Keeps a part of the page up to date while the server is still at work. An element with
 * `data-live` takes its content from a newer copy of the page each second, until the copy is no
 * longer live; `data-live-status`, outside of it, takes its words, so that they are read out.
 * Without this script the page offers a link that does the same.
 */
export function followLivePart(page: Window): void {
  const live = page.document.querySelector<HTMLElement>('[data-live][id]');
  if (live) lookLater(page, live, MOST_LOOKS);
}

function lookLater(page: Window, live: HTMLElement, looksLeft: number): void {
  if (looksLeft > 0) {
    page.setTimeout(() => void look(page, live, looksLeft), PAUSE_MILLISECONDS);
  }
}

async function look(page: Window, live: HTMLElement, looksLeft: number): Promise<void> {
  const copy = await newerCopy(page);
  const newer = copy?.getElementById(live.id);
  if (copy && newer) {
    live.replaceChildren(...newer.childNodes);
    sayStatus(page.document, copy);
    if (!('live' in newer.dataset)) {
      delete live.dataset.live;
      return;
    }
  }
  lookLater(page, live, looksLeft - 1);
}

function sayStatus(document: Document, copy: Document): void {
  const status = document.querySelector('[data-live-status]');
  const newer = copy.querySelector('[data-live-status]')?.textContent;
  if (status && newer !== undefined && newer !== status.textContent) status.textContent = newer;
}

/** Undefined when the server could not be asked: the next look may find it. */
async function newerCopy(page: Window): Promise<Document | undefined> {
  try {
    const answer = await page.fetch(page.location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return undefined;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return undefined;
  }
}
