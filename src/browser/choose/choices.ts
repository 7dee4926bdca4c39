/** Keeps the list of what will be added beside the boxes that are marked. */
export function followChoices(form: HTMLFormElement): void {
  const details = form.querySelector<HTMLElement>('[data-chosen]');
  const count = form.querySelector('[data-count]');
  const list = form.querySelector('[data-chosen-list]');
  if (!details || !count || !list) return;

  const update = (): void => {
    const rows = [...form.querySelectorAll<HTMLElement>('[data-row]:has(input:checked)')];
    details.hidden = rows.length === 0;
    count.textContent = `${rows.length}`;
    list.replaceChildren(...rows.map(itemOf));
  };

  form.addEventListener('change', update);
  window.addEventListener('pageshow', update);
}

function itemOf(row: HTMLElement): HTMLElement {
  const title = row.querySelector('[data-title]')?.cloneNode(true);
  const graded = row.querySelector('[data-graded]')?.textContent.trim() ?? '';
  const item = row.ownerDocument.createElement('li');
  if (title) item.append(title);
  item.append(`: ${graded}`);
  return item;
}
