import type { Stored } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { ActivityText } from '../../curriculum/index.js';
import type { Membership, Seated } from '../people/membership.service.js';
import { editOf, openDocument } from './artefact-document.js';
import type { DocumentValues } from './cells.js';
import { BaseUnknown, NotYours, WorkspaceFrozen } from './faults.js';
import { decisionOf, mayWrite, missingIn, type Decision, type Missing } from './form-rules.js';
import type { OpenDocuments } from './open-documents.js';
import type { Remark } from './remark.js';
import {
  fingerprintOf,
  validConfirmations,
  workspaceIdOf,
  type Confirmation,
  type Edit,
  type Workspace,
} from './workspace.js';
import type { WorkspaceStore } from './workspace.store.js';

/** Where somebody works. */
export interface Place {
  readonly tandemId: string;
  readonly activityId: string;
  /** Language of the activity's words. */
  readonly locale: string;
}

/** Edits after which the snapshot is renewed. */
const FOLD_AFTER = 200;

/** Everything that a page shows. */
export interface WorkspaceView extends Seated {
  readonly activity: ActivityText;
  readonly workspace: Workspace;
  readonly values: DocumentValues;
  /** Of the last edit in the values. */
  readonly number: number;
  readonly lastEdits: Workspace['lastEdits'];
  readonly missing: Missing;
  /** Undefined for an activity without a checklist. */
  readonly decision: Decision | undefined;
  readonly fingerprint: string;
  /** Of what stands there now. */
  readonly confirmations: readonly Confirmation[];
  readonly remarks: readonly Remark[];
}

/** The rooms in which tandems work; who may come in is asked each time. */
export interface Workspaces {
  /** @throws {NotFound} */
  view(principal: Principal, place: Place): Promise<WorkspaceView>;
  /**
   * Keeps an update of the shared document. Resolves once it is kept.
   * @returns its number
   * @throws {NotFound} @throws {NotYours} @throws {WorkspaceFrozen} @throws {UpdateInvalid} @throws {DocumentTooLarge}
   */
  edit(principal: Principal, place: Place, update: Uint8Array): Promise<number>;
  /**
   * The same from a page without script.
   * @param base number of the edit on which the page was made
   * @throws as `edit` @throws {BaseUnknown}
   */
  write(
    principal: Principal,
    place: Place,
    written: { readonly base: number; readonly wanted: Partial<DocumentValues> },
  ): Promise<void>;
  /** What a browser lacks. @param seen its state vector @throws {NotFound} @throws {UpdateInvalid} */
  since(
    principal: Principal,
    place: Place,
    seen?: Uint8Array,
  ): Promise<{ readonly update: Uint8Array; readonly number: number }>;
  /** @returns what ends it. @throws {NotFound} */
  listen(principal: Principal, place: Place, listener: (edit: Edit) => void): Promise<() => void>;
}

export interface WorkspacesDeps {
  readonly store: WorkspaceStore;
  readonly documents: OpenDocuments;
  readonly membership: Membership;
  /** Undefined for one that the person's link does not lead to. */
  readonly activityFor: (
    principal: Principal,
    id: string,
    locale: string,
  ) => ActivityText | undefined;
  readonly clock: Clock;
}

/** Who came in, and to what. */
export interface Entered extends Seated {
  readonly activity: ActivityText;
  readonly workspace: Stored<Workspace>;
}

/** @throws {NotFound} the same for what is not there and for what is somebody else's */
export async function enter(
  deps: WorkspacesDeps,
  principal: Principal,
  { tandemId, activityId, locale }: Place,
): Promise<Entered> {
  const seated = await deps.membership.seated(principal, tandemId);
  const activity = deps.activityFor(principal, activityId, locale);
  if (!activity) throw new NotFound('no such activity here');
  const id = workspaceIdOf(tandemId, activity.id);
  const known = await deps.store.get(id);
  const workspace =
    known ?? (await deps.store.opened(emptyWorkspace(id, tandemId, activity.id, deps.clock())));
  return { ...seated, activity, workspace };
}

/** @throws {NotYours} for somebody who looks on @throws {WorkspaceFrozen} */
export function requireWriter({ self, may, workspace }: Entered): NonNullable<Seated['self']> {
  if (!self || may !== 'write') throw new NotYours('looks on');
  if (workspace.frozenAt !== undefined) throw new WorkspaceFrozen('confirmed by all');
  return self;
}

/** Another write to the same workspace is let through first. */
export async function change(
  store: WorkspaceStore,
  workspace: Stored<Workspace>,
  make: (known: Workspace) => Workspace,
): Promise<void> {
  try {
    await store.replace({ ...make(workspace), revision: workspace.revision });
  } catch (fault) {
    const other = await store.get(workspace.id);
    const isStale = hasCode(fault) && fault.code === 'persistence.stale-revision';
    if (!isStale || !other) throw fault;
    await change(store, other, make);
  }
}

export function createWorkspaces(deps: WorkspacesDeps): Workspaces {
  const { store, documents } = deps;

  async function append(entered: Entered, update: Uint8Array): Promise<number> {
    const { id: by, profile } = requireWriter(entered);
    const { activity, workspace } = entered;
    const number = await documents.append(workspace, {
      ...{ update, by },
      mayTouch(name) {
        const isTheirs = profile && mayWrite(activity, name, profile.tutorRole);
        if (!isTheirs) throw new NotYours(`part ${name}`);
      },
    });
    if (number - workspace.foldedTo >= FOLD_AFTER) await fold(deps, workspace);
    return number;
  }

  return {
    async view(principal, place) {
      const entered = await enter(deps, principal, place);
      const { workspace, activity } = entered;
      const { document, number, lastEdits } = await documents.current(workspace);
      const values = document.values();
      const fingerprint = fingerprintOf(values);
      return {
        ...entered,
        ...{ values, number, lastEdits, fingerprint },
        missing: missingIn(activity, values),
        decision: decisionOf(activity, values),
        confirmations: validConfirmations(workspace, fingerprint),
        remarks: await store.remarks(workspace.id),
      };
    },

    async edit(principal, place, update) {
      return append(await enter(deps, principal, place), update);
    },

    async write(principal, place, { base, wanted }) {
      const entered = await enter(deps, principal, place);
      const state = await stateAt(deps, entered.workspace, base);
      await append(entered, editOf(state, wanted));
    },

    async since(principal, place, seen) {
      const { workspace } = await enter(deps, principal, place);
      const { document, number } = await documents.current(workspace);
      return { update: document.since(seen), number };
    },

    async listen(principal, place, listener) {
      const { workspace } = await enter(deps, principal, place);
      return documents.listen(workspace.id, listener);
    },
  };
}

/** So that whoever opens the document later reads one state and a few edits, not all of its history. */
async function fold(
  { store, documents }: WorkspacesDeps,
  workspace: Stored<Workspace>,
): Promise<void> {
  const { document, number, lastEdits } = await documents.current(workspace);
  const snapshot = Buffer.from(document.state()).toString('base64');
  await change(store, workspace, (known) =>
    known.foldedTo >= number
      ? known
      : { ...known, snapshot, foldedTo: number, lastEdits: { ...lastEdits } },
  );
}

/** The document as it was after this edit. @throws {BaseUnknown} */
export async function stateAt(
  { store, documents }: WorkspacesDeps,
  workspace: Workspace,
  number: number,
): Promise<Uint8Array> {
  const current = await documents.current(workspace);
  if (number === current.number) return current.document.state();
  if (number > current.number) throw new BaseUnknown('from the future');
  const isFolded = number >= workspace.foldedTo && workspace.snapshot !== '';
  const updates = isFolded ? [Buffer.from(workspace.snapshot, 'base64')] : [];
  let at = isFolded ? workspace.foldedTo : 0;
  while (at < number) {
    const edits = await store.editsAfter(workspace.id, at, Math.min(1000, number - at));
    if (edits.length === 0) throw new BaseUnknown('its edits are gone');
    updates.push(...edits.map(({ update }) => Buffer.from(update, 'base64')));
    at += edits.length;
  }
  return openDocument(updates).state();
}

function emptyWorkspace(
  id: string,
  tandemId: string,
  activityId: string,
  openedAt: number,
): Workspace {
  return {
    ...{ id, tandemId, activityId, openedAt },
    ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations: [], doneSteps: [] },
  };
}
