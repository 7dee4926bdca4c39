import type { Router } from 'express';
import type { Database } from '../../persistence/database.js';
import type { AgreedRoom } from './agreed-files.service.js';
import { withAgreedFiles } from './agreed-files.service.js';
import { filesRoutes } from './files.routes.js';
import { createFiles, type Files, type FilesDeps } from './files.service.js';
import { openFileStore } from './file.store.js';

/** Pictures and PDFs beside what tandems make. */
export interface FilesRoom {
  readonly files: Files;
  readonly router: Router;
  /** A room in which files are a part of what is confirmed. */
  agreed(room: AgreedRoom): AgreedRoom;
}

export async function openFiles(
  deps: Omit<FilesDeps, 'files'> & { readonly database: Database },
): Promise<FilesRoom> {
  const files = createFiles({ ...deps, files: await openFileStore(deps.database) });
  return {
    files,
    router: filesRoutes({ files }),
    agreed: (room) => withAgreedFiles(room, files),
  };
}
