import { digest } from '../../shared/ids.js';
import { ArtefactChanged } from '../workspace/faults.js';
import type { Agreements } from '../workspace/agreements.service.js';
import type { Workspaces } from '../workspace/workspace.service.js';
import type { Files } from './files.service.js';
import type { WorkspaceFile } from './workspace-file.js';

/** Where a pair writes, and what it says about it. */
export interface AgreedRoom {
  readonly workspaces: Workspaces;
  readonly agreements: Agreements;
}

/**
 * Files are a part of what a pair confirms: its fingerprint speaks of them too, and who has not
 * seen a file cannot confirm it.
 */
export function withAgreedFiles(
  { workspaces, agreements }: AgreedRoom,
  files: Pick<Files, 'view'>,
): AgreedRoom {
  return {
    workspaces: {
      ...workspaces,
      async view(principal, place) {
        const view = await workspaces.view(principal, place);
        const { files: own } = await files.view(principal, place);
        return { ...view, fingerprint: agreedFingerprint(view.fingerprint, own) };
      },
    },
    agreements: {
      ...agreements,
      async confirm(principal, place, fingerprint) {
        const { fingerprint: written } = await workspaces.view(principal, place);
        const { files: own } = await files.view(principal, place);
        if (agreedFingerprint(written, own) !== fingerprint) {
          throw new ArtefactChanged('read something else');
        }
        await agreements.confirm(principal, place, written);
      },
    },
  };
}

/** @param written of the form alone, which it stays where there are no files */
export function agreedFingerprint(written: string, files: readonly WorkspaceFile[]): string {
  if (files.length === 0) return written;
  const parts = files.map((file) => digest('file', file.id, file.digest, file.description));
  return digest('artefact-with-files', written, ...parts);
}
