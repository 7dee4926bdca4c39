import { isObject, type JsonObject } from '../../shared/json-object.js';
import { DECORATIVE } from '../../shared/semantics/alt-text.js';
import { button, decode, el, encode } from './dom.js';
import { labelled } from './labelled.js';
import { nodesOf, paramsOf, restOf, type Leaf, type Node } from './model.js';
import { fill, type Surroundings } from './surroundings.js';

/** The form's way to draw fields; it draws files too. */
export type DrawNodes = (nodes: readonly Node[], at: string, around: Surroundings) => HTMLElement;

const ACCEPTED: Readonly<Record<string, string>> = {
  image: 'image/png,image/jpeg,image/webp,image/gif',
  audio: 'audio/*',
  video: 'video/*',
  file: '.pdf,.txt,.csv',
};

/** Files of one's own, or, of sound and film, addresses; what is there is shown or named, all of it. */
export function drawFile(
  leaf: Leaf,
  id: string,
  around: Surroundings,
  drawNodes: DrawNodes,
): HTMLElement {
  const { words, changed } = around;
  const { type } = leaf.field;
  const isList = type === 'audio' || type === 'video';
  const input = el('input', { id, type: 'file', accept: ACCEPTED[type] });
  const there = el('ul', { class: 'plain-list editor-files' });
  const files = (): readonly unknown[] =>
    isList ? listOf(leaf.value) : leaf.value === undefined ? [] : [leaf.value];
  const keep = (all: readonly unknown[]): void => {
    if (isList) leaf.value = all.length === 0 ? undefined : all;
    else [leaf.value] = all;
    changed();
  };
  const show = (): void => {
    there.replaceChildren(
      ...files().map((file, at) =>
        drawOne(isObject(file) ? file : {}, isList ? `${id}.${String(at)}` : id, {
          ...{ leaf, around, drawNodes },
          change: (next) => keep(files().map((one, other) => (other === at ? next : one))),
          remove: () => {
            keep(files().filter((_, other) => other !== at));
            show();
            input.focus();
          },
        }),
      ),
    );
  };
  const put = (file: object): void => {
    keep(isList ? [...files(), file] : [file]);
    show();
  };
  show();
  const wrapper = labelled(leaf, id, around, input);
  if (isList) wrapper.append(drawAddress({ id, type }, around, put));
  wrapper.append(uploading(input, type, around, put), there);
  if (isList) wrapper.append(el('p', { class: 'meta' }, words.sources ?? ''));
  return wrapper;
}

/** @returns the line that tells how the upload goes */
function uploading(
  input: HTMLInputElement,
  type: string,
  { words, upload }: Surroundings,
  put: (file: object) => void,
): HTMLElement {
  const message = el('p', { class: 'meta', role: 'status' });
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
  return message;
}

function drawAddress(
  { id, type }: { readonly id: string; readonly type: string },
  { words }: Surroundings,
  put: (file: object) => void,
): HTMLElement {
  const input = el('input', { id: `${id}-address`, type: 'url', pattern: 'https://.*' });
  const take = button(words.useAddress ?? '', () => {
    if (!input.value.startsWith('https://') || !input.validity.valid) {
      input.reportValidity();
      return;
    }
    put({ path: input.value, mime: `${type}/unknown` });
    input.value = '';
  });
  return el(
    'div',
    {},
    el('label', { for: input.id, class: 'editor-label' }, words.address ?? ''),
    input,
    take,
  );
}

interface FilePlace {
  readonly leaf: Leaf;
  readonly around: Surroundings;
  readonly drawNodes: DrawNodes;
  readonly change: (file: JsonObject) => void;
  readonly remove: () => void;
}

/** One file with what is said about it. @param id of its place in the parameters */
function drawOne(file: JsonObject, id: string, place: FilePlace): HTMLElement {
  const { leaf, around, remove } = place;
  const { words, filesUrl } = around;
  const path = typeof file.path === 'string' ? file.path : '';
  const url = path.startsWith('https://') ? path : `${filesUrl}/${path}`;
  let value = file;
  const change = (more: JsonObject): void => {
    value = { ...value, ...more };
    place.change(value);
  };
  const shown =
    leaf.field.type === 'image'
      ? el('img', { src: url, alt: words.picture ?? '', class: 'editor-picture' })
      : el('a', { href: url, target: '_blank', rel: 'noopener', class: 'editor-path' }, path);
  const takeOut = button(words.removeFile ?? '', remove);
  takeOut.append(el('span', { class: 'visually-hidden' }, `: ${path.split('/').at(-1) ?? ''}`));
  const item = el('li', { class: 'editor-file stack-close' }, shown, takeOut);
  if (leaf.needsAlt) item.append(drawAlt(file, id, { words, change }));
  item.append(drawCopyright(file, id, { ...place, change }));
  return item;
}

type Change = (more: JsonObject) => void;

/** What the picture shows, or that there is nothing to tell: one of both. */
function drawAlt(
  { alt, decorative }: JsonObject,
  id: string,
  { words, change }: { readonly words: Surroundings['words']; readonly change: Change },
): HTMLElement {
  const text = el('input', { id: `${id}.alt`, type: 'text', autocomplete: 'off' });
  if (typeof alt === 'string') text.value = decode(alt);
  const box = el('input', { id: `${id}.${DECORATIVE}`, type: 'checkbox' });
  box.checked = decorative === true;
  text.disabled = box.checked;
  text.addEventListener('input', () => change({ alt: encode(text.value) }));
  box.addEventListener('change', () => {
    text.disabled = box.checked;
    change({ [DECORATIVE]: box.checked });
  });
  return el(
    'div',
    { class: 'field editor-field' },
    el('label', { for: text.id, class: 'editor-label' }, words.alt ?? ''),
    text,
    el('label', { class: 'choice', for: box.id }, box, ` ${words.decorative ?? ''}`),
  );
}

type CopyrightPlace = Pick<FilePlace, 'around' | 'drawNodes'> & { readonly change: Change };

function drawCopyright(
  { copyright }: JsonObject,
  id: string,
  { around, drawNodes, change }: CopyrightPlace,
): HTMLElement {
  const { copyrightFields, words, fieldsOf, changed } = around;
  const nodes = nodesOf(copyrightFields, copyright, fieldsOf);
  const rest = restOf(copyrightFields, copyright);
  const within: Surroundings = {
    ...around,
    changed: () => {
      change({ copyright: paramsOf(nodes, rest) });
      changed();
    },
  };
  const summary = el('summary', {}, words.fileRights ?? '');
  return el(
    'details',
    { class: 'editor-fold' },
    summary,
    drawNodes(nodes, `${id}.copyright.`, within),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
