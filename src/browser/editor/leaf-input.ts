import { decode, el, encode } from './dom.js';
import { drawFile, type DrawNodes } from './file-input.js';
import { labelled } from './labelled.js';
import { isObject } from '../../shared/json-object.js';
import { drawRichText } from './rich-text-field.js';
import type { Leaf } from './model.js';
import type { Surroundings } from './surroundings.js';

/** One field with its label and its hint. @param id of the field: its place in the parameters */
export function drawLeaf(
  leaf: Leaf,
  id: string,
  around: Surroundings,
  drawNodes: DrawNodes,
): HTMLElement {
  const { type, widget } = leaf.field;
  if (type === 'boolean') return drawBoolean(leaf, id, around);
  if (FILES.has(type)) return drawFile(leaf, id, around, drawNodes);
  if (widget === 'html') return drawRichText(leaf, id, around);
  return labelled(leaf, id, around, inputOf(leaf, id, around));
}

const FILES: ReadonlySet<string> = new Set(['image', 'file', 'audio', 'video']);

function inputOf(leaf: Leaf, id: string, around: Surroundings): HTMLElement {
  const { type } = leaf.field;
  if (type === 'number') return drawNumber(leaf, id, around);
  return type === 'select' ? drawSelect(leaf, id, around) : drawText(leaf, id, around);
}

function drawText(leaf: Leaf, id: string, { changed }: Surroundings): HTMLElement {
  const { widget } = leaf.field;
  if (widget === 'date') return drawDate(leaf, id, changed);
  const isLong = widget === 'textarea';
  const input = isLong ? el('textarea', { id, rows: '3' }) : el('input', { id, type: 'text' });
  input.autocomplete = 'off';
  if (typeof leaf.value === 'string') input.value = decode(leaf.value);
  input.addEventListener('input', () => {
    leaf.value = encode(input.value);
    changed();
  });
  return input;
}

/** H5P's changelog writes `31-12-26 00:00:00`. */
function drawDate(leaf: Leaf, id: string, changed: () => void): HTMLElement {
  const input = el('input', { id, type: 'date', class: 'editor-date' });
  const written = typeof leaf.value === 'string' ? leaf.value : '';
  const [, dayOf, monthOf, yearOf] = /^(\d\d)-(\d\d)-(\d\d) /u.exec(written) ?? [];
  if (yearOf !== undefined) input.value = `20${yearOf}-${monthOf ?? ''}-${dayOf ?? ''}`;
  input.addEventListener('input', () => {
    const [year = '', month = '', day = ''] = input.value.split('-');
    leaf.value = year === '' ? '' : `${day}-${month}-${year.slice(-2)} 00:00:00`;
    changed();
  });
  return input;
}

function drawNumber(leaf: Leaf, id: string, { changed }: Surroundings): HTMLElement {
  const { min, max } = leaf.field;
  const input = el('input', {
    id,
    type: 'number',
    min: min?.toString(),
    max: max?.toString(),
    step: 'any',
  });
  if (typeof leaf.value === 'number') input.value = String(leaf.value);
  input.addEventListener('input', () => {
    leaf.value =
      input.value === '' || Number.isNaN(input.valueAsNumber) ? undefined : input.valueAsNumber;
    changed();
  });
  return input;
}

/** What the field holds stays until another option is chosen, also where no option has that value. */
function drawSelect(leaf: Leaf, id: string, { changed, words }: Surroundings): HTMLElement {
  const select = el('select', { id });
  const options = (leaf.field.options ?? []).filter(isObject);
  const chosen = options.findIndex(({ value }) => value === leaf.value);
  if (chosen === -1) {
    const there = typeof leaf.value === 'string' ? leaf.value : (words.choose ?? '');
    select.append(el('option', { value: '' }, there));
  }
  options.forEach(({ value, label }, at) => {
    const name = typeof label === 'string' ? label : JSON.stringify(value);
    select.append(el('option', { value: String(at), selected: at === chosen }, name));
  });
  select.addEventListener('change', () => {
    const option = select.value === '' ? undefined : options[Number(select.value)];
    if (!option) return;
    leaf.value = option.value;
    changed();
  });
  return select;
}

function drawBoolean(leaf: Leaf, id: string, { changed }: Surroundings): HTMLElement {
  const input = el('input', { id, type: 'checkbox' });
  input.checked = leaf.value === true;
  input.addEventListener('change', () => {
    leaf.value = input.checked;
    changed();
  });
  return el(
    'label',
    { class: 'choice editor-field', for: id },
    input,
    ` ${leaf.field.label ?? leaf.field.name}`,
  );
}
