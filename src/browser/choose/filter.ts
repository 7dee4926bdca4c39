import { comparable } from '../../shared/comparable.js';
/** Shows what fits while one types, as the server does when it is asked (src/lti/deep-linking/matching.ts). */
export function filterWhileTyping(form: HTMLFormElement): void {
  const rows = [...form.querySelectorAll<HTMLElement>('[data-row]')];
  const groups = [...form.querySelectorAll<HTMLElement>('[data-group]')];
  const valueOf = (selector: string): string =>
    form.querySelector<HTMLInputElement | HTMLSelectElement>(selector)?.value ?? '';

  const filter = (): void => {
    const words = comparable(valueOf('[data-search]')).split(/\s+/u);
    const type = valueOf('select[data-type]');
    const language = valueOf('select[data-language]');
    for (const row of rows) row.hidden = !isChosen(row) && !fits(row, { words, type, language });
    for (const group of groups) group.hidden = !group.querySelector('[data-row]:not([hidden])');
    say(form, rows.filter((row) => !row.hidden).length, rows.length);
  };

  form.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[data-row]')) return;
    filter();
  });
  // What fits shows by itself; Enter still presses it.
  form.querySelector('[data-search-submit]')?.setAttribute('hidden', '');
  // A browser that comes back puts words into the fields without telling.
  window.addEventListener('pageshow', filter);
}

interface Sought {
  readonly words: readonly string[];
  readonly type: string;
  readonly language: string;
}

function fits({ dataset }: HTMLElement, { words, type, language }: Sought): boolean {
  if (type !== '' && dataset.type !== type) return false;
  if (language !== '' && !(dataset.languages ?? '').split(' ').includes(language)) return false;
  return words.every((word) => (dataset.words ?? '').includes(word));
}

/** What is chosen stays in sight: otherwise nobody could take it back. */
function isChosen(row: HTMLElement): boolean {
  return row.querySelector<HTMLInputElement>('input')?.checked ?? false;
}

function say(form: HTMLFormElement, shown: number, total: number): void {
  const status = form.querySelector<HTMLElement>('[data-shown]');
  const text = (status?.dataset.shown ?? '').replace('%1', `${shown}`).replace('%2', `${total}`);
  // Said again only when it is something new.
  if (status && status.textContent !== text) status.textContent = text;
  form.querySelector('[data-none-shown]')?.toggleAttribute('hidden', shown > 0);
}
