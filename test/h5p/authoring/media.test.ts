import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { createMedia, type Media } from '../../../src/h5p/authoring/media/media.service.js';
import {
  openMediumStore,
  type MediumStore,
} from '../../../src/h5p/authoring/media/medium.store.js';
import type { Author } from '../../../src/h5p/authoring/authoring.policy.js';
import { openBlobs } from '../../../src/persistence/blobs.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { NotFound } from '../../../src/shared/errors.js';
import { newId } from '../../../src/shared/ids.js';

const AUTHOR: Author = {
  ...{ platformId: 'p', deploymentId: 'd', userId: 'anna', contextId: 'c', linkId: 'l' },
  role: 'instructor',
};
const LEARNER = { ...AUTHOR, userId: 'ben', role: 'learner' as const };
const ELSEWHERE = { ...AUTHOR, platformId: 'q', userId: 'cleo' };
const EXERCISE = 'x-exercise';

let folder: string;
let database: Database;
let store: MediumStore;
let media: Media;
/** What everybody sees of the exercise. */
let params: unknown = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-media-'));
  database = openSqlite({ file: ':memory:', clock: Date.now });
  store = await openMediumStore(database);
  const blobs = openBlobs({ directory: path.join(folder, 'blobs'), newId, clock: Date.now });
  media = createMedia({
    ...{ media: store, blobs, newId, clock: Date.now },
    editable: ({ platformId }, id) =>
      platformId === 'p' && id === EXERCISE ? Promise.resolve() : Promise.reject(new NotFound(id)),
    seenBy: ({ platformId }) =>
      platformId === 'p' ? Promise.resolve(params) : Promise.reject(new NotFound('exercise')),
  });
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const fileOf = async (bytes: Buffer | string): Promise<{ file: string }> => {
  const file = path.join(folder, newId());
  await writeFile(file, bytes);
  return { file };
};
const picture = (format: 'png' | 'jpeg'): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#0a6' } })
    .withExif({ IFD0: { Artist: 'Anna of the workshop' } })
    .toFormat(format)
    .toBuffer();
const bytesOf = async (principal: Author | typeof LEARNER, at: string): Promise<Buffer> => {
  const wanted = { exerciseId: EXERCISE, path: at, locale: 'en' };
  return buffer((await media.open(principal, wanted)).read());
};

describe('media', () => {
  it('keep a picture under a name of ours, without a word about who took it', async () => {
    const sent = await picture('jpeg');
    expect(sent.includes('Anna')).toBe(true);
    const kept = await media.put(AUTHOR, EXERCISE, await fileOf(sent));

    expect(kept).toMatchObject({ mime: 'image/jpeg', width: 40, height: 20 });
    expect(kept.path).toMatch(/^images\/[A-Za-z0-9-]{22}\.jpg$/);
    expect((await bytesOf(AUTHOR, kept.path)).includes('Anna')).toBe(false);
  });

  it('are for those who see an exercise that names them, and for their own course', async () => {
    const { path: at } = await media.put(AUTHOR, EXERCISE, await fileOf(await picture('png')));

    await expect(bytesOf(LEARNER, at)).rejects.toThrow(NotFound);
    await expect(bytesOf(ELSEWHERE, at)).rejects.toThrow(NotFound);
    params = { sections: [{ picture: { file: { path: at } } }] };
    expect((await bytesOf(LEARNER, at)).length).toBeGreaterThan(50);
    await expect(bytesOf(ELSEWHERE, at)).rejects.toThrow(NotFound);
    params = {};
  });

  it('are brought by those who may edit the exercise alone', async () => {
    const sent = await fileOf(await picture('png'));
    await expect(media.put(LEARNER, EXERCISE, sent)).rejects.toThrow(NotFound);
    await expect(media.put(ELSEWHERE, EXERCISE, sent)).rejects.toThrow(NotFound);
    await expect(media.put(AUTHOR, 'x-another', sent)).rejects.toThrow(NotFound);
  });

  it.each([
    ['a page that is called a picture', '<html><script>alert(1)</script></html>'],
    ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['a program', Buffer.from('7f454c4602010100', 'hex')],
    ['nothing', Buffer.alloc(1)],
  ])('refuse %s', async (_what, bytes) => {
    const refused = media.put(AUTHOR, EXERCISE, await fileOf(bytes));
    await expect(refused).rejects.toMatchObject({ code: 'h5p.media-kind' });
  });

  it('refuse a picture that only begins like one, and another kind than the field takes', async () => {
    const half = (await picture('png')).subarray(0, 60);
    const png = await fileOf(await picture('png'));
    await expect(media.put(AUTHOR, EXERCISE, await fileOf(half))).rejects.toMatchObject({
      code: 'http.picture-unreadable',
    });
    const refused = media.put(AUTHOR, EXERCISE, { ...png, kind: 'audios' });
    await expect(refused).rejects.toMatchObject({ code: 'h5p.media-kind' });
  });

  it('refuse what is too large for its kind', async () => {
    const large = Buffer.concat([await picture('jpeg'), Buffer.alloc(10 * 1024 * 1024)]);
    await expect(media.put(AUTHOR, EXERCISE, await fileOf(large))).rejects.toMatchObject({
      code: 'h5p.media-too-large',
      values: { megabytes: '10' },
    });
  });

  it('refuse what is more than a course may bring, and keep nothing of it', async () => {
    const course = { platformId: 'p', contextId: 'c' };
    const about = { mime: 'video/mp4', by: 'anna', addedAt: 1, bytes: 500 * 1024 * 1024 };
    const full = {
      ...course,
      ...about,
      id: `videos/${'v'.repeat(22)}.mp4`,
      blobId: 'v'.repeat(22),
    };
    await store.insert(full);
    const before = (await store.ofCourse(course)).length;
    const refused = media.put(AUTHOR, EXERCISE, await fileOf(await picture('png')));

    await expect(refused).rejects.toMatchObject({ code: 'h5p.media-full' });
    expect(await store.ofCourse(course)).toHaveLength(before);
    await store.remove(full.id);
  });

  it('are taken back when the exercise they were kept for was never made', async () => {
    const { path: at } = await media.keep(AUTHOR, await fileOf(await picture('png')));
    await media.drop([at]);
    await expect(media.read(at)).rejects.toThrow(NotFound);
  });

  it('leave the file that was sent where it was', async () => {
    const sent = await fileOf(await picture('png'));
    await media.keep(AUTHOR, sent);
    expect((await readFile(sent.file)).length).toBeGreaterThan(50);
  });
});
