const PAUSE = 1500;

/**
 * Parts of the page that the server works out, such as the decision of the check and who has
 * confirmed: after a change they are taken from a newer copy of the page.
 */
export function freshParts(page: Window): () => void {
  let timer: number | undefined;
  return () => {
    page.clearTimeout(timer);
    timer = page.setTimeout(() => void refresh(page), PAUSE);
  };
}

async function refresh(page: Window): Promise<void> {
  const copy = await newerCopy(page);
  for (const part of page.document.querySelectorAll<HTMLElement>('[data-fresh][id]')) {
    const newer = copy?.getElementById(part.id);
    // Nobody loses what they are typing.
    if (newer && !part.contains(page.document.activeElement)) part.innerHTML = newer.innerHTML;
  }
}

/** Undefined when the server could not be asked: the next change may find it. */
async function newerCopy(page: Window): Promise<Document | undefined> {
  try {
    const answer = await page.fetch(page.location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return undefined;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return undefined;
  }
}
