import { choiceView } from '../shared/choice-view.js';
import { el } from '../shared/dom.js';
import type { Phrase } from '../shared/phrases.js';
import { decode } from '../shared/text.js';
import { type FieldWithId, LONGEST, optionsOf, readValue, type Value } from './form.js';
import { rowsView } from './rows-view.js';

/** One field of the form as a page shows it. */
export interface FieldView {
  readonly field: FieldWithId;
  readonly element: HTMLElement;
  /** @returns undefined while it is empty */
  read(): Value | undefined;
  /** @param value undefined: empty */
  write(value: Value | undefined): void;
  /** Whether it was left open although it is required. */
  mark(missing: boolean): void;
  focus(): void;
}

interface Surroundings {
  readonly phrase: Phrase;
  /** Begins ids and radio names of this form. */
  readonly pageId: string;
  readonly changed: () => void;
}

export function fieldView(field: FieldWithId, around: Surroundings): FieldView {
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'date':
      return writtenView(field, around);
    case 'choice':
    case 'checklist':
      return chosenView(field, around);
    case 'rows':
      return tableView(field, around);
  }
}

function writtenView(field: FieldWithId, { phrase, pageId, changed }: Surroundings): FieldView {
  const id = `${pageId}-${field.id}`;
  const help = helpOf(field, id);
  const attributes = {
    id,
    class: `tandem-field tandem-field-${field.kind}`,
    'aria-required': field.required === true ? 'true' : undefined,
    'aria-describedby': help?.id,
  };
  const input =
    field.kind === 'longText'
      ? el('textarea', { ...attributes, rows: '5', maxlength: String(LONGEST.longText) })
      : el('input', {
          ...attributes,
          type: field.kind,
          maxlength: field.kind === 'text' ? String(LONGEST.text) : undefined,
        });
  input.addEventListener('change', changed);
  return {
    field,
    element: el(
      'div',
      { class: 'tandem-form-field' },
      el('label', { class: 'tandem-label', for: id }, ...nameOf(field, phrase)),
      help,
      input,
    ),
    read: () => readValue(field, input.value),
    write(value) {
      input.value = typeof value === 'string' ? value : '';
    },
    mark: (missing) => markMissing(input, missing),
    focus: () => input.focus(),
  };
}

function chosenView(field: FieldWithId, { phrase, pageId, changed }: Surroundings): FieldView {
  const kind = field.kind === 'choice' ? 'radio' : 'checkbox';
  const view = choiceView(kind, optionsOf(field), {
    pageId: `${pageId}-${field.id}`,
    changed,
    markOf: () => el('span'),
  });
  const element = groupOf(field, { phrase, pageId }, view.element);
  return {
    field,
    element,
    read: () => readValue(field, view.chosen()),
    write: (value) => view.choose((Array.isArray(value) ? value : []) as readonly string[]),
    mark: (missing) => element.classList.toggle('tandem-missing', missing),
    focus: () => view.focus(),
  };
}

function tableView(field: FieldWithId, { phrase, pageId, changed }: Surroundings): FieldView {
  const view = rowsView((field.columns ?? []).map(decode), { phrase, changed });
  const element = groupOf(field, { phrase, pageId }, view.element);
  return {
    field,
    element,
    read: () => readValue(field, view.read()),
    write: (value) => view.write((Array.isArray(value) ? value : []) as readonly string[][]),
    mark: (missing) => element.classList.toggle('tandem-missing', missing),
    focus: () => view.focus(),
  };
}

function groupOf(
  field: FieldWithId,
  { phrase, pageId }: Pick<Surroundings, 'phrase' | 'pageId'>,
  inner: HTMLElement,
): HTMLElement {
  const help = helpOf(field, `${pageId}-${field.id}`);
  return el(
    'fieldset',
    { class: 'tandem-form-field', 'aria-describedby': help?.id },
    el('legend', { class: 'tandem-label' }, ...nameOf(field, phrase)),
    help,
    inner,
  );
}

function nameOf({ label, required }: FieldWithId, phrase: Phrase): readonly (Node | string)[] {
  if (required !== true) return [decode(label)];
  const mark = el('span', { class: 'tandem-required' }, ` (${phrase('required')})`);
  return [decode(label), mark];
}

function helpOf({ help }: FieldWithId, id: string): HTMLElement | undefined {
  const text = decode(help ?? '');
  return text === '' ? undefined : el('p', { class: 'tandem-hint', id: `${id}-help` }, text);
}

function markMissing(input: HTMLElement, missing: boolean): void {
  if (missing) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}
