import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivityText } from '../../../src/curriculum/index.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import type { AuditEntry } from '../../../src/shared/audit.js';
import { HOUR } from '../../../src/shared/clock.js';
import { newId } from '../../../src/shared/ids.js';
import type { Principal } from '../../../src/shared/principal.js';
import { agreedFingerprint } from '../../../src/tandem/files/agreed-files.service.js';
import { createFiles, type Files } from '../../../src/tandem/files/files.service.js';
import { openFileStore, type FileStore } from '../../../src/tandem/files/file.store.js';
import type { OpenDocuments } from '../../../src/tandem/workspace/open-documents.js';
import {
  openWorkspaceStore,
  type WorkspaceStore,
} from '../../../src/tandem/workspace/workspace.store.js';
import { workspaceIdOf } from '../../../src/tandem/workspace/workspace.js';
import { A_PDF, aPhoto } from './upload.js';

const COURSE = { platformId: 'p', deploymentId: '1', contextId: 'c' } as const;
const ILZE: Principal = { ...COURSE, userId: 'ilze', role: 'learner' };
const TRAINER: Principal = { ...COURSE, userId: 'trainer', role: 'instructor' };
const PLACE = { tandemId: 't', activityId: 'TA1', locale: 'en' } as const;
const WORKSPACE = workspaceIdOf('t', 'TA1');

describe('files of a workspace', () => {
  let now: number;
  let database: Database;
  let files: Files;
  let store: FileStore;
  let workspaces: WorkspaceStore;
  let audited: AuditEntry[];

  beforeEach(async () => {
    now = 1_000_000;
    audited = [];
    database = openSqlite({ file: ':memory:', clock: () => now });
    store = await openFileStore(database);
    workspaces = await openWorkspaceStore(database);
    files = room(store);
  });

  function room(kept: FileStore): Files {
    const member = { id: 'ilze', cohortId: 'c', tandemId: 't', lastSeenAt: 0 };
    const tandem = { id: 't', cohortId: 'c', number: 1, formedAt: 0, log: [], revision: 1 };
    const activity = { id: 'TA1', form: [], checks: [], steps: [] } as unknown as ActivityText;
    return createFiles({
      ...{ files: kept, store: workspaces, newId, clock: () => (now += 1) },
      // Who may come in is held by the tests of membership, and over HTTP by those beside this one.
      membership: {
        seated: ({ role }: Principal) =>
          Promise.resolve(
            role === 'learner'
              ? { tandem, members: [member], self: member, may: 'write' as const }
              : { tandem, members: [member], self: undefined, may: 'read' as const },
          ),
      } as unknown as Parameters<typeof createFiles>[0]['membership'],
      documents: {} as OpenDocuments,
      activityFor: () => activity,
      audit: (entry) => {
        audited.push(entry);
        return Promise.resolve();
      },
    });
  }

  const pdf = (bytes = A_PDF): Promise<void> =>
    files.add(ILZE, PLACE, { bytes, description: 'Plan', isDecorative: false });
  const all = async (): Promise<readonly { readonly id: string }[]> =>
    (await files.view(TRAINER, PLACE)).files;
  async function put(change: Readonly<Record<string, unknown>>): Promise<void> {
    const known = await workspaces.get(WORKSPACE);
    if (!known) throw new Error('no workspace');
    await workspaces.replace({ ...known, ...change });
  }

  it('come back byte for byte, also when they are longer than one piece', async () => {
    const bytes = Buffer.concat([A_PDF, Buffer.alloc(1_000_000, 'tandem')]);
    await pdf(bytes);
    const [one] = await all();
    const read = await files.read(ILZE, PLACE, { id: one?.id ?? '', size: 'full' });
    expect(read.bytes.equals(bytes)).toBe(true);
  });

  it('void what was confirmed before, and change the fingerprint', async () => {
    await files.view(ILZE, PLACE);
    await put({ confirmations: [{ by: 'ilze', fingerprint: 'x', at: 1 }] });
    expect(agreedFingerprint('x', [])).toBe('x');

    await pdf();

    expect((await workspaces.get(WORKSPACE))?.confirmations).toEqual([]);
    const view = await files.view(ILZE, PLACE);
    expect(agreedFingerprint('x', view.files)).not.toBe('x');
    const other = view.files.map((file) => ({ ...file, description: 'Other' }));
    expect(agreedFingerprint('x', other)).not.toBe(agreedFingerprint('x', view.files));
  });

  it('stay as they were confirmed; a trainer takes the bytes, and the entry stays', async () => {
    await pdf();
    await put({ frozenAt: 5 });
    const before = await files.view(ILZE, PLACE);
    const id = before.files[0]?.id ?? '';
    await expect(pdf()).rejects.toMatchObject({ code: 'tandem.frozen' });
    await expect(files.remove(ILZE, PLACE, id)).rejects.toMatchObject({ code: 'tandem.frozen' });

    await files.remove(TRAINER, PLACE, id);

    const after = await files.view(ILZE, PLACE);
    expect(after.files).toEqual([expect.objectContaining({ id, withdrawnAt: expect.any(Number) })]);
    expect(agreedFingerprint('x', after.files)).toBe(agreedFingerprint('x', before.files));
    await expect(files.read(ILZE, PLACE, { id, size: 'full' })).rejects.toMatchObject({
      code: 'http.not-found',
    });
    expect(await store.readBytes(id, 'full', A_PDF.length)).toBeUndefined();
    expect(audited).toEqual([
      expect.objectContaining({
        action: 'file.removed',
        subject: id,
        detail: { tandem: 't', activity: 'TA1', kind: 'pdf', as: 'trainer' },
      }),
    ]);
  });

  it('are twenty at most, also when many come at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 24 }, () => pdf()));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await all()).toHaveLength(20);
    expect((await store.ofTandem('t')).length).toBe(20);
    await expect(pdf()).rejects.toMatchObject({ code: 'tandem.file-no-room' });
  });

  it('have sixty megabytes together', async () => {
    const bytes = Buffer.concat([A_PDF, Buffer.alloc(9 * 1024 * 1024)]);
    for (let at = 0; at < 6; at += 1) await pdf(bytes);
    await expect(pdf(bytes)).rejects.toMatchObject({ code: 'tandem.file-no-room' });
    expect(await all()).toHaveLength(6);
    await pdf();
  }, 60_000);

  it('that a dying process left half are seen by nobody, and are swept', async () => {
    // As kill -9 leaves it: no promise of this one ever settles.
    const dying = room({
      ...store,
      writeBytes: async (id, size, bytes) => {
        await store.writeBytes(id, size, bytes.subarray(0, 10));
        return new Promise(() => undefined);
      },
    });
    const photo = await aPhoto(40, 40);
    void dying.add(ILZE, PLACE, { bytes: photo, description: 'x', isDecorative: false });
    while ((await store.ofTandem('t')).length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [half] = await store.ofTandem('t');

    expect(await all()).toEqual([]);
    expect(await files.sweep()).toBe(0);
    now += HOUR + 1;
    expect(await files.sweep()).toBe(1);
    expect(await store.ofTandem('t')).toEqual([]);
    expect(await store.readBytes(half?.id ?? '', 'full', 10)).toBeUndefined();
  });
});
