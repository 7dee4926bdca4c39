/** The form in which an author writes an exercise: made from the semantics of its type, saved as it is written. */
import { button, el } from './editor/dom.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';
import { isObject, type JsonObject } from '../shared/json-object.js';
import { drawDifferences, type Conflict } from './editor/conflict.js';
import { createFaultMarks, FIELD, type FieldFault } from './editor/field-faults.js';
import { drawNodes } from './editor/form.js';
import { nodesOf, paramsOf, restOf } from './editor/model.js';
import { drawRightsForm } from './editor/rights-form.js';
import { createDraftSaver, type SaveState } from './editor/save-draft.js';
import { unsavedDrafts } from './editor/unsaved-draft.js';
import { fill, type Surroundings, type UploadedFile, type Words } from './editor/surroundings.js';

/** What the page hands over. */
interface Given {
  readonly library: string;
  readonly fields: readonly SemanticsField[];
  readonly params: JsonObject;
  /** Who holds the rights, in plain text. */
  readonly metadata: JsonObject;
  readonly metadataFields: readonly SemanticsField[];
  readonly copyrightFields: readonly SemanticsField[];
  readonly revision: number;
  /** Fields of types that may stand inside, by `Tandem.SingleChoice 1.0`. */
  readonly inner: Readonly<Record<string, readonly SemanticsField[]>>;
  readonly titles: Readonly<Record<string, string>>;
  /** What is missing in the draft as the page was made. */
  readonly faults: readonly FieldFault[];
  /** Of the exercise and its language. */
  readonly draftKey: string;
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
const unsaved = unsavedDrafts(window, given.draftKey);
const broughtBack = unsaved.read();
const { params, metadata } = broughtBack?.draft ?? given;
if (broughtBack) title.value = broughtBack.draft.title;
const nodes = nodesOf(given.fields, params, fieldsOf);
const rest = restOf(given.fields, params);
const marks = createFaultMarks(part('editor-faults'), words);

const saver = createDraftSaver({
  url: given.draftUrl,
  library: given.library,
  // Written upon an older state than is there now, it meets the conflict that it would have met then.
  revision: broughtBack?.revision ?? given.revision,
  unsaved,
  draft: () => ({
    title: title.value,
    params: paramsOf(nodes, rest),
    metadata: rights.metadata(),
  }),
  tell,
});

const around: Surroundings = {
  ...{ words, fieldsOf, upload, titles: given.titles, filesUrl: given.filesUrl },
  copyrightFields: given.copyrightFields,
  changed: () => saver.changed(),
  say: (text) => {
    part('editor-said').textContent = text;
  },
};

const rights = drawRightsForm(given.metadataFields, metadata, around);
part('editor-form').replaceChildren(drawNodes(nodes, FIELD, around), rights.element);
title.addEventListener('input', () => saver.changed());
part('editor-mine').addEventListener('click', () => void saver.keepMine());
part('editor-theirs').addEventListener('click', () => {
  saver.giveUp();
  location.reload();
});
window.addEventListener('beforeunload', (event) => {
  if (saver.isDirty()) event.preventDefault();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void saver.flush();
});
for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-after-saving]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    void saver.flush().then(() => {
      if (saver.isDirty()) return;
      // What is missing is shown where it can be mended.
      if (link.dataset.afterSaving === 'complete' && marks.ask()) return;
      location.assign(link.href);
    });
  });
}
marks.found(given.faults);
if (broughtBack) {
  tellOfUnsaved(words.broughtBack ?? '');
  saver.changed();
} else if (unsaved.isLeftElsewhere()) {
  const bringBack = button(words.bringBack ?? '', () => {
    unsaved.adopt();
    location.reload();
  });
  tellOfUnsaved(words.elsewhere ?? '', ' ', bringBack);
}
showPlace();

function tellOfUnsaved(...content: readonly (Node | string)[]): void {
  const line = part('editor-back');
  line.hidden = false;
  line.append(...content);
}

function tell(state: SaveState): void {
  status.dataset.state = state.kind;
  status.textContent =
    state.kind === 'refused'
      ? fill(words.refused, { reason: state.words })
      : (words[state.kind] ?? '');
  title.setAttribute('aria-invalid', String(state.kind === 'untitled'));
  if (state.kind === 'saved') marks.found(state.faults);
  conflict.hidden = state.kind !== 'conflict';
  if (state.kind === 'conflict') showConflict(state);
}

/** Two that wrote the same have nothing to choose. */
function showConflict({ says, differences }: Conflict): void {
  if (differences.length === 0) {
    void saver.keepMine();
    return;
  }
  part('editor-conflict-says').textContent = says;
  const table = conflict.querySelector('table');
  for (const old of table?.querySelectorAll('thead, tbody') ?? []) old.remove();
  table?.append(...drawDifferences(differences, words));
  conflict.focus();
}

/** A link from the list of what is missing names the field; what it lies in is opened. */
function showPlace(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id !== '') marks.ask();
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
