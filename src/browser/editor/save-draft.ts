import type { JsonObject } from '../../shared/json-object.js';

/** What is written down: the draft as the server takes it. */
export interface Draft {
  readonly title: string;
  readonly params: JsonObject;
}

/** Where a draft stands, for the line that tells the author. */
export type SaveState =
  | { readonly kind: 'saved' | 'saving' | 'unsaved' | 'offline' }
  | { readonly kind: 'refused'; readonly words: string }
  /** Somebody else saved meanwhile. */
  | { readonly kind: 'conflict'; readonly revision: number };

export interface DraftSaver {
  /** Something was written: saved when the author rests. */
  readonly changed: () => void;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
  /** After a conflict: what stands in the form becomes the next revision. */
  keepMine(): Promise<void>;
  isDirty(): boolean;
}

type Answer =
  | { readonly kind: 'saved' | 'conflict'; readonly revision: number }
  | { readonly kind: 'offline' }
  | { readonly kind: 'refused'; readonly words: string };

/** In the shape in which the H5P editor saves. */
async function send(
  url: string,
  { library, revision, draft }: { library: string; revision: number; draft: Draft },
): Promise<Answer> {
  const { title, params } = draft;
  const body = JSON.stringify({ library, revision, params: { params, metadata: { title } } });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  try {
    const signal = AbortSignal.timeout(20_000);
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    const content = (await answer.json()) as { revision?: number; title?: string };
    if (content.revision !== undefined && (answer.ok || answer.status === 409)) {
      return { kind: answer.ok ? 'saved' : 'conflict', revision: content.revision };
    }
    if (answer.status < 500) return { kind: 'refused', words: content.title ?? '' };
  } catch {
    // No line, or an answer that is none: the same to the author.
  }
  return { kind: 'offline' };
}

/** Milliseconds of rest after which is saved. */
const REST = 1000;
/** Milliseconds until a draft that found no line is tried again. */
const AGAIN = 10_000;

/** One request at a time, so that revisions come in order. */
export function createDraftSaver(deps: {
  /** Address of the draft, with the page's token. */
  readonly url: string;
  readonly library: string;
  /** Of the document that the page was made from. */
  readonly revision: number;
  readonly draft: () => Draft;
  readonly tell: (state: SaveState) => void;
}): DraftSaver {
  const { url, library, draft, tell } = deps;
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
    await running;
    if (!isDirty || theirs !== undefined) return;
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
    tell(answer.kind === 'saved' ? { kind: isDirty ? 'unsaved' : 'saved' } : answer);
  }

  return {
    flush,
    isDirty: () => isDirty || running !== undefined,
    changed() {
      isDirty = true;
      if (theirs !== undefined) return;
      tell({ kind: 'unsaved' });
      later(REST);
    },
    async keepMine() {
      if (theirs !== undefined) revision = theirs;
      theirs = undefined;
      isDirty = true;
      await flush();
    },
  };
}
