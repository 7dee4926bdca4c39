import type { Draft } from './draft.js';
import type { Conflict } from './conflict.js';
import type { FieldFault } from './field-faults.js';
import type { UnsavedDrafts } from './unsaved-draft.js';

/** Where a draft stands, for the line that tells the author. */
export type SaveState =
  | { readonly kind: 'saving' | 'unsaved' | 'offline' | 'untitled' }
  /** With what the server found missing in it. */
  | { readonly kind: 'saved'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'refused'; readonly words: string }
  /** Somebody else saved meanwhile. */
  | ({ readonly kind: 'conflict' } & Conflict);

export interface DraftSaver {
  /** Something was written: saved when the author rests. */
  readonly changed: () => void;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
  /** After a conflict: what stands in the form becomes the next revision. */
  keepMine(): Promise<void>;
  /** After a conflict: what stands in the form is given up; the page is to be loaded anew. */
  giveUp(): void;
  isDirty(): boolean;
}

type Answer =
  | { readonly kind: 'saved'; readonly revision: number; readonly faults: readonly FieldFault[] }
  | ({ readonly kind: 'conflict' } & Conflict)
  | { readonly kind: 'offline' }
  | { readonly kind: 'refused'; readonly words: string };

/** What may go well another time, as when the line is down. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

type Content = Partial<Conflict> & {
  readonly faults?: readonly FieldFault[];
  /** Of a refusal. */
  readonly title?: string;
};

/** In the shape in which the H5P editor saves. */
async function send(
  url: string,
  { library, revision, draft }: { library: string; revision: number; draft: Draft },
): Promise<Answer> {
  const { title, params, metadata } = draft;
  const written = { params, metadata: { ...metadata, title } };
  const body = JSON.stringify({ library, revision, params: written });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  try {
    const signal = AbortSignal.timeout(20_000);
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    const content = (await answer.json()) as Content;
    const { revision: now, says = '', differences = [], faults = [], title: reason = '' } = content;
    if (answer.ok && now !== undefined) return { kind: 'saved', revision: now, faults };
    if (answer.status === 409 && now !== undefined) {
      return { kind: 'conflict', revision: now, says, differences };
    }
    if (answer.status < 500 && !PASSING.has(answer.status))
      return { kind: 'refused', words: reason };
  } catch {
    // No line, or an answer that is none: the same to the author.
  }
  return { kind: 'offline' };
}

/** Milliseconds of rest after which is saved. */
const REST = 1000;
/** Milliseconds until a draft that found no line is tried again. */
const AGAIN = 10_000;

export interface DraftSaverDeps {
  /** Address of the draft, with the page's token. */
  readonly url: string;
  readonly library: string;
  /** Of the document that the page was made from. */
  readonly revision: number;
  readonly draft: () => Draft;
  /** Keeps what is not saved yet over a reload. */
  readonly unsaved: UnsavedDrafts;
  readonly tell: (state: SaveState) => void;
}

/** One request at a time, so that revisions come in order. */
export function createDraftSaver(deps: DraftSaverDeps): DraftSaver {
  const { url, library, draft, unsaved, tell } = deps;
  let { revision } = deps;
  let isDirty = false;
  let theirs: number | undefined;
  let timer: number | undefined;
  let running: Promise<void> | undefined;

  function later(milliseconds: number): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void flush(), milliseconds);
  }

  async function flush(): Promise<void> {
    window.clearTimeout(timer);
    if (isDirty) unsaved.keep({ revision, draft: draft() });
    await running;
    if (!isDirty || theirs !== undefined) return;
    if (draft().title.trim() === '') {
      tell({ kind: 'untitled' });
      return;
    }
    running = save();
    await running;
    running = undefined;
  }

  async function save(): Promise<void> {
    isDirty = false;
    tell({ kind: 'saving' });
    const answer = await send(url, { library, revision, draft: draft() });
    isDirty ||= answer.kind !== 'saved';
    if (answer.kind === 'saved') ({ revision } = answer);
    if (answer.kind === 'conflict') theirs = answer.revision;
    if (answer.kind === 'offline') later(AGAIN);
    else if (answer.kind === 'saved' && isDirty) later(REST);
    else if (answer.kind === 'saved') unsaved.forget();
    tell(answer.kind === 'saved' && isDirty ? { kind: 'unsaved' } : answer);
  }

  return {
    flush,
    isDirty: () => isDirty || running !== undefined,
    changed() {
      isDirty = true;
      if (theirs === undefined) tell({ kind: 'unsaved' });
      later(REST);
    },
    async keepMine() {
      if (theirs !== undefined) revision = theirs;
      theirs = undefined;
      isDirty = true;
      await flush();
    },
    giveUp() {
      window.clearTimeout(timer);
      isDirty = false;
      unsaved.forget();
    },
  };
}
