import { createHash } from 'node:crypto';
import { typeByFirstBytes } from '../../http/first-bytes.adapter.js';
import { cleanPicture } from '../../http/picture.adapter.js';
import type { Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import { HOUR } from '../../shared/clock.js';
import { NotFound } from '../../shared/errors.js';
import type { NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import { NotYours, WorkspaceFrozen } from '../workspace/faults.js';
import { createTurns } from '../workspace/turns.js';
import {
  change,
  enter,
  requireWriter,
  type Entered,
  type Place,
  type WorkspacesDeps,
} from '../workspace/workspace.service.js';
import { FileHeic, FileKindRefused, FilesFull, FileUndescribed } from './faults.js';
import type { FileStore } from './file.store.js';
import { hasRoom, isThere, roomLeft, type FileSize, type WorkspaceFile } from './workspace-file.js';

/** What somebody sends. */
export interface SentFile {
  readonly bytes: Buffer;
  readonly description: string;
  /** A picture that tells nothing. */
  readonly isDecorative: boolean;
}

/** The files of one workspace, for somebody who may see them. */
export interface FilesView extends Entered {
  /** Oldest first. */
  readonly files: readonly WorkspaceFile[];
  /** Bytes that the tandem may still add; 0: no further file. */
  readonly room: number;
}

/** Pictures and PDFs beside an artefact. Membership is asked each time. */
export interface Files {
  /** @throws {NotFound} */
  view(principal: Principal, place: Place): Promise<FilesView>;
  /**
   * Asked before a file is received.
   * @throws {NotFound} @throws {NotYours} for a trainer @throws {WorkspaceFrozen} @throws {FilesFull}
   */
  requireRoom(principal: Principal, place: Place): Promise<void>;
  /**
   * Resolves once it is kept whole. Confirmations of the artefact are void from then on.
   * @throws as `requireRoom` @throws {FileKindRefused} @throws {FileHeic} @throws {PictureUnreadable}
   * @throws {PictureTooLarge} @throws {FileUndescribed}
   */
  add(principal: Principal, place: Place, sent: SentFile): Promise<void>;
  /** @throws {NotFound} also for a size that it does not have */
  read(
    principal: Principal,
    place: Place,
    wanted: { readonly id: string; readonly size: FileSize },
  ): Promise<{ readonly file: WorkspaceFile; readonly bytes: Buffer }>;
  /**
   * By who added it, until all have confirmed, and by a trainer at any time.
   * @throws {NotFound} @throws {NotYours} @throws {WorkspaceFrozen}
   */
  remove(principal: Principal, place: Place, id: string): Promise<void>;
  /** Removes what a process that died has left half done. @returns how many */
  sweep(): Promise<number>;
}

export interface FilesDeps extends WorkspacesDeps {
  readonly files: FileStore;
  readonly newId: NewId;
  readonly audit: Audit;
}

/** Pixels. */
const LONGEST_SIDE = 1600;
const LONGEST_SMALL_SIDE = 400;
/** What we take, and what telephones send instead, by media type. */
const KINDS: Readonly<Record<string, 'picture' | 'pdf' | 'heic'>> = {
  'image/jpeg': 'picture',
  'image/png': 'picture',
  'image/webp': 'picture',
  'application/pdf': 'pdf',
  'image/heic': 'heic',
  'image/heic-sequence': 'heic',
  'image/heif': 'heic',
  'image/heif-sequence': 'heic',
};
/** No upload takes as long. */
const UNFINISHED_AFTER = HOUR;

export function createFiles(deps: FilesDeps): Files {
  const { files, clock } = deps;
  // A picture takes much memory while it is unpacked: one after the other.
  const inTurn = createTurns();

  async function view(principal: Principal, place: Place): Promise<FilesView> {
    const entered = await enter(deps, principal, place);
    const all = await files.ofTandem(entered.tandem.id);
    const own = all.filter((file) => file.workspaceId === entered.workspace.id && isThere(file));
    return { ...entered, files: own, room: roomLeft(all) };
  }

  async function requireRoom(principal: Principal, place: Place): Promise<FilesView> {
    const known = await view(principal, place);
    requireWriter(known);
    if (known.room === 0) throw new FilesFull('no room');
    return known;
  }

  return {
    view,
    async requireRoom(principal, place) {
      await requireRoom(principal, place);
    },

    async add(principal, place, sent) {
      const entered = await requireRoom(principal, place);
      const kept = await inTurn('files', () => toKeep(sent));
      await keep(deps, entered, kept);
    },

    async read(principal, place, { id, size }) {
      const { files: own } = await view(principal, place);
      const file = own.find((one) => one.id === id && one.withdrawnAt === undefined);
      const length = size === 'full' ? file?.bytes : file?.smallBytes;
      const bytes = file && length ? await files.readBytes(id, size, length) : undefined;
      if (!file || !bytes) throw new NotFound('no such file');
      return { file, bytes };
    },

    async remove(principal, place, id) {
      const entered = await enter(deps, principal, place);
      const file = await files.get(id);
      const isHere = file?.workspaceId === entered.workspace.id && isThere(file);
      if (!file || !isHere || file.withdrawnAt !== undefined) throw new NotFound('no such file');
      if (entered.self && entered.self.id !== file.by) throw new NotYours('added by another');
      await takeAway(deps, entered, file);
      await deps.audit({
        action: 'file.removed',
        by: { kind: 'user', platformId: principal.platformId, userId: principal.userId },
        subject: id,
        detail: {
          tandem: entered.tandem.id,
          activity: entered.activity.id,
          kind: file.kind,
          as: entered.self ? 'member' : 'trainer',
        },
      });
    },

    async sweep() {
      const old = await files.unfinished(clock() - UNFINISHED_AFTER);
      for (const file of old) await files.remove(file);
      return old.length;
    },
  };
}

type Kept = Pick<WorkspaceFile, 'kind' | 'description' | 'width' | 'height'> & {
  readonly full: Buffer;
  /** Undefined: no thumbnail. */
  readonly small?: Buffer | undefined;
};

async function toKeep({ bytes, description, isDecorative }: SentFile): Promise<Kept> {
  const kind = KINDS[(await typeByFirstBytes(bytes)) ?? ''] ?? 'other';
  if (kind === 'heic') throw new FileHeic('heic');
  if (kind === 'other') throw new FileKindRefused('neither picture nor pdf');
  const words = description.trim();
  // A PDF is a link, and a link needs words.
  const mayBeSilent = isDecorative && kind === 'picture';
  if (words === '' && !mayBeSilent) throw new FileUndescribed('no description');
  if (kind === 'pdf') return { kind, description: words, full: bytes };
  return { kind, description: isDecorative ? '' : words, ...(await pictureOf(bytes)) };
}

/** As it is shown beside the artefact, and in the list. */
async function pictureOf(
  bytes: Buffer,
): Promise<Pick<Kept, 'full' | 'small' | 'width' | 'height'>> {
  const full = await cleanPicture(bytes, { longest: LONGEST_SIDE, format: 'jpeg' });
  const small = await cleanPicture(full.bytes, { longest: LONGEST_SMALL_SIDE, format: 'jpeg' });
  return { full: full.bytes, small: small.bytes, width: full.width, height: full.height };
}

/** The document first, as unfinished; then the bytes; then it is there. Whatever dies in between is swept. */
async function keep(deps: FilesDeps, entered: FilesView, kept: Kept): Promise<void> {
  const { files, clock, newId } = deps;
  const { id: by } = requireWriter(entered);
  const { full, small, ...about } = kept;
  // First, so that a confirmation of what stood there before outlives no crash; and last, see below.
  await voidConfirmations(deps, entered);
  const file = await files.insert({
    ...{ ...about, id: newId(), by, addedAt: clock(), unfinishedSince: clock() },
    ...{ tandemId: entered.tandem.id, workspaceId: entered.workspace.id },
    ...{ bytes: full.length, smallBytes: small?.length ?? 0 },
    digest: createHash('sha256').update(full).digest('base64url'),
  });
  try {
    if (!hasRoom(file, await files.ofTandem(file.tandemId))) throw new FilesFull('no room');
    await files.writeBytes(file.id, 'full', full);
    if (small) await files.writeBytes(file.id, 'small', small);
    const { unfinishedSince: _since, ...there } = file;
    await files.replace(there);
    // Last: whoever confirmed before this has not seen the file.
    await voidConfirmations(deps, entered);
  } catch (fault) {
    await files.remove(file);
    throw fault;
  }
}

/** Out of sight first; then its bytes. */
async function takeAway(
  deps: FilesDeps,
  entered: Entered,
  file: Stored<WorkspaceFile>,
): Promise<void> {
  const { files, clock } = deps;
  if (entered.workspace.frozenAt === undefined) {
    await voidConfirmations(deps, entered);
    await files.remove(await files.replace({ ...file, unfinishedSince: clock() }));
    return;
  }
  if (entered.self) throw new WorkspaceFrozen('confirmed by all');
  // What all have confirmed had this file, and its fingerprint says so.
  await files.removeBytes(await files.replace({ ...file, withdrawnAt: clock() }));
}

/** @throws {WorkspaceFrozen} */
async function voidConfirmations(
  { store }: FilesDeps,
  { workspace }: Pick<Entered, 'workspace'>,
): Promise<void> {
  await change(store, workspace, (known) => {
    if (known.frozenAt !== undefined) throw new WorkspaceFrozen('confirmed by all');
    return { ...known, confirmations: [] };
  });
}
