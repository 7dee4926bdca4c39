/**
 * Shows the buttons `data-copy="<id of a field>"`, which do nothing without a script. A press
 * copies the field's text, and says so in the `data-copied` beside it; where the browser forbids
 * copying, the text is selected, ready for the keyboard.
 */
export function enableCopyButtons(page: Window): void {
  const buttons = page.document.querySelectorAll<HTMLButtonElement>('button[data-copy]');
  for (const button of buttons) {
    const field = page.document.getElementById(button.dataset.copy ?? '');
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      void copy(page, field, button);
    });
  }
}

async function copy(
  page: Window,
  field: HTMLInputElement | HTMLTextAreaElement,
  button: HTMLButtonElement,
): Promise<void> {
  field.select();
  try {
    await page.navigator.clipboard.writeText(field.value);
  } catch {
    // Not over plain http, and not where the person said no: the selection stays.
    field.focus();
    return;
  }
  const said = button.parentElement?.querySelector<HTMLElement>('[data-copied]');
  if (said) said.textContent = said.dataset.copied ?? '';
}
