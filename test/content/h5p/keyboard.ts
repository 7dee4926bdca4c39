import type { Page } from 'playwright-core';

/** More than any page here has. */
const STOPS = 60;

/** Goes to something by Tab alone, as somebody without a mouse does. @throws when Tab never gets there */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate<string>(NAME_OF_ACTIVE);
    if (typeof name === 'string' ? reached === name : name.test(reached)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

export async function pressAt(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Words of what has the focus, as far as our pages name things. */
export async function focusedWords(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}

const NAME_OF_ACTIVE = `(() => {
  const at = document.activeElement;
  const label = at.labels && at.labels[0];
  return (at.getAttribute('aria-label') ?? (label ? label.textContent : at.textContent)).trim();
})()`;
