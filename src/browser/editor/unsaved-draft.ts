import { isObject } from '../../shared/json-object.js';
import type { Draft } from './draft.js';

/** What somebody wrote that the server does not have yet. */
export interface UnsavedDraft {
  /** Of the document that it was written upon. */
  readonly revision: number;
  readonly draft: Draft;
}

/** Keeps a draft over a reload, in this browser, for this person alone. */
export interface UnsavedDrafts {
  /** What this window had not saved. @returns undefined where nothing waits, or the browser keeps nothing for us */
  read(): UnsavedDraft | undefined;
  /** Whether another window, which may be closed by now, left one. */
  isLeftElsewhere(): boolean;
  /** That one is this window's from now on. */
  adopt(): void;
  keep(unsaved: UnsavedDraft): void;
  forget(): void;
}

/** @param key of the exercise and its language */
export function unsavedDrafts(page: Window, key: string): UnsavedDrafts {
  const { owner } = page.document.documentElement.dataset;
  // Without an owner somebody else on this machine would find it.
  const storage = owner === undefined ? undefined : storageOf(page, 'localStorage');
  const all = `tandem-draft ${owner ?? ''} ${key} `;
  // One for each window: two of the same person do not write over each other.
  const own = all + tabOf(page);
  const elsewhere = (): string | undefined =>
    Object.keys(storage ?? {}).find((name) => name.startsWith(all) && name !== own);

  return {
    read() {
      try {
        const found: unknown = JSON.parse(storage?.getItem(own) ?? 'null');
        return isUnsaved(found) ? found : undefined;
      } catch {
        return undefined;
      }
    },
    isLeftElsewhere: () => elsewhere() !== undefined,
    adopt() {
      const name = elsewhere();
      const left = name === undefined ? null : storage?.getItem(name);
      if (name === undefined || typeof left !== 'string') return;
      storage?.removeItem(name);
      storage?.setItem(own, left);
    },
    keep(unsaved) {
      try {
        storage?.setItem(own, JSON.stringify(unsaved));
      } catch {
        // A full storage: the draft is still on the page, and leaving it warns.
      }
    },
    forget() {
      storage?.removeItem(own);
    },
  };
}

/** A name that this window keeps over reloads. */
function tabOf(page: Window): string {
  const storage = storageOf(page, 'sessionStorage');
  const name = 'tandem-tab';
  const tab = storage?.getItem(name) ?? page.crypto.getRandomValues(new Uint32Array(3)).join('-');
  try {
    storage?.setItem(name, tab);
  } catch {
    // Then each load is a window of its own, and is asked before anything is brought back.
  }
  return tab;
}

/** Undefined where the browser blocks it, as in some frames: even looking at it throws there. */
function storageOf(page: Window, kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return (page as Partial<Pick<Window, typeof kind>>)[kind];
  } catch {
    return undefined;
  }
}

function isUnsaved(value: unknown): value is UnsavedDraft {
  if (!isObject(value) || typeof value.revision !== 'number') return false;
  const { draft } = value;
  return (
    isObject(draft) &&
    typeof draft.title === 'string' &&
    isObject(draft.params) &&
    isObject(draft.metadata)
  );
}
