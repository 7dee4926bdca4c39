import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { Remark } from './remark.js';
import { Edit, editIdOf, Version, Workspace } from './workspace.js';

export interface WorkspaceStore {
  get(id: string): Promise<Stored<Workspace> | undefined>;
  /** Of some tandems, in no order; at most 300 tandems at a time. */
  ofTandems(tandemIds: readonly string[]): Promise<readonly Stored<Workspace>[]>;
  /** Whichever of two that open it at once was first. */
  opened(workspace: Workspace): Promise<Stored<Workspace>>;
  /** @throws {StaleRevision} */
  replace(workspace: Stored<Workspace>): Promise<Stored<Workspace>>;
  /** @throws {DuplicateKey} when another process has given the number away */
  insertEdit(edit: Edit): Promise<void>;
  /** By number; `most` at a time, 1000 unless told. */
  editsAfter(workspaceId: string, number: number, most?: number): Promise<readonly Edit[]>;
  insertVersion(version: Version): Promise<void>;
  /** Newest first. */
  versions(workspaceId: string): Promise<readonly Version[]>;
  insertRemark(remark: Remark): Promise<void>;
  /** Oldest first. */
  remarks(workspaceId: string): Promise<readonly Remark[]>;
}

export async function openWorkspaceStore(database: Database): Promise<WorkspaceStore> {
  const { workspaces, edits, versions, remarks } = await openCollections(database);
  return {
    get: (id) => workspaces.get(id),
    async ofTandems(tandemIds) {
      if (tandemIds.length === 0) return [];
      return (await workspaces.find({ tandemId: { $in: tandemIds } }, { limit: 1000 })).documents;
    },
    async opened(workspace) {
      try {
        return await workspaces.insert(workspace);
      } catch (fault) {
        const other = hasCode(fault) ? await workspaces.get(workspace.id) : undefined;
        if (!other) throw fault;
        return other;
      }
    },
    replace: (workspace) => workspaces.replace(workspace),
    async insertEdit(edit) {
      await edits.insert(edit);
    },
    async editsAfter(workspaceId, number, most = 1000) {
      const id = { $gt: editIdOf(workspaceId, number) };
      return (await edits.find({ workspaceId, id }, { limit: most })).documents;
    },
    async insertVersion(version) {
      await versions.insert(version);
    },
    async versions(workspaceId) {
      const query = { limit: 1000, sort: 'number', descending: true } as const;
      return (await versions.find({ workspaceId }, query)).documents;
    },
    async insertRemark(remark) {
      await remarks.insert(remark);
    },
    async remarks(workspaceId) {
      return (await remarks.find({ workspaceId }, { limit: 1000, sort: 'at' })).documents;
    },
  };
}

async function openCollections(database: Database): Promise<{
  readonly workspaces: Collection<Workspace>;
  readonly edits: Collection<Edit>;
  readonly versions: Collection<Version>;
  readonly remarks: Collection<Remark>;
}> {
  return {
    workspaces: await database.collection({
      name: 'workspaces',
      schema: Workspace,
      indexes: ['tandemId'],
    }),
    edits: await database.collection({
      name: 'workspace_edits',
      schema: Edit,
      indexes: ['workspaceId'],
    }),
    versions: await database.collection({
      name: 'workspace_versions',
      schema: Version,
      indexes: ['workspaceId', 'number'],
    }),
    remarks: await database.collection({
      name: 'workspace_remarks',
      schema: Remark,
      indexes: ['workspaceId', 'at'],
    }),
  };
}
