import { NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { editOf, openDocument } from './artefact-document.js';
import type { DocumentValues } from './cells.js';
import { NotYours } from './faults.js';
import { mayWrite } from './form-rules.js';
import { editIdOf, type Version } from './workspace.js';
import {
  enter,
  requireWriter,
  stateAt,
  type Entered,
  type Place,
  type WorkspacesDeps,
} from './workspace.service.js';

/** Earlier states of an artefact. */
export interface History {
  /** Newest first. @throws {NotFound} */
  versions(principal: Principal, place: Place): Promise<readonly Version[]>;
  /** @throws {NotFound} */
  version(principal: Principal, place: Place, number: number): Promise<DocumentValues>;
  /**
   * Brings a version back as a new edit of whoever asks. What only the partner may write stays as it is.
   * @throws {NotFound} @throws {NotYours} @throws {WorkspaceFrozen}
   */
  restore(principal: Principal, place: Place, number: number): Promise<void>;
}

export function createHistory(deps: WorkspacesDeps): History {
  const { store, documents } = deps;

  return {
    async versions(principal, place) {
      return store.versions((await enter(deps, principal, place)).workspace.id);
    },

    async version(principal, place, number) {
      const { workspace } = await enter(deps, principal, place);
      return valuesOfVersion(await store.versions(workspace.id), number);
    },

    async restore(principal, place, number) {
      const entered = await enter(deps, principal, place);
      const { id: by, profile } = requireWriter(entered);
      const { workspace, activity } = entered;
      const old = valuesOfVersion(await store.versions(workspace.id), number);
      const current = await documents.current(workspace);
      const side = profile?.tutorRole;
      const isTheirs = (name: string): boolean =>
        side !== undefined && mayWrite(activity, name, side);
      const wanted = differences(current.document.values(), old, isTheirs);
      await keepVersion(deps, entered);
      const state = await stateAt(deps, workspace, current.number);
      await documents.append(workspace, {
        ...{ by, update: editOf(state, wanted) },
        mayTouch(name) {
          if (!isTheirs(name)) throw new NotYours(`part ${name}`);
        },
      });
    },
  };
}

/** What stands there now, to be looked at later. */
export async function keepVersion(
  { store, documents, clock }: WorkspacesDeps,
  entered: Entered,
): Promise<void> {
  const { workspace, self } = entered;
  const { document, number } = await documents.current(workspace);
  const known = await store.versions(workspace.id);
  if (number === 0 || known.some((version) => version.number === number)) return;
  await store.insertVersion({
    id: `${editIdOf(workspace.id, number)}.version`,
    ...{ workspaceId: workspace.id, number, at: clock(), by: self ? [self.id] : [] },
    state: Buffer.from(document.state()).toString('base64'),
  });
}

function valuesOfVersion(versions: readonly Version[], number: number): DocumentValues {
  const version = versions.find((one) => one.number === number);
  if (!version) throw new NotFound('no such version');
  return openDocument([Buffer.from(version.state, 'base64')]).values();
}

/** What has to be written to come from `now` to `then`, in the parts that may be written. */
function differences(
  now: DocumentValues,
  then: DocumentValues,
  mayTouch: (name: string) => boolean,
): DocumentValues {
  const wanted = <T>(
    from: Readonly<Record<string, T>>,
    to: Readonly<Record<string, T>>,
    empty: T,
  ): Record<string, T> =>
    Object.fromEntries(
      [...new Set([...Object.keys(from), ...Object.keys(to)])]
        .filter((name) => mayTouch(name))
        .map((name) => [name, to[name] ?? empty]),
    );
  return {
    texts: wanted(now.texts, then.texts, ''),
    values: wanted(now.values, then.values, {}),
    rows: wanted(now.rows, then.rows, []),
  };
}
