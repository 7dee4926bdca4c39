import { el } from './dom.js';
import { fill, type Words } from './surroundings.js';

/** Begins the ids of all fields, so that none of them is one that the page has elsewhere. */
export const FIELD = 'field.';

/** What the server says is missing. */
export interface FieldFault {
  /** Place in the parameters; '' for the whole. */
  readonly path: string;
  readonly text: string;
}

/** Faults at their fields. Nothing is marked before somebody asks what is missing. */
export interface FaultMarks {
  /** From now on faults are shown; the first one gets focus. @returns whether there is any */
  ask(): boolean;
  /** What the server found last. */
  found(faults: readonly FieldFault[]): void;
}

/** @param summary a box above the form that says how many places, and what is wrong with the whole */
export function createFaultMarks(summary: HTMLElement, words: Words): FaultMarks {
  let faults: readonly FieldFault[] = [];
  let isAsked = false;

  function mark(): readonly HTMLElement[] {
    clear();
    const places = faults.filter(({ path }) => path !== '');
    const whole = faults.filter(({ path }) => path === '');
    const count = places.length === 0 ? [] : [fill(words.missing, { number: `${places.length}` })];
    const lines = [...count, ...whole.map(({ text }) => text)];
    summary.replaceChildren(...lines.map((line) => el('p', {}, line)));
    summary.hidden = faults.length === 0;
    return places.flatMap(({ path, text }) => markField(path, text) ?? []);
  }

  return {
    ask() {
      isAsked = true;
      const [first] = mark();
      if (faults.length > 0) (first ?? summary).focus();
      return faults.length > 0;
    },
    found(now) {
      faults = now;
      if (isAsked) mark();
    },
  };
}

const CLASS = 'editor-fault';

/** @returns what can take focus; undefined for a place that the form does not show */
function markField(path: string, text: string): HTMLElement | undefined {
  // A group of one field stands bare: the field's id then goes on after its place.
  const place = `${FIELD}${path}`;
  const bare = `[id^="${CSS.escape(place)}#"]`;
  const field = document.getElementById(place) ?? document.querySelector<HTMLElement>(bare);
  if (!field) return undefined;
  for (let fold = field.closest('details'); fold; fold = parentFold(fold)) fold.open = true;
  const id = `${place}-fault`;
  const line = el('p', { id, class: `field-error ${CLASS}` }, text);
  const written = field.querySelector<HTMLElement>('[contenteditable]') ?? field;
  if (field.matches('fieldset, details')) {
    field.firstElementChild?.after(line);
    field.tabIndex = -1;
  } else {
    field.after(line);
    written.setAttribute('aria-invalid', 'true');
  }
  describe(written, (ids) => [...ids, id]);
  return written;
}

function clear(): void {
  for (const line of document.querySelectorAll(`.${CLASS}`)) {
    const described = document.querySelector<HTMLElement>(
      `[aria-describedby~="${CSS.escape(line.id)}"]`,
    );
    described?.removeAttribute('aria-invalid');
    if (described) describe(described, (ids) => ids.filter((id) => id !== line.id));
    line.remove();
  }
}

function describe(field: HTMLElement, change: (ids: readonly string[]) => readonly string[]): void {
  const before = (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  const ids = change(before).join(' ');
  if (ids === '') field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', ids);
}

function parentFold(fold: HTMLDetailsElement): HTMLDetailsElement | null {
  return fold.parentElement?.closest('details') ?? null;
}
