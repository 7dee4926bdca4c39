/**
 * Sends the form of a file in the background and shows how far it is. Without this the browser
 * sends it itself and shows the answer.
 */
export function followUpload(page: Window): void {
  const form = page.document.querySelector<HTMLFormElement>('form[data-upload]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
    if (file && file.size > Number(form.dataset.most)) sayFault(form, form.dataset.tooLarge);
    else send(page, form);
  });
}

function send(page: Window, form: HTMLFormElement): void {
  const request = new XMLHttpRequest();
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  const broken = (): void => {
    if (button) button.disabled = false;
    sayFault(form, form.dataset.broken);
  };
  request.upload.addEventListener('progress', ({ loaded, total }) =>
    showProgress(form, Math.round((100 * loaded) / Math.max(1, total))),
  );
  request.addEventListener('error', broken);
  request.addEventListener('load', () => {
    const answer = readAnswer(request.responseText);
    if (request.status === 201 && answer.href !== undefined) {
      page.location.assign(answer.href);
      // The same address is a new page too: the list is longer now.
      return;
    }
    if (button) button.disabled = false;
    sayFault(form, answer.title ?? form.dataset.broken);
  });
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'application/json');
  if (button) button.disabled = true;
  sayFault(form, undefined);
  showProgress(form, 0);
  request.send(new FormData(form));
}

/** What the server says, whatever it is. */
function readAnswer(text: string): { readonly href?: string; readonly title?: string } {
  try {
    return JSON.parse(text) as { href?: string; title?: string };
  } catch {
    return {};
  }
}

function showProgress(form: HTMLFormElement, percent: number): void {
  const state = form.querySelector<HTMLElement>('[data-upload-state]');
  const bar = state?.querySelector('progress');
  const words = state?.querySelector('[data-upload-words]');
  if (!state || !bar || !words) return;
  state.hidden = false;
  bar.value = percent;
  // Read out once: each percent would be too much.
  const said = form.dataset.sending ?? '';
  if (words.textContent !== said) words.textContent = said;
}

/** @param words undefined: nothing is wrong */
function sayFault(form: HTMLFormElement, words: string | undefined): void {
  const alert = form.querySelector<HTMLElement>('[data-upload-fault]');
  const state = form.querySelector<HTMLElement>('[data-upload-state]');
  if (!alert) return;
  alert.hidden = words === undefined;
  const line = alert.querySelector('p');
  if (line) line.textContent = words ?? '';
  if (state && words !== undefined) state.hidden = true;
}
