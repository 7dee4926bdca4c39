import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBlobs, type Blobs } from '../../src/persistence/blobs.js';
import { HOUR } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { run } from '../support/processes.js';

let directory: string;
let blobs: Blobs;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tandem-blobs-'));
  blobs = openBlobs({ directory, newId, clock: Date.now });
});
afterAll(() => rm(directory, { recursive: true }));

const unfinished = (): Promise<string[]> => readdir(path.join(directory, 'unfinished'));
const text = async (id: string, of = blobs): Promise<string> =>
  (await buffer(of.read(id))).toString();

describe('blobs', () => {
  it('give back what was put in, whole and in part', async () => {
    const { id, bytes } = await blobs.put(Readable.from([Buffer.from('abc'), Buffer.from('def')]));

    expect(bytes).toBe(6);
    expect(await blobs.size(id)).toBe(6);
    expect(await text(id)).toBe('abcdef');
    expect((await buffer(blobs.read(id, { start: 2, end: 3 }))).toString()).toBe('cd');
  });

  it('are seen by another process that shares the folder', async () => {
    const other = openBlobs({ directory, newId, clock: Date.now });
    const { id } = await blobs.put(Readable.from([Buffer.from('shared')]));

    expect(await text(id, other)).toBe('shared');
    await other.remove(id);
    expect(await blobs.size(id)).toBeUndefined();
    await blobs.remove(id);
  });

  it('keep nothing of a source that fails', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('half'));
      throw new Error('the line broke');
    }

    await expect(blobs.put(broken())).rejects.toThrow('the line broke');
    expect(await unfinished()).toEqual([]);
  });

  it('take no name that could lead elsewhere', () => {
    for (const id of ['../../etc/passwd', '..', '', 'a'.repeat(23), `${'a'.repeat(21)}/`])
      expect(() => blobs.read(id)).toThrow('no id');
  });

  it('leave nothing half under a name when the process is killed while it writes', async () => {
    const before = await count();
    const writer = run('test/support/blob-writer.ts', [directory], {});
    while (!writer.printed().includes('writing'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    writer.child.kill('SIGKILL');
    await writer.ended;

    expect(await count()).toBe(before);
    const left = await unfinished();
    expect(left).toHaveLength(1);
    expect(await blobs.sweep()).toBe(0);
    const old = (Date.now() - 2 * HOUR) / 1000;
    await utimes(path.join(directory, 'unfinished', left[0]!), old, old);
    expect(await blobs.sweep()).toBe(1);
    expect(await unfinished()).toEqual([]);
  });
});

async function count(): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile() && !one.parentPath.endsWith('unfinished')).length;
}
