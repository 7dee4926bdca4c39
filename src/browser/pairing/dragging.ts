/**
 * Lets people be dragged onto a partner or a tandem: an extra beside the link that each of them
 * has, which does the same by keyboard and without this script. Reads `data-person`, `data-side`,
 * `data-action` and `data-tandem`, and posts what the form on the person's own page would.
 */
export function enableDragging(page: Window): void {
  const { document } = page;
  const people = [...document.querySelectorAll<HTMLElement>('[data-person]')];
  if (people.length === 0) return;
  document.querySelector('[data-drag-hint]')?.removeAttribute('hidden');
  for (const person of people) {
    // Somebody who has not said on which side they tutor has no seat to sit on.
    if (person.dataset.side === 'unknown') continue;
    person.draggable = true;
    person.addEventListener('dragstart', (event) => {
      // A tandem with people in it is a target too; the link inside must not be what is dragged.
      event.dataTransfer?.setData(TYPE, person.dataset.person ?? '');
      document.body.dataset.dragged = person.dataset.person;
    });
    person.addEventListener('dragend', () => {
      delete document.body.dataset.dragged;
    });
  }
  for (const target of document.querySelectorAll<HTMLElement>('[data-person], [data-tandem]')) {
    acceptDrops(page, target);
  }
}

const TYPE = 'text/x-tandem-person';

function acceptDrops(page: Window, target: HTMLElement): void {
  const dragged = (): HTMLElement | undefined => {
    const id = page.document.body.dataset.dragged ?? '';
    const people = page.document.querySelectorAll<HTMLElement>('[data-person]');
    return [...people].find((person) => person.dataset.person === id);
  };
  target.addEventListener('dragover', (event) => {
    const person = dragged();
    if (!person || placeOf(person, target) === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    target.dataset.over = '';
  });
  target.addEventListener('dragleave', () => {
    delete target.dataset.over;
  });
  target.addEventListener('drop', (event) => {
    const person = dragged();
    const to = person && placeOf(person, target);
    if (!person || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    delete target.dataset.over;
    void move(page, person, to);
  });
}

/** As the form names it; undefined where the person cannot be put. */
function placeOf(person: HTMLElement, target: HTMLElement): string | undefined {
  const seat = person.closest<HTMLElement>('[data-tandem]');
  const tandem = target.closest<HTMLElement>('[data-tandem]');
  if (tandem) return tandem === seat ? undefined : `tandem:${tandem.dataset.tandem ?? ''}`;
  // Two without a tandem form one; whoever sits is moved on a page that can warn.
  const fits = target.dataset.side !== person.dataset.side && target.dataset.side !== 'unknown';
  return !seat && fits ? `partner:${target.dataset.person ?? ''}` : undefined;
}

/** The server answers with the page to go on with: the list, or the person's page with a warning. */
async function move(page: Window, person: HTMLElement, to: string): Promise<void> {
  const answer = await page
    .fetch(person.dataset.action ?? '', { method: 'POST', body: new URLSearchParams({ to }) })
    .catch(() => undefined);
  if (answer?.ok === true) {
    if (answer.url === page.location.href) page.location.reload();
    else page.location.assign(answer.url);
    return;
  }
  const fault = page.document.querySelector<HTMLElement>('[data-drag-fault]');
  fault?.removeAttribute('hidden');
  fault?.scrollIntoView({ block: 'center' });
}
