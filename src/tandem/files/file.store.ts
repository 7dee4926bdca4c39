import type { Collection, Database, Stored } from '../../persistence/database.js';
import { z } from 'zod';
import { everything } from '../everything.js';
import { WorkspaceFile, type FileSize } from './workspace-file.js';

/** A piece of a file's bytes. */
const FileChunk = z.object({
  /** `chunkIdOf`. */
  id: z.string(),
  /** Base64. */
  data: z.string(),
});
type FileChunk = Readonly<z.infer<typeof FileChunk>>;

/** A document of MongoDB holds 16 MB, and one as small as this delays nobody else's write. */
const CHUNK_BYTES = 384 * 1024;

export interface FileStore {
  get(id: string): Promise<Stored<WorkspaceFile> | undefined>;
  /** Oldest first, those on their way in or out too. */
  ofTandem(tandemId: string): Promise<readonly Stored<WorkspaceFile>[]>;
  insert(file: WorkspaceFile): Promise<Stored<WorkspaceFile>>;
  /** @throws {StaleRevision} */
  replace(file: Stored<WorkspaceFile>): Promise<Stored<WorkspaceFile>>;
  /** Keeps the bytes of a file whose document is there. */
  writeBytes(id: string, size: FileSize, bytes: Buffer): Promise<void>;
  /** @param length as the document says @returns undefined when a piece is missing */
  readBytes(id: string, size: FileSize, length: number): Promise<Buffer | undefined>;
  /** Bytes first, so that a document always says where bytes may be. */
  remove(file: WorkspaceFile): Promise<void>;
  removeBytes(file: WorkspaceFile): Promise<void>;
  /** Whose bytes were on their way before this. At most 100. */
  unfinished(before: number): Promise<readonly Stored<WorkspaceFile>[]>;
}

export async function openFileStore(database: Database): Promise<FileStore> {
  const files: Collection<WorkspaceFile> = await database.collection({
    name: 'workspace_files',
    schema: WorkspaceFile,
    indexes: ['tandemId', 'unfinishedSince'],
  });
  const chunks: Collection<FileChunk> = await database.collection({
    name: 'workspace_file_chunks',
    schema: FileChunk,
  });

  async function removeBytes({ id, bytes, smallBytes }: WorkspaceFile): Promise<void> {
    for (const chunk of chunkIds(id, 'full', bytes)) await chunks.remove(chunk);
    for (const chunk of chunkIds(id, 'small', smallBytes)) await chunks.remove(chunk);
  }

  return {
    get: (id) => files.get(id),
    async ofTandem(tandemId) {
      const found = await everything(files, { tandemId });
      return [...found].sort((a, b) => a.addedAt - b.addedAt);
    },
    insert: (file) => files.insert(file),
    replace: (file) => files.replace(file),
    async writeBytes(id, size, bytes) {
      for (const [at, chunk] of chunkIds(id, size, bytes.length).entries()) {
        const data = bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES).toString('base64');
        await chunks.insert({ id: chunk, data });
      }
    },
    async readBytes(id, size, length) {
      const parts: Buffer[] = [];
      for (const chunk of chunkIds(id, size, length)) {
        const found = await chunks.get(chunk);
        if (!found) return undefined;
        parts.push(Buffer.from(found.data, 'base64'));
      }
      return Buffer.concat(parts);
    },
    removeBytes,
    async remove(file) {
      await removeBytes(file);
      await files.remove(file.id);
    },
    async unfinished(before) {
      return (await files.find({ unfinishedSince: { $lt: before } }, { limit: 100 })).documents;
    },
  };
}

/** @param length in bytes */
function chunkIds(id: string, size: FileSize, length: number): readonly string[] {
  return Array.from(
    { length: Math.ceil(length / CHUNK_BYTES) },
    (_, at) => `${id}.${size}.${String(at)}`,
  );
}
