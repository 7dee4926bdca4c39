import { z } from 'zod';

/** Of one file as it is sent. */
export const MOST_FILE_BYTES = 10 * 1024 * 1024;
/** Of one tandem. */
export const MOST_FILES = 20;
/** Of all files of one tandem as they are kept, thumbnails included. */
export const MOST_TANDEM_BYTES = 60 * 1024 * 1024;
export const LONGEST_DESCRIPTION = 300;

/** A picture of a workplace, or a PDF, beside the artefact. It never changes: another one is another file. */
export const WorkspaceFile = z.object({
  id: z.string(),
  tandemId: z.string(),
  /** `workspaceIdOf` the tandem and the activity. */
  workspaceId: z.string(),
  kind: z.enum(['picture', 'pdf']),
  /** As kept. */
  bytes: z.number().int().positive(),
  /** Of the thumbnail; 0: it has none. */
  smallBytes: z.number().int().nonnegative(),
  /** Pixels; undefined for a PDF. */
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** SHA-256 of the bytes as kept, base64url. */
  digest: z.string(),
  /** What there is to see, for those who do not see it; '' for a picture that only decorates. */
  description: z.string().max(LONGEST_DESCRIPTION),
  /** Participant. */
  by: z.string(),
  /** Epoch milliseconds, as what follows. */
  addedAt: z.number(),
  /** Its bytes are on their way in or out; undefined: it is there. Whoever finds an old one removes it. */
  unfinishedSince: z.number().optional(),
  /** A trainer took the bytes away after all had confirmed; the entry stays, as it was confirmed. */
  withdrawnAt: z.number().optional(),
});
export type WorkspaceFile = Readonly<z.infer<typeof WorkspaceFile>>;

export type FileSize = 'full' | 'small';

/** Members and trainers see it. */
export function isThere({ unfinishedSince }: WorkspaceFile): boolean {
  return unfinishedSince === undefined;
}

/**
 * Whether there is room for this one, of all that are there or on their way. Of two that come at
 * once each is in the other's list, so the earlier one is kept.
 */
export function hasRoom(file: WorkspaceFile, all: readonly WorkspaceFile[]): boolean {
  const earlier = all.filter(
    (other) =>
      takesRoom(other) && other.id !== file.id && (isThere(other) || isBefore(other, file)),
  );
  return earlier.length < MOST_FILES && sizeOf([...earlier, file]) <= MOST_TANDEM_BYTES;
}

/** @returns bytes that are free; 0 when there are as many files as there may be */
export function roomLeft(all: readonly WorkspaceFile[]): number {
  const present = all.filter(takesRoom);
  if (present.length >= MOST_FILES) return 0;
  return Math.max(0, MOST_TANDEM_BYTES - sizeOf(present));
}

function takesRoom({ withdrawnAt }: WorkspaceFile): boolean {
  return withdrawnAt === undefined;
}

function isBefore(a: WorkspaceFile, b: WorkspaceFile): boolean {
  return a.addedAt === b.addedAt ? a.id < b.id : a.addedAt < b.addedAt;
}

function sizeOf(files: readonly WorkspaceFile[]): number {
  return files.reduce((sum, { bytes, smallBytes }) => sum + bytes + smallBytes, 0);
}
