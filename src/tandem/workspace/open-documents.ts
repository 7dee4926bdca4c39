import { MINUTE, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { openDocument, type ArtefactDocument } from './artefact-document.js';
import { createListeners } from './listeners.js';
import { createTurns } from './turns.js';
import { Edit, editIdOf, type Version, type Workspace } from './workspace.js';
import type { WorkspaceStore } from './workspace.store.js';

/** A pause of this length ends a version; so does a long spell of writing. */
const PAUSE = 10 * MINUTE;
const SPELL = 45 * MINUTE;
/** A document that nobody asked for is read again when somebody does. */
const KEPT = 5 * MINUTE;

/** The document of one workspace, in memory, up to one of its edits. */
export interface OpenDocument {
  readonly document: ArtefactDocument;
  /** Of the last edit in it. */
  readonly number: number;
  /** By name of the part. */
  readonly lastEdits: Workspace['lastEdits'];
}

export interface NewEdit {
  readonly update: Uint8Array;
  /** Participant. */
  readonly by: string;
  /** Asked for each part that the update changes; what it throws refuses the update. */
  readonly mayTouch: (name: string) => void;
}

/** Documents that somebody works on, each in step with the edits in the database. */
export interface OpenDocuments {
  /** Up to the last edit of any process. */
  current(workspace: Workspace): Promise<OpenDocument>;
  /**
   * Keeps an update and hands it to those who listen. Resolves once it is kept.
   * @returns the number it got, or the last one when all of it was known
   */
  append(workspace: Workspace, edit: NewEdit): Promise<number>;
  /** @returns what ends it */
  listen(workspaceId: string, listener: (edit: Edit) => void): () => void;
  /** Looks for edits of other processes, where somebody listens. */
  poll(): Promise<void>;
}

interface Entry {
  readonly document: ArtefactDocument;
  number: number;
  readonly lastEdits: Record<string, { by: string; at: number }>;
  /** Since the last version. */
  writers: Set<string>;
  versionAt: number;
  editedAt: number;
  usedAt: number;
}

export function createOpenDocuments(deps: {
  readonly store: WorkspaceStore;
  readonly clock: Clock;
}): OpenDocuments {
  const { store, clock } = deps;
  const entries = new Map<string, Entry>();
  const inTurn = createTurns();
  const listeners = createListeners<Edit>();

  function forgetUnused(): void {
    for (const [id, { usedAt }] of entries) {
      if (usedAt < clock() - KEPT && !listeners.has(id)) entries.delete(id);
    }
  }

  async function inStep(workspace: Workspace): Promise<Entry> {
    forgetUnused();
    const entry = entries.get(workspace.id) ?? newEntry(workspace, clock());
    entries.set(workspace.id, entry);
    entry.usedAt = clock();
    // In pages, so that a long history needs little memory at once.
    for (;;) {
      const edits = await store.editsAfter(workspace.id, entry.number);
      if (edits.length === 0) return entry;
      for (const edit of edits) {
        entry.document.take(Buffer.from(edit.update, 'base64'), () => undefined);
        takeNote(entry, edit);
        listeners.tell(workspace.id, edit);
      }
    }
  }

  async function keep(workspace: Workspace, edit: NewEdit): Promise<number> {
    const entry = await inStep(workspace);
    const before = versionBefore(entry, workspace.id, clock());
    const names = entry.document.take(edit.update, edit.mayTouch);
    if (names.length === 0) return entry.number;
    const made = editFrom(workspace.id, { ...edit, names, number: entry.number + 1, at: clock() });
    try {
      await store.insertEdit(made);
    } catch (fault) {
      // What the document took in is not kept: it is read anew, and another process's edit with it.
      entries.delete(workspace.id);
      if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
      return keep(workspace, edit);
    }
    takeNote(entry, made);
    listeners.tell(workspace.id, made);
    if (before) await store.insertVersion(before);
    return made.number;
  }

  return {
    current: (workspace) => inTurn(workspace.id, () => inStep(workspace)),
    append: (workspace, edit) => inTurn(workspace.id, () => keep(workspace, edit)),
    listen: (id, listener) => listeners.add(id, listener),
    async poll() {
      for (const id of listeners.places()) {
        const workspace = await store.get(id);
        if (workspace) await inTurn(id, () => inStep(workspace));
      }
    },
  };
}

function newEntry({ snapshot, foldedTo, lastEdits }: Workspace, now: number): Entry {
  const state = Buffer.from(snapshot, 'base64');
  return {
    document: openDocument(state.length > 0 ? [state] : []),
    number: foldedTo,
    lastEdits: { ...lastEdits },
    writers: new Set(),
    ...{ versionAt: now, editedAt: now, usedAt: now },
  };
}

function editFrom(
  workspaceId: string,
  made: Omit<NewEdit, 'mayTouch'> &
    Pick<Edit, 'number' | 'at'> & { readonly names: readonly string[] },
): Edit {
  const { number, names, by, at } = made;
  return {
    id: editIdOf(workspaceId, number),
    ...{ workspaceId, number, names: [...names], by, at },
    update: Buffer.from(made.update).toString('base64'),
  };
}

function takeNote(entry: Entry, { number, names, by, at }: Edit): void {
  entry.number = number;
  entry.editedAt = at;
  entry.writers.add(by);
  for (const name of names) entry.lastEdits[name] = { by, at };
}

/** The state before an edit that comes after a pause, or after a long spell, is worth a version. */
function versionBefore(entry: Entry, workspaceId: string, now: number): Version | undefined {
  const isDue = entry.editedAt < now - PAUSE || entry.versionAt < now - SPELL;
  if (!isDue || entry.writers.size === 0) return undefined;
  const version = versionOf(workspaceId, entry);
  entry.versionAt = now;
  entry.writers = new Set();
  return version;
}

function versionOf(workspaceId: string, entry: Entry): Version {
  return {
    id: `${editIdOf(workspaceId, entry.number)}.version`,
    ...{ workspaceId, number: entry.number, at: entry.editedAt, by: [...entry.writers] },
    state: Buffer.from(entry.document.state()).toString('base64'),
  };
}
