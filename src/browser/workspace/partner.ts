/** Between two announcements: whoever listens should hear that something changed, not each letter. */
const NEWS_PAUSE = 4000;
const HEARTBEAT = 15_000;

interface Present {
  readonly who: string;
  readonly field?: string;
}

/** Shows and tells where the partner is, and what changed. */
export interface Partner {
  /** @param names parts of the document that somebody else changed */
  changed(names: readonly string[]): void;
  present(people: readonly Present[]): void;
}

export function followPartner(
  page: Window,
  at: { readonly href: string; readonly token: string },
): Partner {
  const { document } = page;
  const news = document.querySelector<HTMLElement>('[data-news]');
  let changedFields = new Set<string>();
  let timer: number | undefined;
  tellWhereIAm(page, at);

  function announce(): void {
    timer = undefined;
    const labels = [...changedFields].map((field) => labelOf(document, field));
    changedFields = new Set();
    if (news) news.textContent = `${news.dataset.changed ?? ''} ${labels.join(', ')}`;
  }

  return {
    changed(names) {
      for (const name of names) changedFields.add(fieldOf(name));
      timer ??= page.setTimeout(announce, NEWS_PAUSE);
    },
    present(people) {
      const list = document.querySelector<HTMLElement>('[data-present]');
      const here = list?.dataset.here ?? '';
      for (const mark of document.querySelectorAll<HTMLElement>('[data-editing]'))
        mark.hidden = true;
      for (const person of document.querySelectorAll<HTMLElement>('[data-person]')) {
        const found = people.find(({ who }) => who === person.dataset.person);
        const where = person.querySelector<HTMLElement>('[data-where]');
        const label = found?.field === undefined ? '' : labelOf(document, found.field);
        if (where) {
          where.hidden = found === undefined;
          where.textContent = label === '' ? here : `${here}: ${label}`;
        }
        if (found?.field !== undefined)
          markField(document, found.field, `${person.dataset.name ?? ''} ${here}`);
      }
    },
  };
}

/** `text:plan/r1/task` belongs to the field `plan`. */
function fieldOf(name: string): string {
  return /^[a-z]+:([^/]+)/u.exec(name)?.[1] ?? '';
}

function labelOf(document: Document, field: string): string {
  return (
    document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`)?.dataset.label ?? ''
  );
}

function markField(document: Document, field: string, words: string): void {
  const mark = document.querySelector<HTMLElement>(
    `[data-field="${CSS.escape(field)}"] [data-editing]`,
  );
  // Not where one is oneself.
  if (!mark || mark.closest('[data-field]')?.contains(document.activeElement)) return;
  mark.hidden = false;
  mark.textContent = words;
}

function tellWhereIAm(
  page: Window,
  { href, token }: { readonly href: string; readonly token: string },
): void {
  let field: string | undefined;
  const tell = (): void => {
    if (page.document.hidden) return;
    page
      .fetch(`${href}/presence`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tandem-token': token },
        body: JSON.stringify(field === undefined ? {} : { field }),
      })
      .catch(() => undefined);
  };
  page.document.addEventListener('focusin', ({ target }) => {
    const inside = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
    if (inside?.dataset.field === field) return;
    field = inside?.dataset.field;
    tell();
  });
  tell();
  page.setInterval(tell, HEARTBEAT);
}
