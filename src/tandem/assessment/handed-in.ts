import { openDocument } from '../workspace/artefact-document.js';
import type { DocumentValues } from '../workspace/cells.js';
import { workspaceIdOf, type Workspace } from '../workspace/workspace.js';
import type { WorkspaceStore } from '../workspace/workspace.store.js';

/** What all members have confirmed. */
export interface HandedIn {
  readonly values: DocumentValues;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What others than its members see of a workspace: nothing before all have confirmed. */
export interface HandedInWork {
  of(tandemId: string, activityId: string): Promise<HandedIn | undefined>;
  /** Which of these tandems have handed in the activity. */
  among(tandemIds: readonly string[], activityId: string): Promise<ReadonlySet<string>>;
}

/** The store takes so many tandems at a time. */
const PART = 300;

export function createHandedInWork(
  store: Pick<WorkspaceStore, 'get' | 'ofTandems' | 'editsAfter'>,
): HandedInWork {
  return {
    async of(tandemId, activityId) {
      const workspace = await store.get(workspaceIdOf(tandemId, activityId));
      if (workspace?.frozenAt === undefined) return undefined;
      return { values: await valuesOf(store, workspace), at: workspace.frozenAt };
    },
    async among(tandemIds, activityId) {
      const found = new Set<string>();
      for (let at = 0; at < tandemIds.length; at += PART) {
        for (const workspace of await store.ofTandems(tandemIds.slice(at, at + PART))) {
          const isIn = workspace.activityId === activityId && workspace.frozenAt !== undefined;
          if (isIn) found.add(workspace.tandemId);
        }
      }
      return found;
    },
  };
}

/** Nothing changes any more, so the document need not stay in memory. */
async function valuesOf(
  store: Pick<WorkspaceStore, 'editsAfter'>,
  { id, snapshot, foldedTo }: Workspace,
): Promise<DocumentValues> {
  const updates = snapshot === '' ? [] : [Buffer.from(snapshot, 'base64')];
  let at = foldedTo;
  let edits = await store.editsAfter(id, at);
  while (edits.length > 0) {
    updates.push(...edits.map(({ update }) => Buffer.from(update, 'base64')));
    at = edits.at(-1)?.number ?? at;
    edits = await store.editsAfter(id, at);
  }
  return openDocument(updates).values();
}
