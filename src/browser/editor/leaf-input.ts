import { button, decode, el, encode } from './dom.js';
import { isObject } from '../../shared/json-object.js';
import { drawRichText } from './rich-text-field.js';
import type { Leaf } from './model.js';
import { fill, type Surroundings } from './surroundings.js';

/** One field with its label and its hint. @param id of the field: its place in the parameters */
export function drawLeaf(leaf: Leaf, id: string, around: Surroundings): HTMLElement {
  const { type, widget } = leaf.field;
  if (type === 'boolean') return drawBoolean(leaf, id, around);
  if (FILES.has(type)) return drawFile(leaf, id, around);
  if (widget === 'html') return drawRichText(leaf, id, around);
  return labelled(leaf, id, around, inputOf(leaf, id, around));
}

const FILES: ReadonlySet<string> = new Set(['image', 'file', 'audio', 'video']);

/** The label says whether it may be left open; the hint is tied to the input. */
export function labelled(
  { field }: Leaf,
  id: string,
  { words }: Surroundings,
  input: HTMLElement,
): HTMLElement {
  const label = el('label', { for: id, class: 'editor-label' }, field.label ?? field.name);
  if (field.optional === true)
    label.append(' ', el('span', { class: 'meta' }, words.optional ?? ''));
  const wrapper = el('div', { class: 'field editor-field' }, label, input);
  if (field.description) {
    wrapper.append(el('p', { class: 'meta', id: `${id}-hint` }, field.description));
    input.setAttribute('aria-describedby', `${id}-hint`);
  }
  return wrapper;
}

function inputOf(leaf: Leaf, id: string, around: Surroundings): HTMLElement {
  const { type } = leaf.field;
  if (type === 'number') return drawNumber(leaf, id, around);
  return type === 'select' ? drawSelect(leaf, id, around) : drawText(leaf, id, around);
}

function drawText(leaf: Leaf, id: string, { changed }: Surroundings): HTMLElement {
  const isLong = leaf.field.widget === 'textarea';
  const input = isLong ? el('textarea', { id, rows: '3' }) : el('input', { id, type: 'text' });
  input.autocomplete = 'off';
  if (typeof leaf.value === 'string') input.value = decode(leaf.value);
  input.addEventListener('input', () => {
    leaf.value = encode(input.value);
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

const ACCEPTED: Readonly<Record<string, string>> = {
  image: 'image/png,image/jpeg,image/webp,image/gif',
  audio: 'audio/*',
  video: 'video/*',
  file: '.pdf,.txt,.csv',
};

/** A file of one's own, or, of sound and film, an address; what is there is shown or named. */
function drawFile(leaf: Leaf, id: string, around: Surroundings): HTMLElement {
  const { words, changed, upload } = around;
  const { type } = leaf.field;
  const isList = type === 'audio' || type === 'video';
  const input = el('input', { id, type: 'file', accept: ACCEPTED[type] });
  const there = el('div', { class: 'editor-file' });
  const message = el('p', { class: 'meta', role: 'status' });
  const show = (): void => {
    there.replaceChildren(
      ...shownFile(leaf, around, () => {
        leaf.value = undefined;
        show();
        changed();
        input.focus();
      }),
    );
  };
  const put = (file: object): void => {
    leaf.value = isList ? [file] : file;
    show();
    changed();
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (!file) return;
    message.textContent = fill(words.uploading, { name: file.name });
    upload(file, type).then(
      (uploaded) => {
        message.textContent = fill(words.uploaded, { name: file.name });
        input.value = '';
        put(uploaded);
      },
      (fault: unknown) => {
        message.textContent = fault instanceof Error ? fault.message : '';
      },
    );
  });
  show();
  const wrapper = labelled(leaf, id, around, input);
  if (isList) wrapper.append(drawAddress({ id, type }, around, put));
  wrapper.append(message, there);
  return wrapper;
}

function drawAddress(
  { id, type }: { readonly id: string; readonly type: string },
  { words }: Surroundings,
  put: (file: object) => void,
): HTMLElement {
  const input = el('input', { id: `${id}-address`, type: 'url', pattern: 'https://.*' });
  const take = button(words.useAddress ?? '', () => {
    if (input.value.startsWith('https://') && input.validity.valid)
      put({ path: input.value, mime: `${type}/unknown` });
    else input.reportValidity();
  });
  return el(
    'div',
    {},
    el('label', { for: input.id, class: 'editor-label' }, words.address ?? ''),
    input,
    take,
  );
}

function shownFile(leaf: Leaf, { words, filesUrl }: Surroundings, remove: () => void): Node[] {
  const value: unknown = Array.isArray(leaf.value) ? leaf.value[0] : leaf.value;
  const path = isObject(value) && typeof value.path === 'string' ? value.path : undefined;
  if (path === undefined) return [];
  const url = path.startsWith('https://') ? path : `${filesUrl}/${path}`;
  const shown =
    leaf.field.type === 'image'
      ? el('img', { src: url, alt: words.picture ?? '', class: 'editor-picture' })
      : el('a', { href: url, target: '_blank', rel: 'noopener' }, path);
  return [shown, button(words.removeFile ?? '', remove)];
}
