/** The form in which an author writes an exercise: made from the semantics of its type, saved as it is written. */
import { el } from './editor/dom.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';
import { isObject, type JsonObject } from '../shared/json-object.js';
import { drawNodes } from './editor/form.js';
import { nodesOf, paramsOf, restOf } from './editor/model.js';
import { createDraftSaver, type SaveState } from './editor/save-draft.js';
import { fill, type Surroundings, type UploadedFile, type Words } from './editor/surroundings.js';

/** What the page hands over. */
interface Given {
  readonly library: string;
  readonly fields: readonly SemanticsField[];
  readonly params: JsonObject;
  readonly revision: number;
  /** Fields of types that may stand inside, by `Tandem.SingleChoice 1.0`. */
  readonly inner: Readonly<Record<string, readonly SemanticsField[]>>;
  readonly titles: Readonly<Record<string, string>>;
  readonly draftUrl: string;
  readonly uploadUrl: string;
  readonly filesUrl: string;
  readonly words: Words;
}

const given = JSON.parse(part('editor-content').textContent) as Given;
const { words } = given;
const title = part('editor-title') as HTMLInputElement;
const status = part('editor-status');
const conflict = part('editor-conflict');
const fieldsOf = (library: string): readonly SemanticsField[] => given.inner[library] ?? [];
const nodes = nodesOf(given.fields, given.params, fieldsOf);
const rest = restOf(given.fields, given.params);

const saver = createDraftSaver({
  url: given.draftUrl,
  library: given.library,
  revision: given.revision,
  draft: () => ({ title: title.value, params: paramsOf(nodes, rest) }),
  tell,
});

const around: Surroundings = {
  ...{ words, fieldsOf, upload, titles: given.titles, filesUrl: given.filesUrl },
  changed: () => saver.changed(),
  say: (text) => {
    part('editor-said').textContent = text;
  },
};

part('editor-form').replaceChildren(drawNodes(nodes, '', around));
title.addEventListener('input', () => saver.changed());
part('editor-mine').addEventListener('click', () => void saver.keepMine());
window.addEventListener('beforeunload', (event) => {
  if (saver.isDirty()) event.preventDefault();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void saver.flush();
});
for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-after-saving]')) {
  link.addEventListener('click', (event) => {
    if (!saver.isDirty()) return;
    event.preventDefault();
    void saver.flush().then(() => {
      if (!saver.isDirty()) location.assign(link.href);
    });
  });
}
showPlace();

function tell(state: SaveState): void {
  status.dataset.state = state.kind;
  status.textContent =
    state.kind === 'refused'
      ? fill(words.refused, { reason: state.words })
      : (words[state.kind] ?? '');
  conflict.hidden = state.kind !== 'conflict';
  if (state.kind === 'conflict') conflict.focus();
}

/** A link from the list of what is missing names the field; what it lies in is opened. */
function showPlace(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const found = id === '' ? null : document.getElementById(id);
  for (let fold = found?.closest('details'); fold; fold = fold.parentElement?.closest('details')) {
    fold.open = true;
  }
  found?.scrollIntoView();
  found?.focus();
}

/** By the H5P server's own way for files of the editor: the field, then the file. */
async function upload(file: File, kind: string): Promise<UploadedFile> {
  const body = new FormData();
  body.append('field', JSON.stringify({ type: kind }));
  body.append('contentId', '0');
  body.append('file', file);
  const headers = { accept: 'application/json' };
  const answer = await fetch(given.uploadUrl, { method: 'POST', headers, body }).catch(() => {
    throw new Error(words.offline ?? '');
  });
  const content: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && isObject(content)) return content as unknown as UploadedFile;
  throw new Error(
    isObject(content) && typeof content.title === 'string' ? content.title : words.refused,
  );
}

function part(id: string): HTMLElement {
  return document.getElementById(id) ?? el('div');
}
